import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { RoomPlan } from '@atrium/shared/space/map-plan.ts'
import type { ArchivedSpaceView, SpaceMap, SpaceMemberView, SpaceView } from '@atrium/shared/space/views.ts'
import { presentSpace, presentSpaceMember, type RoomRow } from './present-space.ts'

const SPACE_COLUMNS = ['id', 'name', 'position', 'map', 'rev'] as const
const ROOM_COLUMNS = ['id', 'space_id', 'name', 'x', 'y', 'width', 'height', 'capacity', 'floor', 'locked'] as const

/** In the order in which they are listed; `only` narrows it to one. Without those that are archived, and rooms that were removed. */
export async function readSpaces(tx: Tx, organizationId: OrganizationId, only?: SpaceId): Promise<SpaceView[]> {
  const spaces = await tx
    .selectFrom('space')
    .select(SPACE_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('archived_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('id', '=', only!))
    .orderBy('position')
    .orderBy('id')
    .execute()
  const rooms = await tx
    .selectFrom('room')
    .select(ROOM_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .$if(only !== undefined, (query) => query.where('space_id', '=', only!))
    .orderBy('name')
    .orderBy('id')
    .execute()
  const bySpace = Map.groupBy(rooms, (room: RoomRow) => room.space_id)
  return spaces.map((space) => presentSpace(space, bySpace.get(space.id) ?? []))
}

export async function findSpace(tx: Tx, organizationId: OrganizationId, id: SpaceId): Promise<SpaceView | undefined> {
  const [space] = await readSpaces(tx, organizationId, id)
  return space
}

/** Of the spaces that are not archived. */
export async function readRevisions(tx: Tx, organizationId: OrganizationId): Promise<Map<SpaceId, number>> {
  const rows = await tx
    .selectFrom('space')
    .select(['id', 'rev'])
    .where('organization_id', '=', organizationId)
    .where('archived_at', 'is', null)
    .execute()
  return new Map(rows.map(({ id, rev }) => [id as SpaceId, rev]))
}

/** The last archived first. */
export async function findArchivedSpaces(tx: Tx, organizationId: OrganizationId): Promise<ArchivedSpaceView[]> {
  const rows = await tx
    .selectFrom('space')
    .select(['id', 'name', 'archived_at'])
    .where('organization_id', '=', organizationId)
    .where('archived_at', 'is not', null)
    .orderBy('archived_at', 'desc')
    .execute()
  return rows.map(({ id, name, archived_at }) => ({ id: id as SpaceId, name, archivedAt: archived_at?.getTime() ?? 0 }))
}

export async function spaceOfRoom(tx: Tx, organizationId: OrganizationId, roomId: RoomId): Promise<SpaceId | undefined> {
  const row = await tx
    .selectFrom('room')
    .select('space_id')
    .where('organization_id', '=', organizationId)
    .where('removed_at', 'is', null)
    .where('id', '=', roomId)
    .executeTakeFirst()
  return row?.space_id as SpaceId | undefined
}

export async function nextPosition(tx: Tx, organizationId: OrganizationId): Promise<number> {
  const row = await tx
    .selectFrom('space')
    .select(sql<number>`coalesce(max(position) + 1, 0)`.as('position'))
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return row.position
}

/** Something of the space has changed, or a room's lock: its revision rises. */
export async function reviseSpace(
  tx: Tx,
  key: { organizationId: OrganizationId; id: SpaceId },
  { map, ...patch }: { name?: string; map?: SpaceMap; archived_at?: Date | null } = {},
): Promise<void> {
  await tx
    .updateTable('space')
    .set({ ...patch, ...(map ? { map: jsonb(map) as never } : {}), rev: sql`rev + 1` })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
    .execute()
}

/** A room that is new, or was removed from this space before. @returns which; null when its id is taken. */
export async function insertRoom(
  tx: Tx,
  { organizationId, spaceId }: { organizationId: OrganizationId; spaceId: SpaceId },
  room: RoomPlan,
): Promise<'new' | 'back' | null> {
  const { name, capacity, floor, x, y, width, height } = room
  const row = await tx
    .insertInto('room')
    .values({ organization_id: organizationId, space_id: spaceId, ...room })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'id'])
        .doUpdateSet({ name, capacity, floor, x, y, width, height, locked: false, removed_at: null })
        .where('room.space_id', '=', spaceId)
        .where('room.removed_at', 'is not', null),
    )
    .returning(sql<boolean>`xmax = 0`.as('is_new'))
    .executeTakeFirst()
  return row ? (row.is_new ? 'new' : 'back') : null
}

export async function updateRoom(tx: Tx, organizationId: OrganizationId, { id, ...looks }: RoomPlan): Promise<void> {
  await tx.updateTable('room').set(looks).where('organization_id', '=', organizationId).where('id', '=', id).execute()
}

/** Its row stays, so that it can come back with its chat; its lock goes. */
export async function removeRoom(tx: Tx, organizationId: OrganizationId, { id, at }: { id: RoomId; at: Date }): Promise<void> {
  await tx
    .updateTable('room')
    .set({ removed_at: at, locked: false })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute()
}

/** @returns false when it was so already. */
export async function updateRoomLock(
  tx: Tx,
  organizationId: OrganizationId,
  { roomId, locked }: { roomId: RoomId; locked: boolean },
): Promise<boolean> {
  const changed = await tx
    .updateTable('room')
    .set({ locked })
    .where('organization_id', '=', organizationId)
    .where('id', '=', roomId)
    .where('locked', '<>', locked)
    .returning('id')
    .executeTakeFirst()
  return changed !== undefined
}

export async function readSpaceMembers(tx: Tx, organizationId: OrganizationId, spaceId: SpaceId): Promise<SpaceMemberView[]> {
  const rows = await tx
    .selectFrom('space_member')
    .select(['member_id', 'role'])
    .where('organization_id', '=', organizationId)
    .where('space_id', '=', spaceId)
    .orderBy('member_id')
    .execute()
  return rows.map(presentSpaceMember)
}
