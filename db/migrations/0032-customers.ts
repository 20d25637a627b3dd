import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

/** Whose customers they are, people who turned out to be one, who counts as an agent in a channel, and what reports count. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table customer
      -- The member who looks after them.
      add column owner_id uuid,
      add column archived_at timestamptz(3),
      add foreign key (organization_id, owner_id) references member on delete set null (owner_id);

    alter table contact
      -- The same person: whoever reads of this one is shown the other. The rows that name it stay as they are, so that undoing is exact.
      add column merged_into uuid,
      add foreign key (organization_id, merged_into) references contact;
    create index contact_list on contact (organization_id, customer_id, lower(name), id) where merged_into is null;
    create index contact_names on contact (organization_id, lower(name), id) where merged_into is null;
    create index contact_merged on contact (organization_id, merged_into) where merged_into is not null;

    -- What a merge did, for as long as it stands.
    create table contact_merge (
      organization_id uuid not null references organization on delete cascade,
      absorbed_id uuid not null,
      kept_id uuid not null,
      -- Who had been merged into the absorbed one before.
      followed uuid[] not null default '{}',
      -- The customer that the kept one got by it.
      given_customer_id uuid,
      merged_by uuid not null,
      merged_at timestamptz not null,
      primary key (organization_id, absorbed_id),
      foreign key (organization_id, absorbed_id) references contact on delete cascade,
      foreign key (organization_id, kept_id) references contact on delete cascade
    );
    create index contact_merge_kept on contact_merge (organization_id, kept_id);

    -- In this channel this Slack user counts as what is said here, whatever they are otherwise.
    create table slack_channel_role (
      organization_id uuid not null references organization on delete cascade,
      installation_id uuid not null,
      channel_id text not null,
      slack_user_id text not null,
      role text not null check (role in ('agent', 'customer')),
      rev bigint not null default 1,
      set_by uuid not null,
      set_at timestamptz not null,
      primary key (organization_id, installation_id, channel_id, slack_user_id)
    );

    create index slack_profile_contact on slack_profile (organization_id, contact_id) where contact_id is not null;

    -- Written by a contact who counted as an agent there.
    alter table conversation_message add column as_agent boolean not null default false;
    create index conversation_message_answer on conversation_message (organization_id, conversation_id, id)
      where (author_kind <> 'contact' or as_agent) and deleted_at is null;

    alter table conversation
      -- When it was answered first, by the earliest answer that stands.
      add column first_reply_at timestamptz(3),
      -- Since when it is closed.
      add column closed_at timestamptz(3),
      -- How its clocks stand, for counting.
      add column sla_first_reply text generated always as (sla #>> '{timers,firstReply,state}') stored,
      add column sla_next_reply text generated always as (sla #>> '{timers,nextReply,state}') stored,
      add column sla_resolution text generated always as (sla #>> '{timers,resolution,state}') stored;
    create index conversation_open_customer on conversation (organization_id, customer_id) where status <> 'closed';

    alter table conversation no force row level security;
    alter table conversation_message no force row level security;
    update conversation set
      closed_at = case when status = 'closed' then last_activity_at end,
      first_reply_at = (
        select created_at from conversation_message
        where conversation_message.organization_id = conversation.organization_id and conversation_id = conversation.id
          and (author_kind <> 'contact' or as_agent) and deleted_at is null
        order by id limit 1
      );
    alter table conversation force row level security;
    alter table conversation_message force row level security;

    -- A report reads one of these from the first to the last moment of its range, and nothing of the table itself.
    create index conversation_opened on conversation (organization_id, created_at)
      include (customer_id, assignee_id, place, sla_first_reply, sla_next_reply, sla_resolution) where merged_into is null;
    create index conversation_replied on conversation (organization_id, first_reply_at)
      include (created_at, customer_id, assignee_id, place) where first_reply_at is not null and merged_into is null;
    create index conversation_closed on conversation (organization_id, closed_at)
      include (created_at, customer_id, assignee_id, place) where closed_at is not null and merged_into is null;
  `.execute(db)
  await forceRowSecurity(db, ['contact_merge', 'slack_channel_role'])
}
