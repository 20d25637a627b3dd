import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

/** Messages that wait to be read in Atrium before they go to Slack. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- With the preference 'when_inactive': for how long.
    alter table slack_link add column reading_delay_minutes smallint not null default 2 check (reading_delay_minutes in (1, 2, 5, 15));

    create table slack_held_message (
      organization_id uuid not null references organization on delete cascade,
      message_id uuid not null,
      -- The mention chat: its messages leave in the order in which they were written.
      channel_id uuid not null,
      recipient_id uuid not null,
      -- By whose link it is held.
      installation_id uuid not null,
      -- Slack users who have to be linked still when it goes on (BR10).
      linked text[] not null,
      -- In the order of the feed.
      ordinal bigint generated always as identity,
      written_at timestamptz not null,
      due_at timestamptz not null,
      primary key (organization_id, message_id),
      foreign key (organization_id, message_id) references message on delete cascade
    );
    create index slack_held_message_chat on slack_held_message (organization_id, channel_id, ordinal);
  `.execute(db)
  await forceRowSecurity(db, ['slack_held_message'], { workerReads: true })
}
