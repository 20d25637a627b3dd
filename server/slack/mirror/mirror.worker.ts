import type { Services } from '../../infra/services.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { followFeeds, type FeedWorker, type Followed } from './follow-feed.ts'
import { mirrorChanges } from './mirror-changes.ts'
import { mayBeMirrored } from './mirrored-change.rules.ts'

interface MirrorWorkerOptions {
  services: Pick<Services, 'db' | 'bus' | 'clock' | 'logger'>
  /** The safety net under the hints. */
  pollMs?: number
}

/** Follows every organization's feed and owes to Slack what follows from it. Any number of nodes may run one. */
export function createMirrorWorker({ services, pollMs = 1_000 }: MirrorWorkerOptions): FeedWorker {
  const { logger } = services
  const follow = (tx: Tx, of: Followed) => mirrorChanges(tx, { ...of, logger })
  return followFeeds({ services, concerns: mayBeMirrored, follow, pollMs, quietMs: 20 })
}
