import { setTimeout as sleep } from 'node:timers/promises'
import type { ChangeFeed, Scenes } from '../infra/live.ts'
import type { Services } from '../infra/services.ts'
import { expireKnocks } from './expire-knocks.ts'
import { expireStatuses } from './expire-statuses.ts'
import { followMaps, refreshMaps } from './follow-maps.ts'
import { followScenes } from './follow-scenes.ts'
import { keepPresence } from './keep-presence.ts'
import { meetOtherNodes, readScenes } from './meet-other-nodes.ts'
import { sweepPresence } from './sweep-presence.ts'

const EVERY_MS = 2_000

interface PresenceParts {
  services: Services
  scenes: Scenes
  feed: Pick<ChangeFeed, 'onHandedOut'>
  everyMs?: number
}

/**
 * Writes down what happens in this node's scenes, keeps its people present, sees off those of nodes that have gone, and takes back what people have said for a time, and knocks that nobody has answered.
 * Stopped before the scenes are, it hears no more of whom they see off: stop it after them.
 */
export function startPresence({ services, scenes, feed, everyMs = EVERY_MS }: PresenceParts): { stop(): Promise<void> } {
  const { db, clock, logger } = services
  const stopping = new AbortController()
  scenes.listen(followScenes({ services, scenes }))
  const unfollow = followMaps(feed, scenes)
  const part = meetOtherNodes({ services, scenes, feed })
  const turn = async () => {
    await keepPresence(db, { scenes, nowMs: clock.now() })
    await sweepPresence(services, clock.now())
    await expireStatuses(services, clock.now())
    await expireKnocks(services, clock.now())
    await refreshMaps(services, scenes)
    await readScenes(services, scenes)
  }
  const run = async () => {
    while (!stopping.signal.aborted) {
      await turn().catch((error: unknown) => logger.warn({ err: error }, 'presence was not kept; it is tried again'))
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    stop() {
      stopping.abort()
      unfollow()
      part()
      return running
    },
  }
}
