import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { NewDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import type { ClaimedDelivery, Look, Outcome } from '../../infra/deliveries/transport.ts'
import { SlackCallError } from '../slack-api.ts'
import { outcomeOfFailure } from './egress.rules.ts'
import { EPHEMERAL_OPERATION, type EphemeralPayload } from './ephemeral-payload.ts'
import { suspend } from './settle-posts.ts'
import type { Posting } from './slack-transport.ts'

/** @param text mrkdwn; whatever a person typed in it has to be escaped */
export function ephemeralDelivery(of: {
  organizationId: OrganizationId
  installationId: InstallationId
  channelId: string
  threadTs: string | null
  slackUserId: string
  text: string
  nowMs: number
}): NewDelivery {
  const { organizationId, installationId, channelId, threadTs, slackUserId, text, nowMs } = of
  const as = { kind: 'app' as const, username: null, iconUrl: null }
  const payload: EphemeralPayload = { as, linked: [], to: { channelId, threadTs }, slackUserId, text }
  const lane = { organizationId, transport: 'slack', scopeId: installationId, laneKey: channelId }
  return { ...lane, operation: EPHEMERAL_OPERATION, payload, entityKind: null, entityId: null, nowMs }
}

export async function sendEphemeral({ services, token, payload, context }: Posting<EphemeralPayload>): Promise<Outcome> {
  const { to, slackUserId: user, text } = payload
  const channel = context.movedTo ?? to.channelId
  try {
    const answer = await services.slackApi.call(token, (client) =>
      client.chat.postEphemeral({ channel, user, text, ...(to.threadTs === null ? {} : { thread_ts: to.threadTs }) }),
    )
    return { kind: 'sent', result: { channel, ts: answer.message_ts ?? null } }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    return outcomeOfFailure(error.failure, { method: EPHEMERAL_OPERATION, owner: 'app', repeatable: false })
  }
}

export function lookForEphemeral(): Promise<Look> {
  return Promise.resolve({ kind: 'lost', reason: 'Slack did not answer.' })
}

export async function settleEphemeral(
  tx: Tx,
  { delivery, outcome, nowMs }: { delivery: ClaimedDelivery; outcome: Outcome; nowMs: number },
): Promise<void> {
  if (outcome.kind !== 'blocked') return
  const scope = { organizationId: delivery.organizationId, installationId: delivery.scopeId as InstallationId }
  await suspend(tx, scope, { reason: outcome.reason, nowMs })
}
