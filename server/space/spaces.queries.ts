import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { SpaceMemberView, SpaceView } from '@atrium/shared/space/views.ts'
import { presentSpace, presentSpaceMember, type RoomRow } from './present-space.ts'

const SPACE_COLUMNS = ['id', 'name', 'position', 'map', 'rev'] as const
const ROOM_COLUMNS = ['id', 'space_id', 'name', 'x', 'y', 'width', 'height', 'capacity', 'locked'] as const

/** In the order in which they are listed; `only` narrows it to one. */
export async function readSpaces(tx: Tx, organizationId: OrganizationId, only?: SpaceId): Promise<SpaceView[]> {
  const spaces = await tx
    .selectFrom('space')
    .select(SPACE_COLUMNS)
    .where('organization_id', '=', organizationId)
    .$if(only !== undefined, (query) => query.where('id', '=', only!))
    .orderBy('position')
    .orderBy('id')
    .execute()
  const rooms = await tx
    .selectFrom('room')
    .select(ROOM_COLUMNS)
    .where('organization_id', '=', organizationId)
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

export async function spaceOfRoom(tx: Tx, organizationId: OrganizationId, roomId: RoomId): Promise<SpaceId | undefined> {
  const row = await tx
    .selectFrom('room')
    .select('space_id')
    .where('organization_id', '=', organizationId)
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

/** Something of the space has changed, its name or a room's lock: its revision rises. */
export async function reviseSpace(tx: Tx, key: { organizationId: OrganizationId; id: SpaceId }, name?: string): Promise<void> {
  await tx
    .updateTable('space')
    .set({ ...(name === undefined ? {} : { name }), rev: sql`rev + 1` })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
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
