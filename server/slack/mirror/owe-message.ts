import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { composePosts } from './compose-posts.ts'
import { planDelivery, type BridgePlan } from './mirror.rules.ts'
import { isActive, linksOf, peopleOfMentionChat, usableInstallations } from './mirror.queries.ts'
import { namesIn, owePosts, type Owed, type OwingScope } from './owed.ts'
import type { PostPayload } from '../egress/post-payload.ts'

type PostRoute = Exclude<BridgePlan, { route: 'none' | 'not_bridged' }>

/** What a message of a mention chat leads to in Slack; null for any other message. Writes nothing. */
export async function oweMessage(tx: Tx, scope: OwingScope, message: MessageView): Promise<Owed | null> {
  const { organizationId } = scope
  const people = await peopleOfMentionChat(tx, organizationId, message.channelId)
  const recipientId = people?.find((id) => id !== message.authorId)
  if (!recipientId) return null
  const installations = await usableInstallations(tx, organizationId)
  const plan = planDelivery({
    kind: 'person',
    sender: { kind: message.authorKind, links: await linksOf(tx, organizationId, message.authorId) },
    recipient: { links: await linksOf(tx, organizationId, recipientId), active: await isActive(tx, organizationId, recipientId) },
    installations: installations.map(({ id }) => id),
  })
  if (plan.route === 'none') return null
  if (plan.route === 'not_bridged') return { bridge: { state: 'not_bridged', reason: plan.reason }, deliveries: [] }
  const mayCustomize = installations.some(({ id, mayCustomize: may }) => id === plan.installationId && may)
  const header = plan.route === 'as_sender' ? null : headerOf(message)
  return owePosts(tx, scope, {
    installationId: plan.installationId,
    laneKey: plan.laneKey,
    entity: { kind: 'message', id: message.id },
    posts: composePosts(message.text, await namesIn(tx, organizationId, message.text), header),
    payload: payloadOf(plan, message, mayCustomize),
  })
}

/** Our bot's posts say whose words they are, whatever the workspace lets them look like. */
export function headerOf({ authorName, authorKind }: MessageView): string {
  return authorKind === 'visitor' ? `${authorName} (visitor) in Atrium` : `${authorName} in Atrium`
}

function payloadOf(plan: PostRoute, message: MessageView, mayCustomize: boolean): Omit<PostPayload, 'text' | 'blocks'> {
  const name = message.authorKind === 'visitor' ? `${message.authorName} (visitor)` : message.authorName
  const asApp = { kind: 'app', username: mayCustomize ? name : null, iconUrl: null } as const
  const mentionChannelId = message.channelId
  switch (plan.route) {
    case 'as_sender':
      return {
        as: { kind: 'sender', memberId: message.authorId, slackUserId: plan.sender },
        to: { kind: 'direct', direct: 'person', users: [plan.recipient] },
        linked: [plan.sender, plan.recipient],
        mentionChannelId,
      }
    case 'group':
      return {
        as: asApp,
        to: { kind: 'direct', direct: 'group', users: [plan.sender, plan.recipient] },
        linked: [plan.sender, plan.recipient],
        mentionChannelId,
      }
    case 'bot':
      return { as: asApp, to: { kind: 'direct', direct: 'bot', users: [plan.recipient] }, linked: [plan.recipient], mentionChannelId }
  }
}
