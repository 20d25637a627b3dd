import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { lowestIdAt, type OrganizationId } from '@atrium/shared/ids.ts'
import type { CommittedChange } from '../../infra/bus.ts'
import type { AudienceToken, ChangeKind } from '@atrium/shared/realtime/change.ts'

/** Everything after `after`, in order, for the tailer. */
export function changesAfter(db: Db, organizationId: OrganizationId, range: { after: number; limit: number }): Promise<CommittedChange[]> {
  return inOrganization(db, organizationId, async (tx) => {
    const rows = await tx
      .selectFrom('change')
      .select(['seq', 'kind', 'audience', 'entity_id', sql<string>`payload::text`.as('payload')])
      .where('organization_id', '=', organizationId)
      .where('seq', '>', range.after)
      .orderBy('seq')
      .limit(range.limit)
      .execute()
    return rows.map(toChange)
  })
}

/** What one subscriber may see in (`after`, `upTo`]; visitors nothing from before they came, as `isFromBefore` says. */
export async function audibleChanges(
  tx: Tx,
  organizationId: OrganizationId,
  range: { after: number; upTo: number; limit: number; tokens: readonly AudienceToken[]; sinceMs: number },
): Promise<CommittedChange[]> {
  const rows = await tx
    .selectFrom('change')
    .select(['seq', 'kind', 'audience', 'entity_id', sql<string>`payload::text`.as('payload')])
    .where('organization_id', '=', organizationId)
    .where('seq', '>', range.after)
    .where('seq', '<=', range.upTo)
    // When they came is known to the millisecond before: what is from within it may be from before.
    .where('at', '>=', new Date(range.sinceMs + 1))
    .$if(range.sinceMs > 0, (query) =>
      query.where(sql<boolean>`(kind <> 'chat.messageChanged' or entity_id collate "C" >= ${lowestIdAt(range.sinceMs)})`),
    )
    .where(sql<boolean>`audience && ${range.tokens}::text[]`)
    .orderBy('seq')
    .limit(range.limit)
    .execute()
  return rows.map(toChange)
}

/** Whether what follows a number is there still. Asked after reading on from it: old changes go from the beginning (`forgetChanges`). */
export async function followsIn(tx: Tx, organizationId: OrganizationId, seq: number): Promise<boolean> {
  const next = await tx
    .selectFrom('change')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .where('seq', '=', seq + 1)
    .executeTakeFirst()
  return next !== undefined
}

export async function headOf(tx: Tx, organizationId: OrganizationId): Promise<number> {
  const row = await tx.selectFrom('organization_head').select('seq').where('organization_id', '=', organizationId).executeTakeFirstOrThrow()
  return row.seq
}

export function headsOf(db: Db, organizationIds: readonly OrganizationId[]): Promise<{ organizationId: OrganizationId; seq: number }[]> {
  return asWorker(db, async (tx) => {
    const rows = await tx
      .selectFrom('organization_head')
      .select(['organization_id', 'seq'])
      .where('organization_id', 'in', [...organizationIds])
      .execute()
    return rows.map((row) => ({ organizationId: row.organization_id as OrganizationId, seq: row.seq }))
  })
}

function toChange(row: { seq: number; kind: string; audience: string[]; entity_id: string; payload: string }): CommittedChange {
  return { seq: row.seq, kind: row.kind as ChangeKind, audience: row.audience, entityId: row.entity_id, payload: row.payload }
}
