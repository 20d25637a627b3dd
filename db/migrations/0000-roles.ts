import { sql, type Kysely } from 'kysely'
import { APP_ROLE, AUTH_ROLE } from './row-security.ts'

/** Roles belong to the cluster, not to the database: another Atrium beside this one may have made them already. */
export async function up(db: Kysely<never>): Promise<void> {
  for (const role of [APP_ROLE, AUTH_ROLE]) {
    await sql`
      do $$ begin
        create role ${sql.raw(role)} nologin nosuperuser nobypassrls;
      exception when duplicate_object or unique_violation then null;
      end $$
    `.execute(db)
    await sql`grant ${sql.raw(role)} to current_user`.execute(db)
  }
  await sql`create schema if not exists auth`.execute(db)
  await sql`grant usage on schema auth to ${sql.raw(AUTH_ROLE)}`.execute(db)
  await sql`grant usage on schema public to ${sql.raw(APP_ROLE)}`.execute(db)
}
