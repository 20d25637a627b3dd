import type { SpaceId } from '@atrium/shared/ids.ts'
import type { SceneListeners, Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { isArriving } from './arrivals.ts'
import { changeGroups } from './change-groups.ts'
import { changeRoom } from './change-room.ts'
import { leaveSpace } from './leave-space.ts'

interface Followed {
  services: Pick<Services, 'db' | 'bus'>
  scenes: Scenes
}

/** What the scenes of a node see happen, written down: rooms that were walked into, people whose last tab has closed. */
export function followScenes({ services, scenes }: Followed): SceneListeners {
  return {
    async onRoom(person, place) {
      const change = await commitInOrganization(services, person.organizationId, (tx) => changeRoom(tx, person, place))
      return 'entered' in change ? 'entered' : 'refused'
    },
    async onGroups({ organizationId, spaceId }, changes) {
      await commitInOrganization(services, organizationId, (tx) => changeGroups(tx, { organizationId, spaceId }, changes))
    },
    ...(services.bus.reachesOthers && { onNews: (news) => services.bus.sceneNews(news) }),
    async onGone(person, place) {
      const { organizationId, personId } = person
      // Another node has taken them in meanwhile, or they are coming back to this one.
      const stays = (seat: { node: string; spaceId: SpaceId }) =>
        seat.node !== scenes.node || seat.spaceId !== person.spaceId || isArriving(scenes, person) || scenes.positionOf(person) !== null
      await commitInOrganization(services, organizationId, (tx) => leaveSpace(tx, { organizationId, personId, place, stays }))
    },
  }
}
