import { sql, type Kysely } from 'kysely'

/** After how long without input somebody of the organization is away. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    alter table organization add column away_minutes integer not null default 10 check (away_minutes between 1 and 240);
  `.execute(db)
}
