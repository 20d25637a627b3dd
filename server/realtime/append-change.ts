import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { ChangeKind, NewChange } from '@atrium/shared/realtime/change.ts'
import type { CommittedChange } from '../infra/bus.ts'

const pending = new WeakMap<Tx, NewChange[]>()

/**
 * Says that something has changed. It is kept with the transaction and written by its last statement, because the
 * organization's head is locked from then to the commit. Only inside `commitInOrganization`.
 */
export function appendChange<K extends ChangeKind>(tx: Tx, change: NewChange<K>): void {
  const changes = pending.get(tx)
  if (!changes) throw new Error('appendChange outside commitInOrganization: the change would be lost')
  changes.push(change)
}

export function beginChanges(tx: Tx): void {
  pending.set(tx, [])
}

/**
 * A part of the transaction that may fail by itself: what it wrote and the changes it appended are undone, the rest stands.
 * @throws what `work` threw
 */
export async function withinSavepoint<T>(tx: Tx, work: () => Promise<T>): Promise<T> {
  const before = pending.get(tx)?.length ?? 0
  await sql`savepoint part`.execute(tx)
  try {
    const value = await work()
    await sql`release savepoint part`.execute(tx)
    return value
  } catch (error) {
    await sql`rollback to savepoint part`.execute(tx)
    pending.get(tx)?.splice(before)
    throw error
  }
}

/** Takes the next numbers and inserts what was appended. @returns what was written, in order. */
export async function flushChanges(tx: Tx, organizationId: OrganizationId): Promise<CommittedChange[]> {
  const changes = pending.get(tx) ?? []
  pending.delete(tx)
  if (changes.length === 0) return []
  const rows = changes.map((change, index) => ({ ...change, index: index + 1 }))
  const { rows: heads } = await sql<{ seq: number }>`
    with head as (
      update organization_head set seq = seq + ${rows.length} where organization_id = ${organizationId} returning seq
    ), written as (
      insert into change (organization_id, seq, kind, audience, entity_id, rev, payload)
      select ${organizationId}, head.seq - ${rows.length} + (item->>'index')::int, item->>'kind',
        array(select jsonb_array_elements_text(item->'audience')), item->>'entityId', (item->>'rev')::bigint, item->'payload'
      from head, jsonb_array_elements(${jsonb(rows)}) item
    )
    select seq from head
  `.execute(tx)
  const head = heads[0]
  if (!head) throw new Error(`organization ${organizationId} has no head`)
  const first = head.seq - changes.length + 1
  return changes.map(({ kind, audience, entityId, payload }, index) => {
    return { seq: first + index, kind, audience, entityId, payload: JSON.stringify(payload) }
  })
}
