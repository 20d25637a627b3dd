import type { Outcome } from '../../infra/deliveries/transport.ts'
import { SlackCallError } from '../slack-api.ts'
import { isAuthorGone, UNLINKED } from './author-gone.ts'
import { rememberDirect } from './egress.queries.ts'
import { outcomeOfFailure } from './egress.rules.ts'
import type { Addressed } from './post-payload.ts'
import type { Posting } from './slack-transport.ts'
import { waitForGate } from './wait-for-gate.ts'

const METHOD = 'conversations.open'

/** Where the post goes. A direct message is opened the first time and remembered; opening it again does nothing. */
export async function channelOf(posting: Posting<Addressed>): Promise<{ channelId: string } | Outcome> {
  const { services, scope, delivery, payload, context, token } = posting
  if (payload.to.kind === 'channel') return { channelId: context.movedTo ?? payload.to.channelId }
  if (context.directChannelId !== null) return { channelId: context.directChannelId }
  const closed = await waitForGate(posting, METHOD)
  if (closed) return closed
  const users = payload.to.users.join(',')
  try {
    const answer = await services.slackApi.call(token, (client) => client.conversations.open({ users }))
    const channelId = answer.channel?.id
    if (!channelId) return { kind: 'failed', reason: 'Slack opened no direct message.' }
    await rememberDirect(services.db, scope, { laneKey: delivery.laneKey, kind: payload.to.direct, channelId })
    return { channelId }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    if (await isAuthorGone(posting, error.failure)) return { kind: 'dropped', reason: UNLINKED }
    return outcomeOfFailure(error.failure, { method: METHOD, owner: payload.as.kind, repeatable: true })
  }
}
