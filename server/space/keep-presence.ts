import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker } from '@atrium/db/transaction.ts'
import type { OrganizationId, PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { Scenes } from '../infra/live.ts'

interface HeldRow {
  organizationId: OrganizationId
  personId: PersonId
  spaceId: SpaceId
}

/**
 * Says that this node still has the people in its scenes, and where they stand, in two statements for all of them. Whoever is
 * in no scene is not kept, whatever became of their sockets.
 */
export async function keepPresence(
  db: Db,
  { scenes, node, nowMs }: { scenes: Pick<Scenes, 'positionOf'>; node: string; nowMs: number },
): Promise<void> {
  const held = await asWorker(db, async (tx) => {
    const rows = await tx.selectFrom('presence').select(['organization_id', 'person_id', 'space_id']).where('node', '=', node).execute()
    return rows.map((row) => ({ organizationId: row.organization_id, personId: row.person_id, spaceId: row.space_id }) as HeldRow)
  })
  const standing = held.flatMap((row) => {
    const place = scenes.positionOf(row)
    return place ? [{ organization_id: row.organizationId, person_id: row.personId, x: place.x, y: place.y }] : []
  })
  if (standing.length === 0) return
  await asWorker(db, (tx) =>
    sql`
      update presence set seen_at = ${new Date(nowMs)}, x = standing.x, y = standing.y
      from jsonb_to_recordset(${JSON.stringify(standing)}::jsonb) as standing (organization_id uuid, person_id uuid, x int, y int)
      where presence.organization_id = standing.organization_id and presence.person_id = standing.person_id and presence.node = ${node}
    `.execute(tx),
  )
}
