import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table presence add column status_emoji text, add column status_until timestamptz;
    create index presence_status_until on presence (status_until) where status_until is not null;
    alter table last_status add column status_emoji text, add column status_until timestamptz;

    -- Who wants to be told, once, when somebody is available. Members and visitors, so there is no key to one table of people.
    create table free_watch (
      organization_id uuid not null references organization on delete cascade,
      watcher_id uuid not null,
      watched_id uuid not null,
      created_at timestamptz not null default now(),
      primary key (organization_id, watcher_id, watched_id)
    );
    create index free_watch_watched on free_watch (organization_id, watched_id);
  `.execute(db)
  await forceRowSecurity(db, ['free_watch'])
}
