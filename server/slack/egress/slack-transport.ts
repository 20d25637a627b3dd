import type { InstallationId } from '@atrium/shared/ids.ts'
import type { ClaimedDelivery, Look, Outcome, Transport } from '../../infra/deliveries/transport.ts'
import type { SlackServices } from '../slack-services.ts'
import { SlackCallError } from '../slack-api.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { readPostContext, type PostContext, type PostScope } from './egress.queries.ts'
import { NOT_CONNECTED, SENDER_CANNOT_POST } from './egress.rules.ts'
import { findPost } from './find-post.ts'
import { postPayload, type PostPayload } from './post-payload.ts'
import { sendPost } from './send-post.ts'
import { settlePost } from './settle-post.ts'
import { createWorkspaceUrls, type WorkspaceUrls } from './workspace-urls.ts'

/** One post at hand, with everything it needs. */
export interface Posting {
  services: SlackServices
  scope: PostScope
  delivery: ClaimedDelivery
  payload: PostPayload
  context: PostContext
  token: string
}

/** Slack takes about one message per second and channel; above that it may lose some. */
const LANE_INTERVAL_MS = 1_000
/** Longer than our own calls are waited for. */
const CALL_MS = 16_000
/** Time for the echo, which is cheaper than a look into the history. */
const LOOK_AFTER_MS = 1_500

export const UNLINKED = 'unlinked before it went out'

export function createSlackTransport(
  services: SlackServices,
  { lookAfterMs = LOOK_AFTER_MS }: { lookAfterMs?: number | undefined } = {},
): Transport {
  const urls = createWorkspaceUrls(services)
  return {
    name: 'slack',
    laneIntervalMs: LANE_INTERVAL_MS,
    lookAfterMs,
    callMs: CALL_MS,
    send: (delivery) => send(services, delivery, urls),
    reconcile: (delivery) => reconcile(services, delivery, urls),
    settled: (tx, delivery, outcome) =>
      settlePost(tx, { delivery, payload: postPayload.parse(delivery.payload), outcome, nowMs: services.clock.now() }),
  }
}

async function send(services: SlackServices, delivery: ClaimedDelivery, urls: WorkspaceUrls): Promise<Outcome> {
  const posting = await preparePosting(services, delivery)
  return 'token' in posting ? sendPost(posting, urls) : posting
}

async function reconcile(services: SlackServices, delivery: ClaimedDelivery, urls: WorkspaceUrls): Promise<Look> {
  const posting = await preparePosting(services, delivery)
  if ('token' in posting) return findPost(posting, urls)
  if (posting.kind === 'blocked') return posting
  if (posting.kind === 'dropped') return { kind: 'lost', reason: posting.reason }
  return { kind: 'unclear', reason: posting.reason, afterMs: posting.afterMs, gate: posting.gate }
}

type Hindrance = Extract<Outcome, { kind: 'blocked' | 'dropped' | 'retry' }>

/** Looks at the last moment whether it may go out at all: people unlink and workspaces are disconnected while it waits. */
async function preparePosting(services: SlackServices, delivery: ClaimedDelivery): Promise<Posting | Hindrance> {
  const payload = postPayload.parse(delivery.payload)
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
