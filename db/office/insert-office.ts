import type { OrganizationId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { jsonb } from '../json.ts'
import type { Tx } from '../transaction.ts'
import { OFFICE_MAP, OFFICE_ROOMS } from './office-map.ts'

interface NewOffice {
  organizationId: OrganizationId
  spaceId: SpaceId
  /** As many as there are rooms, in their order. */
  roomIds: RoomId[]
  name: string
  /** Among the organization's spaces. */
  position?: number
}

/** Furnishes the first space of an organization, so that there is somewhere to walk. */
export async function insertOffice(tx: Tx, { organizationId, spaceId, roomIds, name, position = 0 }: NewOffice): Promise<SpaceView> {
  const rooms = OFFICE_ROOMS.map((room, index) => ({ ...room, id: roomIds[index]! }))
  await tx
    .insertInto('space')
    .values({ organization_id: organizationId, id: spaceId, name, position, map: jsonb(OFFICE_MAP) as never })
    .execute()
  await tx
    .insertInto('room')
    .values(rooms.map((room) => ({ ...room, organization_id: organizationId, space_id: spaceId })))
    .execute()
  const views = rooms.map((room) => ({ ...room, spaceId, locked: false }))
  return { id: spaceId, name, position, map: OFFICE_MAP, rooms: views, rev: 1 }
}
