import { sql, type Kysely } from 'kysely'

/** What an owner has to do first in a new organization is listed for them until they put the list away. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table member add column first_steps_dismissed_at timestamptz;
  `.execute(db)
}
