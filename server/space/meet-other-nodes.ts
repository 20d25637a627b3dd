import { inOrganization } from '@atrium/db/transaction.ts'
import type { SpaceId } from '@atrium/shared/ids.ts'
import type { ChangePayloads } from '@atrium/shared/realtime/change.ts'
import type { CommittedChange } from '../infra/bus.ts'
import type { ChangeFeed, SceneKey, Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { noteShakenOff } from './gesture-limits.ts'
import { presenceInSpace } from './presence.queries.ts'
import { presentPresence } from './present-space.ts'

interface Meeting {
  services: Pick<Services, 'db' | 'bus' | 'logger'>
  scenes: Scenes
  feed: Pick<ChangeFeed, 'onHandedOut'>
}

/** Changes that come together are read of once. */
const SOON_MS = 40

/**
 * The scenes of this node show whom other nodes hold: who they are is read as often as the feed tells of somebody, and where they walk the
 * other nodes tell. @returns stops. Does nothing for a node that is alone.
 */
export function meetOtherNodes({ services, scenes, feed }: Meeting): () => void {
  const { bus, logger } = services
  if (!bus.reachesOthers) return () => {}
  const due = new Map<string, SceneKey>()
  let timer: NodeJS.Timeout | null = null
  const readDue = () => {
    timer = null
    const spaces = [...due.values()]
    due.clear()
    readScenes(services, scenes, spaces).catch((error: unknown) => logger.warn({ err: error }, 'who is on other nodes could not be read'))
  }
  const stops = [
    bus.onSceneNews((news) => {
      if (news.what.kind === 'shakenOff') {
        const { follower, by } = news.what
        void noteShakenOff(follower, { organizationId: news.organizationId, personId: by })
      } else scenes.hear(news)
    }),
    feed.onHandedOut((organizationId, changes) => {
      for (const spaceId of spacesOf(changes)) due.set(spaceId, { organizationId, spaceId })
      if (due.size > 0) timer ??= setTimeout(readDue, SOON_MS)
    }),
  ]
  return () => {
    if (timer) clearTimeout(timer)
    stops.forEach((stop) => stop())
  }
}

/** Of the spaces that somebody is in on this node: who is in them, by the rows. */
export async function readScenes(
  { db, bus }: Pick<Services, 'db' | 'bus'>,
  scenes: Scenes,
  spaces: readonly SceneKey[] = scenes.floors(),
): Promise<void> {
  if (!bus.reachesOthers) return
  for (const { organizationId, spaceId } of spaces) {
    const readAtMs = scenes.now()
    const rows = await inOrganization(db, organizationId, (tx) => presenceInSpace(tx, organizationId, spaceId))
    const people = rows.map((row) => {
      const { person, slot, x, y, roomId, groupId, hidden } = presentPresence(row)
      return { personId: person.id, slot, x, y, roomId, groupId, hidden, isElsewhere: row.node !== scenes.node }
    })
    // The same one on every node, whoever asks.
    const decidesGroups = rows.every(({ node }) => scenes.node <= node)
    scenes.takeWritten({ organizationId, spaceId }, { people, decidesGroups, readAtMs })
  }
}

function spacesOf(changes: readonly CommittedChange[]): Set<SpaceId> {
  const spaces = new Set<SpaceId>()
  for (const { kind, payload } of changes) {
    if (kind === 'space.presenceChanged') spaces.add((JSON.parse(payload) as ChangePayloads['space.presenceChanged']).presence.spaceId)
    if (kind === 'space.presenceLeft') spaces.add((JSON.parse(payload) as ChangePayloads['space.presenceLeft']).spaceId)
  }
  return spaces
}
