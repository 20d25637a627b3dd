import { setTimeout as sleep } from 'node:timers/promises'
import type { Services } from '../infra/services.ts'
import { MOST_DUE, settleDue } from './settle-due.ts'

const EVERY_MS = 1_000

/** Looks, again and again, for conversations at which time does something. */
export function startSettling(services: Services, { everyMs = EVERY_MS }: { everyMs?: number } = {}): { stop(): Promise<void> } {
  const { clock, logger } = services
  const stopping = new AbortController()
  const turn = async () => {
    // What is left over is due already.
    while ((await settleDue(services, clock.now())) === MOST_DUE && !stopping.signal.aborted);
  }
  const run = async () => {
    while (!stopping.signal.aborted) {
      await turn().catch((error: unknown) => logger.warn({ err: error }, 'conversations were not settled; it is tried again'))
      await sleep(everyMs, undefined, { signal: stopping.signal }).catch(() => {})
    }
  }
  const running = run()
  return {
    stop() {
      stopping.abort()
      return running
    },
  }
}
