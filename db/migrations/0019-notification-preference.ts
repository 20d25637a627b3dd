import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

/** What notifies a member of chat, and how; without a row the defaults hold. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table notification_preference (
      organization_id uuid not null references organization on delete cascade,
      member_id uuid not null,
      -- Kinds of messages, by the way in which they notify.
      app text[] not null,
      desktop text[] not null,
      sound text[] not null,
      -- Minutes after midnight in that time zone.
      quiet_from smallint check (quiet_from between 0 and 1439),
      quiet_until smallint check (quiet_until between 0 and 1439),
      time_zone text check (length(time_zone) between 1 and 80),
      rev bigint not null default 1,
      primary key (organization_id, member_id),
      foreign key (organization_id, member_id) references member on delete cascade,
      check (num_nulls(quiet_from, quiet_until, time_zone) in (0, 3)),
      check (quiet_from <> quiet_until)
    );
  `.execute(db)
  await forceRowSecurity(db, ['notification_preference'])
}
