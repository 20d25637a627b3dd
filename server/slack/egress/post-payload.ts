import { z } from 'zod'
import { messagePart } from '../format/document-part.ts'

/** Whose token: our app's bot (under a name and picture of its own where it may), or the member whose message it is. */
export const postAs = z.discriminatedUnion('kind', [
  z.object({ kind: z.literal('app'), username: z.string().nullable(), iconUrl: z.string().nullable() }),
  z.object({ kind: z.literal('sender'), memberId: z.string(), slackUserId: z.string() }),
])

/** By whom, where to, and on which conditions: everything but what is said. No secret. */
export const addressed = z.object({
  as: postAs,
  to: z.discriminatedUnion('kind', [
    z.object({ kind: z.literal('channel'), channelId: z.string(), threadTs: z.string().nullable() }),
    /** The direct message of the lane, with these people besides whoever posts. */
    z.object({
      kind: z.literal('direct'),
      direct: z.enum(['person', 'group', 'bot']),
      users: z.array(z.string()).min(1),
      /** In the thread of the post that carries this message of ours, if it stands there once it is this call's turn. */
      thread: z.object({ messageId: z.string(), broadcast: z.boolean() }).nullable().default(null),
    }),
  ]),
  /** Slack users who have to be linked still when it goes out (BR10). */
  linked: z.array(z.string()),
  /** The mention chat in which replies in the post's thread belong. */
  mentionChannelId: z.string().nullable(),
  /** The conversation in which members' replies in the post's thread are replies. */
  cardConversationId: z.string().nullish(),
})
export type Addressed = z.infer<typeof addressed>

/** What a post looks like in `delivery.payload`: everything that is needed to make the one call. */
export const postPayload = addressed.extend({
  text: z.string(),
  blocks: z.array(z.record(z.string(), z.unknown())).nullable(),
  /** Of a message that takes several posts. */
  part: messagePart.nullable().default(null),
})
export type PostPayload = z.infer<typeof postPayload>

export const POST_OPERATION = 'chat.postMessage'
