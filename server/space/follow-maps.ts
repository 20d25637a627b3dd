import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { ChangePayloads } from '@atrium/shared/realtime/change.ts'
import type { CommittedChange } from '../infra/bus.ts'
import type { ChangeFeed, Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { findSpace, readRevisions } from './spaces.queries.ts'

/** The scenes of this node walk on the map as it is now, whichever node edited it. @returns stops. */
export function followMaps(feed: Pick<ChangeFeed, 'onHandedOut'>, scenes: Scenes): () => void {
  return feed.onHandedOut((organizationId, changes) => changes.forEach((change) => takeMap(scenes, organizationId, change)))
}

/** What has become of a space, as the feed tells it. */
export function takeMap(scenes: Scenes, organizationId: OrganizationId, { kind, payload }: CommittedChange): void {
  if (kind === 'space.spaceChanged') {
    const { space } = JSON.parse(payload) as ChangePayloads['space.spaceChanged']
    scenes.setMap({ organizationId, spaceId: space.id }, space)
  }
  if (kind === 'space.spaceArchived') {
    const { spaceId } = JSON.parse(payload) as ChangePayloads['space.spaceArchived']
    scenes.dismiss({ organizationId, spaceId })
  }
}

/** What the feed has not told this node, because somebody came in while it was told, or nobody here followed it. */
export async function refreshMaps({ db }: Pick<Services, 'db'>, scenes: Scenes): Promise<void> {
  for (const [organizationId, floors] of Map.groupBy(scenes.floors(), (floor) => floor.organizationId)) {
    const revisions = await inOrganization(db, organizationId, (tx) => readRevisions(tx, organizationId))
    for (const { spaceId, rev } of floors) {
      if ((revisions.get(spaceId) ?? 0) <= rev) continue
      const space = await inOrganization(db, organizationId, (tx) => findSpace(tx, organizationId, spaceId))
      if (space) scenes.setMap({ organizationId, spaceId }, space)
    }
  }
}
