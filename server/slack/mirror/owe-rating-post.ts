import type { ConversationId } from '@atrium/shared/ids.ts'
import { POST_OPERATION, type PostPayload } from '../egress/post-payload.ts'
import { ratingQuestion } from '../surfaces/ratings/rating-post.rules.ts'
import type { MirrorFacts } from './facts.queries.ts'
import { laneOf, placeOf, type PlannedReply } from './owe-reply.ts'
import type { OwingScope } from './owed.ts'

/**
 * Asks whoever was helped, in the thread of their conversation and in the organization's name, behind all that was owed there before.
 * Null when the conversation is not in Slack. The delivery names the conversation, by which a vote is known to belong to it.
 */
export function planRatingPost(
  facts: MirrorFacts,
  { organizationId, nowMs }: OwingScope,
  conversationId: ConversationId,
): RatingPost | null {
  const thread = facts.threadOf(conversationId)
  const installation = facts.installations.find(({ id }) => id === thread?.installationId)
  if (!thread || !installation) return null
  const { installationId, directWith, channelId } = thread
  const payload: PostPayload = {
    ...ratingQuestion(conversationId),
    as: { kind: 'app', username: installation.mayCustomize ? facts.organizationName : null, iconUrl: null },
    to: placeOf(thread),
    linked: [],
    mentionChannelId: null,
    part: null,
  }
  const lane = { organizationId, transport: 'slack', scopeId: installationId, ...laneOf(thread) }
  const delivery = { ...lane, operation: POST_OPERATION, payload, entityKind: null, entityId: conversationId, nowMs }
  return {
    bridge: null,
    deliveries: [delivery],
    direct: directWith === null ? null : { installationId, slackUserId: directWith, channelId },
  }
}

type RatingPost = Pick<PlannedReply, 'deliveries' | 'direct'> & { bridge: null }
