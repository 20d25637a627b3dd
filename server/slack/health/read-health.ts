import type { Db } from '@atrium/db/connect.ts'
import { snapshotOf } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlackHealthView } from '@atrium/shared/slack/views.ts'
import { blockedReasons } from '../../infra/deliveries/gates.ts'
import { findAppRow } from '../install/app.queries.ts'
import { findInstallation } from '../install/installation.queries.ts'
import { listLackingGrants } from '../link/link.queries.ts'
import { presentInstallation } from '../present-slack.ts'
import { readLastError, readQueue, readUnapplied } from './health.queries.ts'

/** How an installation is doing at this moment, at one point in time (SL10). Asks Slack nothing. @throws not_found */
export function readHealth(db: Db, { organizationId }: MemberActor, installationId: InstallationId): Promise<SlackHealthView> {
  return snapshotOf(db, organizationId, async (tx) => {
    const row = await findInstallation(tx, organizationId, installationId)
    const app = row && (await findAppRow(tx, organizationId, row.slack_app_id))
    if (!row || !app) throw new AtriumError('not_found')
    const key = { organizationId, installationId }
    const queue = await readQueue(tx, key)
    const events = await readUnapplied(tx, key)
    const error = await readLastError(tx, key)
    const lacking = await listLackingGrants(tx, organizationId, installationId)
    const blocked = (await blockedReasons(tx, { organizationId, scopeIds: [installationId] })).get(installationId) ?? null
    const { state, lastEventAt, missingScopes } = presentInstallation(row)
    return {
      mode: app.mode as SlackHealthView['mode'],
      state,
      lastEventAt,
      lastEventLagMs: row.last_event_lag_ms,
      waitingEvents: events.waiting,
      deadEvents: events.dead,
      queuedDeliveries: queue.queued,
      oldestQueuedAt: queue.oldest_queued_at?.getTime() ?? null,
      unknownLanes: queue.unknown_lanes,
      blockedLanes: blocked === null ? 0 : queue.waiting_lanes,
      blockedReason: blocked,
      lastError: error ? { at: error.at.getTime(), text: error.text } : null,
      missingScopes,
      membersLackingScopes: lacking.length,
    }
  })
}
