import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { composePosts } from './compose-posts.ts'
import type { Addressed } from '../egress/post-payload.ts'
import { readFacts, type ConversationThread, type MirrorFacts } from './facts.queries.ts'
import { rememberBotDirect } from './mirror.queries.ts'
import { owePosts, shown, type Owed, type OwingScope, type PlannedOwed } from './owed.ts'

export interface PlannedReply extends PlannedOwed {
  /** To be remembered as our bot's direct message with somebody. */
  direct: BotDirect | null
}
export interface BotDirect {
  installationId: InstallationId
  slackUserId: string
  channelId: string
}

/** The same as `planReply`, of one that is owed by itself. */
export async function oweReply(tx: Tx, scope: OwingScope, reply: ConversationMessageView): Promise<Owed | null> {
  const planned = planReply(await readFacts(tx, scope.organizationId, { replies: [reply] }), scope, reply)
  if (!planned) return null
  if (planned.direct) await rememberBotDirect(tx, scope.organizationId, planned.direct)
  return shown(tx, scope, planned)
}

/**
 * What an agent's reply leads to: a post in the thread of its conversation, under the agent's name, or the organization's when
 * an automation wrote it; in a direct message at the top level, where the other side wrote. Null when the conversation is not in Slack. A note has another type and no way here.
 */
export function planReply(facts: MirrorFacts, scope: OwingScope, reply: ConversationMessageView): PlannedReply | null {
  if (reply.author.kind === 'contact') return null
  const thread = facts.threadOf(reply.conversationId)
  if (!thread) return null
  const { installationId, directWith, channelId } = thread
  const installation = facts.installations.find(({ id }) => id === installationId)
  if (!installation) return { bridge: { state: 'not_bridged', reason: 'no_workspace' }, deliveries: [], direct: null }
  const { mayCustomize } = installation
  const posts = owePosts(scope, {
    installationId,
    ...laneOf(thread),
    entity: { kind: 'conversation_message', id: reply.id },
    posts: composePosts(reply.text, facts, mayCustomize ? null : reply.author.name),
    payload: {
      as: {
        kind: 'app',
        username: mayCustomize ? reply.author.name : null,
        iconUrl: mayCustomize ? publicImage(facts.avatarOf(reply.author.id)) : null,
      },
      to: placeOf(thread),
      linked: [],
      mentionChannelId: null,
    },
  })
  return { ...posts, direct: directWith === null ? null : { installationId, slackUserId: directWith, channelId } }
}

/** The thread that the conversation was opened in; in a direct message its top level. */
export function placeOf({ channelId, threadTs }: ConversationThread): Addressed['to'] {
  return { kind: 'channel', channelId, threadTs: channelId.startsWith('D') ? null : threadTs }
}

export function laneOf({ channelId, directWith }: ConversationThread): { laneKey: string } {
  return { laneKey: directWith === null ? channelId : `bot:${directWith}` }
}

/** Slack fetches pictures itself, so only an address on the web is of use. */
function publicImage(url: string | null): string | null {
  return url !== null && /^https?:\/\//.test(url) ? url : null
}
