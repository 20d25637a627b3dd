import { createPump } from '../../infra/deliveries/pump.ts'
import { faultPoint } from '../../infra/fault-point.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { SlackServices } from '../slack-services.ts'
import { fetchFile } from './fetch-file.ts'
import { claimFetches, extendFetch, nextFetchMs, type ClaimedFetch } from './fetch.queries.ts'
import type { FetchResult } from './fetch.rules.ts'
import { settleFetch } from './settle-fetch.ts'

export interface FetchWorkerOptions {
  /** How long a file stays with a worker that has died. Live ones renew it. */
  leaseMs?: number
  pollMs?: number
}
const AT_ONCE = 4

/** Brings here the bytes of files that came with messages from Slack. Any number of nodes may run one. */
export function startFetchWorker(
  services: SlackServices,
  { leaseMs = 15_000, pollMs = 500 }: FetchWorkerOptions = {},
): { stop(): Promise<void> } {
  const { db, logger } = services
  const underWay = new Set<Promise<void>>()
  const stopping = new AbortController()
  const pump = createPump({ work: claimAndFetch, dueMs: () => nextFetchMs(db), pollMs, logger })

  async function claimAndFetch(): Promise<{ more: boolean }> {
    const limit = AT_ONCE - underWay.size
    if (limit <= 0) return { more: false }
    const claimed = await claimFetches(db, { limit, leaseMs })
    for (const one of claimed) {
      const done = fetchAndSettle(services, one, { leaseMs, signal: stopping.signal }).finally(() => {
        underWay.delete(done)
        pump.within(0)
      })
      underWay.add(done)
    }
    return { more: false }
  }

  pump.start()
  return {
    /** What is being fetched is left for whoever comes next: it may take long. */
    async stop() {
      stopping.abort()
      await pump.stop()
      await Promise.all(underWay)
    },
  }
}

/** Never throws: what is not written down is tried again when the lease is over. */
async function fetchAndSettle(
  services: SlackServices,
  claimed: ClaimedFetch,
  { leaseMs, signal }: { leaseMs: number; signal: AbortSignal },
): Promise<void> {
  const { db, logger, clock } = services
  const of = { organizationId: claimed.organizationId, file: claimed.fileId }
  const holding = setInterval(() => {
    extendFetch(db, claimed, leaseMs).catch((error: unknown) => logger.warn({ err: error, ...of }, 'a lease was not renewed'))
  }, leaseMs / 3)
  try {
    const result = await attempt(services, claimed, signal)
    faultPoint('ingress.fetched')
    await commitInOrganization(services, claimed.organizationId, (tx) => settleFetch(tx, claimed, { result, nowMs: clock.now() }))
  } catch (error) {
    logger.error({ err: error, ...of }, 'what became of a file from Slack could not be written')
  } finally {
    clearInterval(holding)
  }
}

async function attempt(services: SlackServices, claimed: ClaimedFetch, signal: AbortSignal): Promise<FetchResult> {
  try {
    const result = await fetchFile(services, claimed, signal)
    return signal.aborted && result.kind === 'later' ? { ...result, afterMs: 0, counts: false, gate: null } : result
  } catch (error) {
    services.logger.warn({ err: error, file: claimed.fileId }, 'a file from Slack could not be fetched')
    return { kind: 'later', reason: 'Something went wrong on our side.', afterMs: null, counts: true, gate: null }
  }
}
