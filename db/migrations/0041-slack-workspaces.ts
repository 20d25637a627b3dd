import { sql, type Kysely } from 'kysely'

/** Finds an organization by a workspace alone: a shortcut in the menu of a message does not say of which app it is. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table organization_route no force row level security;
    insert into organization_route (organization_id, kind, key)
    select distinct organization_id, 'slack_workspace', split_part(key, '/', 2) from organization_route where kind = 'slack_team'
    on conflict do nothing;
    alter table organization_route force row level security;
  `.execute(db)
}
