import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import { composePosts, headerLine } from './compose-posts.ts'
import { linkedOn, planDelivery, type BridgePlan, type PostRoute } from './mirror.rules.ts'
import { readFacts, type MirrorFacts } from './facts.queries.ts'
import { isBroadcast, owePosts, shown, type Owed, type OwingScope, type PlannedOwed, type PostPlan } from './owed.ts'
import type { Addressed } from '../egress/post-payload.ts'

/** What a message of a mention chat leads to in Slack now, whether or not the recipient is active; null for any other message. Writes nothing. */
export async function oweMessage(tx: Tx, scope: OwingScope, message: MessageView): Promise<Owed | null> {
  const facts = await readFacts(tx, scope.organizationId, { messages: [message] })
  const planned = planMessage(facts, message)
  const owed = planned && owePlanned(facts, scope, { message, ...planned })
  return owed && shown(tx, scope, owed)
}

export interface Planned {
  recipientId: PersonId
  plan: BridgePlan
  /** Our bot may post under other names there. */
  mayCustomize: boolean
}

/** Which way a message of a mention chat goes, and to whom; null for any other message. */
export function planMessage(facts: MirrorFacts, message: MessageView): Planned | null {
  const recipientId = facts.peopleOf(message.channelId)?.find((id) => id !== message.authorId)
  if (!recipientId) return null
  const { installations } = facts
  const plan = planDelivery({
    kind: 'person',
    hasFiles: message.files.length > 0,
    sender: { kind: message.authorKind, links: facts.linksOf(message.authorId) },
    recipient: { links: facts.linksOf(recipientId), active: facts.isActive(recipientId) },
    installations: installations.map(({ id }) => id),
  })
  const installationId = plan.route === 'held' ? plan.way.installationId : 'installationId' in plan ? plan.installationId : null
  return { recipientId, plan, mayCustomize: installations.some(({ id, mayCustomize }) => id === installationId && mayCustomize) }
}

export function owePlanned(
  facts: MirrorFacts,
  scope: OwingScope,
  { message, plan, mayCustomize }: Pick<Planned, 'plan' | 'mayCustomize'> & { message: MessageView },
): PlannedOwed | null {
  if (plan.route === 'none') return null
  if (plan.route === 'not_bridged') return { bridge: { state: 'not_bridged', reason: plan.reason }, deliveries: [] }
  const way = plan.route === 'held' ? plan.way : plan
  const header = way.route === 'as_sender' ? null : headerOf(message)
  const share = shareOf(message, header)
  const payload = payloadOf(way, message, mayCustomize)
  const words = composePosts(message.text, facts, header)
  // Files alone are broadcast by a post that names them.
  const posts = share && words.length === 0 && isBroadcast({ payload }) ? [{ text: '', blocks: null, part: null }] : words
  // Its files were taken away before anybody saw them.
  if (posts.length === 0 && !share) return null
  return owePosts(scope, {
    installationId: way.installationId,
    laneKey: way.laneKey,
    entity: { kind: 'message', id: message.id },
    posts,
    share,
    payload,
  })
}

function shareOf({ files }: MessageView, header: string | null): PostPlan['share'] {
  const fileIds = files.filter(({ state }) => state === 'stored').map(({ id }) => id)
  return fileIds.length > 0 ? { fileIds, comment: header === null ? null : headerLine(header) } : null
}

/** Our bot's posts say whose words they are, whatever the workspace lets them look like. */
export function headerOf({ authorName, authorKind }: MessageView): string {
  return authorKind === 'visitor' ? `${authorName} (visitor) in Atrium` : `${authorName} in Atrium`
}

function payloadOf(way: PostRoute, message: MessageView, mayCustomize: boolean): Addressed {
  const name = message.authorKind === 'visitor' ? `${message.authorName} (visitor)` : message.authorName
  const asApp = { kind: 'app', username: mayCustomize ? name : null, iconUrl: null } as const
  const rest = { linked: linkedOn(way), mentionChannelId: message.channelId }
  const thread = message.threadRootId === null ? null : { messageId: message.threadRootId, broadcast: message.alsoInChannel }
  switch (way.route) {
    case 'as_sender': {
      const as = { kind: 'sender', memberId: message.authorId, slackUserId: way.sender } as const
      return { as, to: { kind: 'direct', direct: 'person', users: [way.recipient], thread }, ...rest }
    }
    case 'group':
      return { as: asApp, to: { kind: 'direct', direct: 'group', users: [way.sender, way.recipient], thread }, ...rest }
    case 'bot':
      return { as: asApp, to: { kind: 'direct', direct: 'bot', users: [way.recipient], thread }, ...rest }
  }
}
