import type { Selectable } from 'kysely'
import type { Knock } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId, RoomId } from '@atrium/shared/ids.ts'

export type KnockRow = Omit<Selectable<Knock>, 'organization_id'>
const COLUMNS = ['id', 'space_id', 'room_id', 'person_id', 'state', 'expires_at', 'rev'] as const

/** Of a person, by its id, or all at a room; those that are over too, until they are swept. */
export function findKnocks(
  tx: Tx,
  organizationId: OrganizationId,
  of: { personId: PersonId } | { id: string } | { roomId: RoomId },
): Promise<KnockRow[]> {
  return tx
    .selectFrom('knock')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .$if('personId' in of, (query) => query.where('person_id', '=', (of as { personId: PersonId }).personId))
    .$if('id' in of, (query) => query.where('id', '=', (of as { id: string }).id))
    .$if('roomId' in of, (query) => query.where('room_id', '=', (of as { roomId: RoomId }).roomId))
    .orderBy('id')
    .execute()
}

export async function insertKnock(tx: Tx, organizationId: OrganizationId, row: Omit<KnockRow, 'state' | 'rev'>): Promise<KnockRow> {
  return tx
    .insertInto('knock')
    .values({ organization_id: organizationId, ...row })
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
}

export async function admitKnock(
  tx: Tx,
  organizationId: OrganizationId,
  { id, expiresAt }: { id: string; expiresAt: Date },
): Promise<KnockRow> {
  return tx
    .updateTable('knock')
    .set({ state: 'admitted', expires_at: expiresAt, rev: 2 })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
}

export async function deleteKnock(tx: Tx, organizationId: OrganizationId, id: string): Promise<void> {
  await tx.deleteFrom('knock').where('organization_id', '=', organizationId).where('id', '=', id).execute()
}
