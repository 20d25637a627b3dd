import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table message
      -- A message of the same channel that is itself no reply.
      add column thread_root_id uuid,
      -- A reply that stands in the channel's own history, too.
      add column also_in_channel boolean not null default false,
      -- Of a root: how many replies stand, when the last was written, and by whom; null without any. Written anew under the root's lock.
      add column thread jsonb,
      add check (thread_root_id is not null or not also_in_channel),
      add check (thread_root_id is null or thread is null),
      add foreign key (organization_id, thread_root_id) references message on delete cascade;
    create index message_thread on message (organization_id, thread_root_id, id desc) where thread_root_id is not null;

    -- Slack has told that the reply was broadcast after it was written; kept for one that has not come yet.
    alter table slack_message add column broadcast boolean not null default false;

    -- Replies that somebody has not read: a row for each person whom one concerns, until they have.
    create table thread_unread (
      organization_id uuid not null references organization on delete cascade,
      person_id uuid not null,
      thread_root_id uuid not null,
      message_id uuid not null,
      channel_id uuid not null,
      primary key (organization_id, person_id, thread_root_id, message_id),
      foreign key (organization_id, message_id) references message on delete cascade
    );
    create index thread_unread_message on thread_unread (organization_id, message_id);
  `.execute(db)
  await forceRowSecurity(db, ['thread_unread'])
}
