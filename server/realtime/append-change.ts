import { sql } from 'kysely'
import { statement } from '@atrium/db/statement.ts'
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

const writeChanges = statement<{ seq: number }>(
  'realtime.write-changes',
  `with head as (
    update organization_head set seq = seq + $2::int where organization_id = $1 returning seq
  ), written as (
    insert into change (organization_id, seq, kind, audience, entity_id, rev, payload)
    select $1, head.seq - $2::int + item.index::int, item.value->>'kind', array(select jsonb_array_elements_text(item.value->'audience')),
      item.value->>'entityId', (item.value->>'rev')::bigint, item.value->'payload'
    from head, jsonb_array_elements($3::jsonb) with ordinality item (value, index)
  )
  select seq from head`,
)

/** Takes the next numbers and inserts what was appended; the commit goes along with it. @returns what was written, in order. */
export async function flushChanges(tx: Tx, organizationId: OrganizationId): Promise<CommittedChange[]> {
  const changes = pending.get(tx) ?? []
  pending.delete(tx)
  if (changes.length === 0) return []
  const written = changes.map((change) => ({ ...change, text: JSON.stringify(change.payload) }))
  const items = written.map(({ kind, audience, entityId, rev, text }) => {
    return `{"kind":"${kind}","audience":${JSON.stringify(audience)},"entityId":${JSON.stringify(entityId)},"rev":${rev},"payload":${text}}`
  })
  const [head] = await writeChanges(tx, [organizationId, changes.length, `[${items.join(',')}]`], { last: true })
  if (!head) throw new Error(`organization ${organizationId} has no head`)
  const first = head.seq - changes.length + 1
  return written.map(({ kind, audience, entityId, text }, index) => ({ seq: first + index, kind, audience, entityId, payload: text }))
}
