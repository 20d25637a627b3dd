import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Somebody waits before a locked room, or has been let in and is on their way. One at a time for a person.
    create table knock (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      space_id uuid not null,
      room_id uuid not null,
      person_id uuid not null,
      state text not null default 'waiting' check (state in ('waiting', 'admitted')),
      expires_at timestamptz not null,
      rev bigint not null default 1,
      primary key (organization_id, id),
      unique (organization_id, person_id),
      foreign key (organization_id, room_id) references room on delete cascade
    );
    create index knock_expiry on knock (expires_at);
    create index knock_room on knock (organization_id, room_id);
  `.execute(db)
  await forceRowSecurity(db, ['knock'], { workerReads: true })
}
