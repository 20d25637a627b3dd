import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table space (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      name text not null check (length(name) between 1 and 80),
      position integer not null default 0,
      map jsonb not null,
      rev bigint not null default 1,
      created_at timestamptz not null default now(),
      primary key (organization_id, id)
    );

    create table room (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      space_id uuid not null,
      name text not null check (length(name) between 1 and 80),
      x integer not null,
      y integer not null,
      width integer not null check (width > 0),
      height integer not null check (height > 0),
      capacity integer check (capacity > 0),
      locked boolean not null default false,
      primary key (organization_id, id),
      foreign key (organization_id, space_id) references space on delete cascade
    );
    create index room_space on room (organization_id, space_id);

    create table space_member (
      organization_id uuid not null references organization on delete cascade,
      space_id uuid not null,
      member_id uuid not null,
      role text not null check (role in ('admin', 'member')),
      primary key (organization_id, space_id, member_id),
      foreign key (organization_id, space_id) references space on delete cascade,
      foreign key (organization_id, member_id) references member on delete cascade
    );

    -- Who is in a space now: one row a person, however many tabs. Coordinates here are only where they last stood still.
    create table presence (
      organization_id uuid not null references organization on delete cascade,
      person_id uuid not null,
      person_kind text not null check (person_kind in ('member', 'visitor')),
      space_id uuid not null,
      room_id uuid,
      slot integer not null check (slot between 0 and 65535),
      status text not null default 'available' check (status in ('available', 'busy', 'dnd', 'away')),
      status_text text not null default '',
      x integer not null,
      y integer not null,
      node text not null,
      rev bigint not null default 1,
      entered_at timestamptz not null default now(),
      seen_at timestamptz not null default now(),
      primary key (organization_id, person_id)
    );
    create unique index presence_slot on presence (organization_id, space_id, slot);

    create table last_place (
      organization_id uuid not null references organization on delete cascade,
      person_id uuid not null,
      space_id uuid not null,
      x integer not null,
      y integer not null,
      primary key (organization_id, person_id, space_id)
    );

    create table last_status (
      organization_id uuid not null references organization on delete cascade,
      person_id uuid not null,
      status text not null check (status in ('available', 'busy', 'dnd', 'away')),
      status_text text not null,
      primary key (organization_id, person_id)
    );
  `.execute(db)
  await forceRowSecurity(db, ['space', 'room', 'space_member', 'last_place', 'last_status'])
  await forceRowSecurity(db, ['presence'], { workerWrites: true })
}
