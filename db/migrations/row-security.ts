import { sql, type Kysely } from 'kysely'

/** The role the server works as: owns nothing, cannot bypass row security. */
export const APP_ROLE = 'atrium_app'
/** The role of the accounts (better-auth): sees the schema `auth` and nothing else. */
export const AUTH_ROLE = 'atrium_auth'

interface RowSecurity {
  /** Privileges; all four by default. */
  grant?: string
  /** Workers that look for work of every organization may read rows (`atrium.worker = on`). */
  workerReads?: boolean
  /** The same, and change them. */
  workerWrites?: boolean
  /** A further condition under which rows may be read. */
  orUsing?: string
}

const OWN = `organization_id = (select nullif(current_setting('atrium.organization_id', true), '')::uuid)`
const WORKER = `(select current_setting('atrium.worker', true)) = 'on'`

/** Enables and forces row level security: without `atrium.organization_id` set in the transaction, no row is seen or written. */
export async function forceRowSecurity(db: Kysely<never>, tables: string[], options: RowSecurity = {}): Promise<void> {
  for (const table of tables) {
    const name = sql.raw(`"${table}"`)
    await sql`alter table ${name} enable row level security`.execute(db)
    await sql`alter table ${name} force row level security`.execute(db)
    const all = options.workerWrites ? `(${OWN} or ${WORKER})` : OWN
    await sql`create policy own on ${name} using (${sql.raw(all)}) with check (${sql.raw(all)})`.execute(db)
    if (options.workerReads) await sql`create policy worker on ${name} for select using (${sql.raw(WORKER)})`.execute(db)
    if (options.orUsing) await sql`create policy named on ${name} for select using (${sql.raw(options.orUsing)})`.execute(db)
    await sql`grant ${sql.raw(options.grant ?? 'select, insert, update, delete')} on ${name} to ${sql.raw(APP_ROLE)}`.execute(db)
  }
}
