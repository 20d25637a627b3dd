import { sql, type Kysely } from 'kysely'
import { forceRowSecurity } from './row-security.ts'

export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- Members who hide where they are, for as long as the row is there.
    create table hidden_position (
      organization_id uuid not null references organization on delete cascade,
      member_id uuid not null,
      primary key (organization_id, member_id),
      foreign key (organization_id, member_id) references member (organization_id, id) on delete cascade
    );
    -- Whom a member has listed first in their directory.
    create table favourite (
      organization_id uuid not null references organization on delete cascade,
      member_id uuid not null,
      favourite_id uuid not null,
      primary key (organization_id, member_id, favourite_id),
      foreign key (organization_id, member_id) references member (organization_id, id) on delete cascade,
      foreign key (organization_id, favourite_id) references member (organization_id, id) on delete cascade
    );
    create index favourite_of on favourite (organization_id, favourite_id);
    -- Whether @all, @here and @room may be written.
    alter table organization add column group_mentions boolean not null default true;
  `.execute(db)
  await forceRowSecurity(db, ['favourite'])
  await forceRowSecurity(db, ['hidden_position'], { workerReads: true })
}
