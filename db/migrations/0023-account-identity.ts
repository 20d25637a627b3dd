import { sql, type Kysely } from 'kysely'

/** One account for one identity elsewhere, and one such identity of a kind for an account, also when two browsers come back at once. */
export async function up(db: Kysely<never>): Promise<void> {
  await sql`
    create unique index account_identity on auth."account" ("providerId", "accountId");
    create unique index account_kind on auth."account" ("userId", "providerId");
    drop index auth.account_by_user;
  `.execute(db)
}
