import { sql, type Kysely } from 'kysely'

/** What the removal of old rows needs; which indexes it does without, and why: docs/adr/0012-what-is-kept-and-how-long.md. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    -- The words are gone from the payload; by whom, where to and on which conditions stays.
    alter table delivery add column stripped boolean not null default false;
    create index delivery_strippable on delivery (organization_id, settled_at) where state in ('sent', 'dropped') and not stripped;
  `.execute(db)
}
