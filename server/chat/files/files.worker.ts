import { setTimeout as sleep } from 'node:timers/promises'
import type { Services } from '../../infra/services.ts'
import { sweepFiles } from './sweep-files.ts'

const EVERY_MS = 10 * 60_000

/** Keeps nothing that nobody sends. */
export function startFileSweeper(services: Services): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const run = async () => {
    while (!stopping.signal.aborted) {
      await sweepFiles(services, services.clock.now()).catch((error: unknown) =>
        services.logger.warn({ err: error }, 'files that were never sent were not removed; it is tried again'),
      )
      await sleep(EVERY_MS, undefined, { signal: stopping.signal }).catch(() => {})
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
