import { inOrganization } from '@atrium/db/transaction.ts'
import { startRounds } from '../../infra/rounds.ts'
import type { SlackServices } from '../slack-services.ts'
import { lookUpChannel } from './look-up-channel.ts'
import { claimLookups, listLookupOrganizations } from './lookup.queries.ts'

const BATCH = 20

/** One round over the channels that are to be asked for. @returns how many are known now */
export async function lookUpChannels(services: SlackServices): Promise<number> {
  let known = 0
  for (const organizationId of await listLookupOrganizations(services.db, services.clock.now())) {
    const nowMs = services.clock.now()
    const due = await inOrganization(services.db, organizationId, (tx) => claimLookups(tx, organizationId, { nowMs, limit: BATCH }))
    for (const channel of due) {
      const isKnown = await lookUpChannel(services, channel).catch((error: unknown) => {
        services.logger.warn({ err: error, ...channel }, 'a Slack channel could not be looked up')
        return false
      })
      if (isKnown) known += 1
    }
  }
  return known
}

/** Asks about channels until it is told to stop. */
export function startLookupWorker(services: SlackServices, everyMs = 1_000): { stop(): Promise<void> } {
  return startRounds(() => lookUpChannels(services), {
    everyMs,
    failed: (error) => services.logger.warn({ err: error }, 'Slack channels could not be looked up'),
  })
}
