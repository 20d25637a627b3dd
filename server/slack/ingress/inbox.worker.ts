import { asWorker } from '@atrium/db/transaction.ts'
import type { SlackServices } from '../slack-services.ts'
import { listDueEvents } from './inbox.queries.ts'
import { retryEvent } from './retry-event.ts'

const BATCH = 50

/** One round over the events that are due. @returns how many there were */
export async function retryDueEvents(services: SlackServices): Promise<number> {
  const due = await asWorker(services.db, (tx) => listDueEvents(tx, { now: new Date(services.clock.now()), limit: BATCH }))
  for (const pending of due) await retryEvent(services, pending)
  return due.length
}

/** Tries again what could not be applied, until it is told to stop. */
export function startInboxWorker(services: SlackServices, everyMs = 500): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const running = (async () => {
    while (!stopping.signal.aborted) {
      const count = await retryDueEvents(services).catch((error: unknown) => {
        services.logger.error({ err: error }, 'Slack events could not be tried again')
        return 0
      })
      if (count < BATCH) await pause(everyMs, stopping.signal)
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}

function pause(ms: number, signal: AbortSignal): Promise<void> {
  return new Promise((resolve) => {
    const timer = setTimeout(resolve, ms)
    signal.addEventListener('abort', () => {
      clearTimeout(timer)
      resolve()
    })
  })
}
