import { asWorker, inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { startRounds } from '../../infra/rounds.ts'
import type { SlackServices } from '../slack-services.ts'
import { lookAtStatus } from './look-at-status.ts'
import { showPlace } from './show-place.ts'
import { claimLooks, claimPlaces, organizationsWithDue } from './status.queries.ts'

/** Of each kind, organization and round: with a round every two seconds, less than the fifty a minute that Slack allows a workspace. */
const AT_ONCE = 1

/** One round over what members say of themselves in Slack, and what we say there for them. */
export async function followStatuses(services: SlackServices, { atOnce = AT_ONCE } = {}): Promise<void> {
  const organizations = await asWorker(services.db, (tx) => organizationsWithDue(tx, services.clock.now()))
  for (const organizationId of organizations) {
    const claiming = { nowMs: services.clock.now(), limit: atOnce }
    const looks = await inOrganization(services.db, organizationId, (tx) => claimLooks(tx, organizationId, claiming))
    const places = await inOrganization(services.db, organizationId, (tx) => claimPlaces(tx, organizationId, claiming))
    for (const link of looks) await lookAtStatus(services, link).catch(failed(services, organizationId))
    for (const place of places) await showPlace(services, place).catch(failed(services, organizationId))
  }
}

function failed({ logger }: SlackServices, organizationId: OrganizationId): (error: unknown) => void {
  return (error) => logger.warn({ err: error, organizationId }, "a member's Slack status could not be followed")
}

/** Follows them until it is told to stop. */
export function startStatusWorker(services: SlackServices, everyMs = 2_000): { stop(): Promise<void> } {
  return startRounds(() => followStatuses(services), {
    everyMs,
    failed: (error) => services.logger.warn({ err: error }, 'Slack statuses could not be followed'),
  })
}
