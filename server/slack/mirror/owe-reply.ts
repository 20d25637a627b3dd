import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { composePosts } from './compose-posts.ts'
import { avatarOfMember, rememberBotDirect, threadOfConversation, usableInstallations } from './mirror.queries.ts'
import { namesIn, owePosts, type Owed, type OwingScope } from './owed.ts'

/**
 * What an agent's reply leads to: a post in the thread of its conversation, under the agent's name; in a direct message
 * at the top level, where the other side wrote. Null when the conversation is not in Slack. A note has another type and no way here.
 */
export async function oweReply(tx: Tx, scope: OwingScope, reply: ConversationMessageView): Promise<Owed | null> {
  const { organizationId } = scope
  if (reply.author.kind !== 'member') return null
  const thread = await threadOfConversation(tx, organizationId, reply.conversationId)
  if (!thread) return null
  const { installationId, channelId, directWith } = thread
  const installation = (await usableInstallations(tx, organizationId)).find(({ id }) => id === installationId)
  if (!installation) return { bridge: { state: 'not_bridged', reason: 'no_workspace' }, deliveries: [] }
  if (directWith !== null) await rememberBotDirect(tx, organizationId, { installationId, slackUserId: directWith, channelId })
  const { mayCustomize } = installation
  const avatarUrl = await avatarOfMember(tx, organizationId, reply.author.id)
  return owePosts(tx, scope, {
    installationId,
    laneKey: directWith === null ? channelId : `bot:${directWith}`,
    entity: { kind: 'conversation_message', id: reply.id },
    posts: composePosts(reply.text, await namesIn(tx, organizationId, reply.text), mayCustomize ? null : reply.author.name),
    payload: {
      as: { kind: 'app', username: mayCustomize ? reply.author.name : null, iconUrl: mayCustomize ? publicImage(avatarUrl) : null },
      to: { kind: 'channel', channelId, threadTs: channelId.startsWith('D') ? null : thread.threadTs },
      linked: [],
      mentionChannelId: null,
    },
  })
}

/** Slack fetches pictures itself, so only an address on the web is of use. */
function publicImage(url: string | null): string | null {
  return url !== null && /^https?:\/\//.test(url) ? url : null
}
