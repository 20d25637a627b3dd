import { jsonb } from '@atrium/db/json.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type OrganizationId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import type { SpaceMap } from '@atrium/shared/space/views.ts'
import type { Services } from '../../infra/services.ts'

export interface TestSpace {
  id: SpaceId
  /** 320 × 320, at the right of the map. */
  library: RoomId
  /** 320 × 320, below the library. */
  studio: RoomId
  map: SpaceMap
}

/** 1280 × 960 with nothing in the way. */
export const OPEN_MAP: SpaceMap = { width: 1280, height: 960, spawn: { x: 200, y: 200 }, walls: [], doors: [], furniture: [], portals: [] }

interface SpaceOptions {
  name?: string
  map?: SpaceMap
  /** Of the library. */
  capacity?: number | null
  locked?: boolean
}

/** Rows as the use case leaves them, without the changes in the feed. */
export async function aSpace(services: Services, organizationId: OrganizationId, options: SpaceOptions = {}): Promise<TestSpace> {
  const { name = 'First floor', map = OPEN_MAP, capacity = null, locked = false } = options
  const [id, library, studio] = [newId<SpaceId>(), newId<RoomId>(), newId<RoomId>()]
  await inOrganization(services.db, organizationId, async (tx) => {
    await tx
      .insertInto('space')
      .values({ organization_id: organizationId, id, name, map: jsonb(map) as never })
      .execute()
    const place = { organization_id: organizationId, space_id: id, x: 900, width: 320, height: 320 }
    await tx
      .insertInto('room')
      .values([
        { ...place, id: library, name: 'Library', y: 64, capacity, locked },
        { ...place, id: studio, name: 'Studio', y: 480, capacity: null, locked: false },
      ])
      .execute()
  })
  return { id, library, studio, map }
}
