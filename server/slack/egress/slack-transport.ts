import type { InstallationId } from '@atrium/shared/ids.ts'
import type { ClaimedDelivery, Look, Outcome, Transport } from '../../infra/deliveries/transport.ts'
import type { SlackServices } from '../slack-services.ts'
import { SlackCallError } from '../slack-api.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { UNLINKED } from './author-gone.ts'
import { readPostContext, type PostContext, type PostScope } from './egress.queries.ts'
import { NOT_CONNECTED, SENDER_CANNOT_POST } from './egress.rules.ts'
import { findPost } from './find-post.ts'
import { postPayload, type PostPayload } from './post-payload.ts'
import { isRevision, revisionPayload } from './revision-payload.ts'
import { sendPost } from './send-post.ts'
import { sendRevision } from './send-revision.ts'
import { settlePost } from './settle-post.ts'
import { settleRevision } from './settle-revision.ts'
import { createWorkspaceUrls, type WorkspaceUrls } from './workspace-urls.ts'

/** One call at hand, with everything it needs. */
export interface Posting<Payload = PostPayload> {
  services: SlackServices
  scope: PostScope
  delivery: ClaimedDelivery
  payload: Payload
  context: PostContext
  token: string
}

/** Slack takes about one message per second and channel; above that it may lose some. */
const LANE_INTERVAL_MS = 1_000
/** Longer than our own calls are waited for. */
const CALL_MS = 16_000
/** Time for the echo, which is cheaper than a look into the history. */
const LOOK_AFTER_MS = 1_500

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
    settled(tx, delivery, outcome) {
      const settling = { delivery, outcome, nowMs: services.clock.now() }
      return isRevision(delivery.operation)
        ? settleRevision(tx, { ...settling, payload: revisionPayload.parse(delivery.payload) })
        : settlePost(tx, { ...settling, payload: postPayload.parse(delivery.payload) })
    },
  }
}

async function send(services: SlackServices, delivery: ClaimedDelivery, urls: WorkspaceUrls): Promise<Outcome> {
  if (isRevision(delivery.operation)) {
    const revising = await preparePosting(services, delivery, revisionPayload.parse(delivery.payload))
    return 'token' in revising ? sendRevision(revising, urls) : revising
  }
  const posting = await preparePosting(services, delivery, postPayload.parse(delivery.payload))
  return 'token' in posting ? sendPost(posting, urls) : posting
}

async function reconcile(services: SlackServices, delivery: ClaimedDelivery, urls: WorkspaceUrls): Promise<Look> {
  // Done twice it is done once, so there is nothing to look for.
  if (isRevision(delivery.operation)) return { kind: 'absent' }
  const posting = await preparePosting(services, delivery, postPayload.parse(delivery.payload))
  if ('token' in posting) return findPost(posting, urls)
  if (posting.kind === 'blocked') return posting
  if (posting.kind === 'dropped') return { kind: 'lost', reason: posting.reason }
  return { kind: 'unclear', reason: posting.reason, afterMs: posting.afterMs, gate: posting.gate }
}

type Hindrance = Extract<Outcome, { kind: 'blocked' | 'dropped' | 'retry' }>

/** Looks at the last moment whether it may go out at all: people unlink and workspaces are disconnected while it waits. */
async function preparePosting<Payload extends Pick<PostPayload, 'as' | 'linked'>>(
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
