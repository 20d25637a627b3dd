import { inOrganization } from '@atrium/db/transaction.ts'
import { startRounds } from '../../../infra/rounds.ts'
import type { SlackServices } from '../../slack-services.ts'
import { claimImports, listImportOrganizations } from './import.queries.ts'
import { importThread } from './import-thread.ts'

const BATCH = 10

/** One round over the threads that are to become conversations. @returns how many were looked at */
export async function importDue(services: SlackServices): Promise<number> {
  let looked = 0
  for (const organizationId of await listImportOrganizations(services.db, services.clock.now())) {
    const nowMs = services.clock.now()
    const due = await inOrganization(services.db, organizationId, (tx) => claimImports(tx, organizationId, { nowMs, limit: BATCH }))
    // Nobody waits at a request any more: the answer goes where the message is.
    for (const wanted of due) await importThread(services, wanted, () => Promise.resolve(false))
    looked += due.length
  }
  return looked
}

/** What was asked for by an emoji or a mention, and what was interrupted. */
export function startImportWorker(services: SlackServices, everyMs = 1_000): { stop(): Promise<void> } {
  return startRounds(() => importDue(services), {
    everyMs,
    failed: (error) => services.logger.warn({ err: error }, 'Slack threads could not be made conversations'),
  })
}
