import { sql, type Kysely } from 'kysely'

/** From where in the feed an endpoint is told: what was before it was set up, or turned on again, is not for it. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`alter table webhook_endpoint add column since_seq bigint not null default 0`.execute(db)
}
