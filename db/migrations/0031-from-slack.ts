import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

/** How customers rate what was done for them, and working on conversations from Slack: cards, and threads that become conversations. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table inbox_settings (
      organization_id uuid primary key references organization on delete cascade,
      -- Whoever is helped is asked how it was, each time their conversation is closed.
      asks_for_rating boolean not null default false
    );

    -- One vote per person and conversation: the last one counts.
    create table conversation_rating (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      conversation_id uuid not null,
      contact_id uuid not null,
      -- From 1, bad, to 5, great.
      score integer not null check (score between 1 and 5),
      comment text,
      at timestamptz not null,
      rev bigint not null default 1,
      primary key (organization_id, id),
      foreign key (organization_id, conversation_id) references conversation on delete cascade,
      unique (organization_id, conversation_id, contact_id)
    );
    create index conversation_rating_at on conversation_rating (organization_id, at);
    create index conversation_rating_contact on conversation_rating (organization_id, contact_id);

    alter table slack_installation
      -- By kind: whether the team is told in Slack, and in which channel.
      add column notifications jsonb not null default '{}',
      -- Put on a message by a member, it makes a conversation of its thread.
      add column conversation_emoji text not null default 'ticket';

    -- A message of our bot that shows a conversation to the team and is kept current.
    create table slack_card (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      installation_id uuid not null,
      kind text not null check (kind in ('high_priority', 'teammate_mentioned')),
      conversation_id uuid not null,
      -- What it tells of: the conversation, or the note in which somebody was mentioned.
      subject_id uuid not null,
      -- Of the note: who wrote it, and whom it mentions.
      author_id uuid,
      mentioned_ids uuid[] not null default '{}',
      -- As it was last owed to Slack.
      shown jsonb not null,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      foreign key (organization_id, conversation_id) references conversation on delete cascade,
      unique (organization_id, installation_id, kind, subject_id)
    );
    create index slack_card_conversation on slack_card (organization_id, conversation_id);

    -- The thread under a card: what members write there is a reply in this conversation.
    alter table slack_thread add column card_conversation_id uuid;

    -- Somebody wants a Slack message and its thread to become a conversation.
    create table slack_import (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      installation_id uuid not null,
      channel_id text not null,
      ts text not null,
      member_id uuid not null,
      -- Whom the answer is for.
      slack_user_id text not null,
      -- They have had it already.
      answered boolean not null default false,
      -- How far its thread has been brought, and how many of its messages.
      thread_ts text,
      read_through text,
      brought integer not null default 0,
      attempts integer not null default 0,
      next_at timestamptz not null,
      created_at timestamptz not null default now(),
      primary key (organization_id, id),
      foreign key (organization_id, installation_id) references slack_installation,
      unique (organization_id, channel_id, ts, member_id)
    );
    create index slack_import_due on slack_import (next_at);
  `.execute(db)
  await forceRowSecurity(db, ['inbox_settings', 'conversation_rating', 'slack_card'])
  await forceRowSecurity(db, ['slack_import'], { workerReads: true })
}
