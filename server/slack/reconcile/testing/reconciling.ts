import { retryDueEvents } from '../../ingress/inbox.worker.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import type { ConnectedOffice, SlackScene } from '../../testing/slack-scene.ts'
import { lookIntoHistory, type Look } from '../look-into-history.ts'
import type { Pace } from '../reconcile.rules.ts'
import { syncTargets } from '../sync-targets.queries.ts'
import { wakeAll } from '../wake-reconcile.ts'

/** More than any test asks for. */
export const GENEROUS: Pace = { perMinute: 100_000, page: 40 }

/** The server's clock and Slack's, moved together. */
export function useMovedClock(scene: SlackScene): { advance(ms: number): Promise<void> } {
  let aheadMs = 0
  scene.services.clock = { now: () => Date.now() + aheadMs }
  return {
    async advance(ms) {
      aheadMs += ms
      await scene.control.clock.advance({ ms })
    },
  }
}

/** As a server does that starts: everything is due, and compared until nothing is left that may be done now. */
export async function reconcile(scene: SlackScene, office: ConnectedOffice, pace: Pace = GENEROUS): Promise<Look> {
  await syncNow(scene, office)
  await wakeAll(scene.services.db, scene.services.clock.now())
  return lookUntilIdle(scene, office, pace)
}

export function syncNow({ services }: SlackScene, { organizationId }: ConnectedOffice): Promise<void> {
  return commitInOrganization(services, organizationId, (tx) => syncTargets(tx, { organizationId, nowMs: services.clock.now() }))
}

/** What is kept is tried again after that, and looked for once more where it asks for it. */
export async function lookUntilIdle(scene: SlackScene, office: ConnectedOffice, pace: Pace = GENEROUS): Promise<Look> {
  const idle = await lookWhileDue(scene, office, pace)
  return (await retryDueEvents(scene.services)) > 0 ? lookWhileDue(scene, office, pace) : idle
}

async function lookWhileDue(scene: SlackScene, office: ConnectedOffice, pace: Pace): Promise<Look> {
  for (let looks = 0; looks < 5_000; looks += 1) {
    const look = await lookIntoHistory(scene.services, office, pace)
    if (look.kind !== 'looked') return look
  }
  throw new Error('it looks and looks')
}
