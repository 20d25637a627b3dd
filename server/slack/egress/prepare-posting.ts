import type { InstallationId } from '@atrium/shared/ids.ts'
import type { ClaimedDelivery, Outcome } from '../../infra/deliveries/transport.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import { UNLINKED } from './author-gone.ts'
import { readPostContext } from './egress.queries.ts'
import { NOT_CONNECTED, SENDER_CANNOT_POST } from './egress.rules.ts'
import type { Addressed } from './post-payload.ts'
import type { Posting } from './slack-transport.ts'

type Hindrance = Extract<Outcome, { kind: 'blocked' | 'dropped' | 'retry' }>

/** Looks at the last moment whether it may go out at all: people unlink and workspaces are disconnected while it waits. */
export async function preparePosting<Payload extends Pick<Addressed, 'as' | 'linked'>>(
  services: SlackServices,
  delivery: ClaimedDelivery,
  payload: Payload,
): Promise<Posting<Payload> | Hindrance> {
  const scope = { organizationId: delivery.organizationId, installationId: delivery.scopeId as InstallationId }
  const context = await readPostContext(services.db, scope, { payload, laneKey: delivery.laneKey })
  if (payload.linked.some((slackUserId) => !context.linked.includes(slackUserId))) return { kind: 'dropped', reason: UNLINKED }
  if (!context.active) return { kind: 'blocked', reason: NOT_CONNECTED }
  const missing: Hindrance =
    payload.as.kind === 'app' ? { kind: 'blocked', reason: NOT_CONNECTED } : { kind: 'dropped', reason: SENDER_CANNOT_POST }
  if (context.tokenOwner === null) return missing
  try {
    const token = await slackTokenOf(services, { organizationId: scope.organizationId, owner: context.tokenOwner, reader: 'slack-egress' })
    return token === null ? missing : { services, scope, delivery, payload, context, token }
  } catch (error) {
    // Renewing a token that has ended is a call too.
    if (!(error instanceof SlackCallError)) throw error
    if (error.failure.kind === 'dead_token' || error.failure.kind === 'refused') return missing
    return { kind: 'retry', reason: 'Slack did not renew the token yet.', afterMs: null, gate: null }
  }
}
