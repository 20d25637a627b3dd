import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create table file (
      organization_id uuid not null references organization on delete cascade,
      id uuid not null,
      -- A member or a visitor, so there is no key to one table of people.
      uploaded_by uuid,
      name text not null check (length(name) between 1 and 255),
      mime_type text not null check (length(mime_type) between 1 and 255),
      size_bytes bigint not null check (size_bytes >= 0),
      -- Pixels, of images.
      width int check (width > 0),
      height int check (height > 0),
      has_thumbnail boolean not null default false,
      -- fetching: its bytes are on their way, from the browser or from outside.
      state text not null check (state in ('stored', 'fetching', 'failed')),
      failure text,
      message_id uuid,
      position int not null default 0,
      created_at timestamptz not null default now(),
      stored_at timestamptz,
      primary key (organization_id, id),
      foreign key (organization_id, message_id) references message on delete cascade,
      check ((state = 'failed') = (failure is not null)),
      check (state = 'stored' or stored_at is null),
      check ((width is null) = (height is null))
    );
    create index file_message on file (organization_id, message_id, position) where message_id is not null;
    create index file_unattached on file (created_at) where message_id is null;

    -- 1 MiB each, the last one less.
    create table file_chunk (
      organization_id uuid not null references organization on delete cascade,
      file_id uuid not null,
      variant text not null check (variant in ('original', 'thumbnail')),
      position int not null check (position >= 0),
      bytes bytea not null check (length(bytes) between 1 and 1048576),
      primary key (organization_id, file_id, variant, position),
      foreign key (organization_id, file_id) references file on delete cascade
    );
    -- Most files are compressed already.
    alter table file_chunk alter column bytes set storage external;
  `.execute(db)
  await forceRowSecurity(db, ['file'], { workerReads: true })
  await forceRowSecurity(db, ['file_chunk'])
}
