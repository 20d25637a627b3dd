import { sql, type Kysely } from 'kysely'

export async function up(db: Kysely<never>): Promise<void> {
  // After whom they walk; both are in the same space.
  await sql`alter table presence add column following_id uuid`.execute(db)
}
