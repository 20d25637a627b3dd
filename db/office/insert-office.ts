import type { OrganizationId, RoomId, SpaceId } from '@atrium/shared/ids.ts'
import type { SpaceView } from '@atrium/shared/space/views.ts'
import { jsonb } from '../json.ts'
import type { Tx } from '../transaction.ts'
import { TEMPLATES, type TemplateName } from './office-map.ts'

interface NewOffice {
  organizationId: OrganizationId
  spaceId: SpaceId
  /** As many as the template has rooms, in their order. */
  roomIds: RoomId[]
  name: string
  /** Among the organization's spaces. */
  position?: number
  template?: TemplateName
}

/** Lays out a space of an organization, so that there is somewhere to walk. */
export async function insertOffice(tx: Tx, office: NewOffice): Promise<SpaceView> {
  const { organizationId, spaceId, roomIds, name, position = 0, template = 'office' } = office
  const { map, rooms: planned } = TEMPLATES[template]
  const rooms = planned.map((room, index) => ({ ...room, id: roomIds[index]! }))
  await tx
    .insertInto('space')
    .values({ organization_id: organizationId, id: spaceId, name, position, map: jsonb(map) as never })
    .execute()
  if (rooms.length > 0) {
    await tx
      .insertInto('room')
      .values(rooms.map((room) => ({ ...room, organization_id: organizationId, space_id: spaceId })))
      .execute()
  }
  const views = rooms.map((room) => ({ ...room, spaceId, locked: false }))
  return { id: spaceId, name, position, map, rooms: views, rev: 1 }
}
