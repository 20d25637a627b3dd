import { CompiledQuery, sql, type Transaction } from 'kysely'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { Db } from './connect.ts'
import type { DB } from './schema.generated.ts'
import { sentAs } from './statement.ts'

/** An open transaction; whoever writes or locks demands one. */
export type Tx = Transaction<DB>

/** One transaction that sees and writes the rows of one organization and no other: row security is set for its length. */
export function inOrganization<T>(db: Db, organizationId: OrganizationId, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await enter(tx, organizationId)
    return work(tx)
  })
}

async function enter(tx: Tx, organizationId: OrganizationId): Promise<void> {
  // It becomes a part of the statement.
  if (!/^[0-9a-f-]{36}$/i.test(organizationId)) throw new Error('an organization id that is no uuid')
  await tx.executeQuery(sentAs(CompiledQuery.raw(`set local atrium.organization_id = '${organizationId}'`), { ahead: 'setting' }))
}

/** The same, on one repeatable-read picture: for snapshots that return the feed's head. */
export function snapshotOf<T>(db: Db, organizationId: OrganizationId, read: (tx: Tx) => Promise<T>): Promise<T> {
  return db
    .transaction()
    .setIsolationLevel('repeatable read')
    .execute(async (tx) => {
      await enter(tx, organizationId)
      return read(tx)
    })
}

/** For workers that look for work of every organization: sees the tables made for that, and no others. */
export function asWorker<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  return db.transaction().execute(async (tx) => {
    await tx.executeQuery(sentAs(CompiledQuery.raw(`set local atrium.worker = 'on'`), { ahead: 'setting' }))
    return work(tx)
  })
}

export type RouteKind =
  | ('user' | 'guest_link' | 'visitor' | 'invitation' | 'api_key')
  | ('slack_app' | 'slack_team' | 'slack_workspace' | 'oauth_state')

/** Which organizations a key from outside belongs to; the key must be known whole, so nothing can be listed. */
export function organizationsOfKey(db: Db, kind: RouteKind, key: string): Promise<OrganizationId[]> {
  return db.transaction().execute(async (tx) => {
    await sql`select set_config('atrium.route_key', ${key}, true)`.execute(tx)
    const rows = await tx
      .selectFrom('organization_route')
      .select('organization_id')
      .where('kind', '=', kind)
      .where('key', '=', key)
      .execute()
    return rows.map((row) => row.organization_id as OrganizationId)
  })
}
