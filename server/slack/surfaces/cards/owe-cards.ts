import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import type { SlackNotificationKind } from '@atrium/shared/slack/notifications.ts'
import { selectConversations } from '../../../inbox/conversations.queries.ts'
import { presentConversation } from '../../../inbox/present-inbox.ts'
import { enqueueDeliveries, type NewDelivery } from '../../../infra/deliveries/enqueue-delivery.ts'
import { holdLanesOf, replacePayload } from '../../../infra/deliveries/queued-deliveries.ts'
import { deliveriesOfEntities, type DeliveryOfEntity } from '../../egress/egress.queries.ts'
import { POST_OPERATION, type PostPayload } from '../../egress/post-payload.ts'
import { REVISION_OPERATIONS, type RevisionPayload } from '../../egress/revision-payload.ts'
import type { CardNews } from './card-feed.queries.ts'
import {
  cardsOf,
  conversationsInSlack,
  insertCard,
  notifiedInstallations,
  readPeople,
  updateShown,
  type CardId,
  type CardRow,
  type NotifiedInstallation,
  type PeopleFacts,
} from './card.queries.ts'
import { showCard, type ShownCard } from './card.rules.ts'
import { channelFor } from './notifications.rules.ts'

export interface CardScope {
  organizationId: OrganizationId
  publicUrl: string
  nowMs: number
}
/** What all cards of some conversations depend on. */
interface Facts {
  conversations: ReadonlyMap<string, ConversationView>
  inSlack: ReadonlySet<string>
  people: PeopleFacts
}
type Told = Pick<CardRow, 'installationId' | 'kind' | 'conversationId' | 'authorId' | 'mentionedIds'>

/** Owes to Slack what follows from what has happened: a card for what the team is to be told, and every card as it is to look now. @returns how many calls */
export async function oweCards(
  tx: Tx,
  scope: CardScope,
  { conversationIds, mentions }: Pick<CardNews, 'conversationIds' | 'mentions'>,
): Promise<number> {
  const { organizationId } = scope
  const concerned = [...new Set([...conversationIds, ...mentions.map(({ conversationId }) => conversationId)])]
  if (concerned.length === 0) return 0
  const known = await cardsOf(tx, organizationId, concerned)
  const installations = await notifiedInstallations(tx, organizationId)
  const people = [...mentions, ...known].flatMap(peopleOf)
  const facts = await readFacts(tx, organizationId, { concerned, people })
  const updates = await reviseCards(tx, scope, { known, facts })
  const news: { told: Told; subjectId: string; channelId: string }[] = []
  for (const installation of installations)
    news.push(...priorities(installation, facts, conversationIds), ...mentioned(installation, mentions))
  const posts: NewDelivery[] = []
  for (const one of news) posts.push(...(await postCard(tx, scope, { ...one, facts })))
  await enqueueDeliveries(tx, [...updates, ...posts])
  return updates.length + posts.length
}

const peopleOf = ({ authorId, mentionedIds }: Pick<CardRow, 'authorId' | 'mentionedIds'>) =>
  authorId === null ? mentionedIds : [authorId, ...mentionedIds]

async function readFacts(
  tx: Tx,
  organizationId: OrganizationId,
  { concerned, people }: { concerned: readonly ConversationId[]; people: readonly string[] },
): Promise<Facts> {
  const rows = await selectConversations(tx, organizationId).where('conversation.id', 'in', concerned).execute()
  const conversations = rows.map(presentConversation)
  const assignees = conversations.flatMap(({ assigneeId }) => assigneeId ?? [])
  return {
    conversations: new Map(conversations.map((one) => [one.id, one])),
    inSlack: await conversationsInSlack(tx, organizationId, concerned),
    people: await readPeople(tx, organizationId, [...people, ...assignees]),
  }
}

function priorities({ id, notifications }: NotifiedInstallation, facts: Facts, conversationIds: readonly ConversationId[]) {
  const channelId = channelFor(notifications, 'high_priority')
  if (channelId === null) return []
  return conversationIds.flatMap((conversationId) => {
    const conversation = facts.conversations.get(conversationId)
    const isHigh = conversation?.priority === 'urgent' || conversation?.priority === 'high'
    if (!isHigh || conversation.status === 'closed' || conversation.mergedInto !== null) return []
    const told = { installationId: id, kind: 'high_priority' as const, conversationId, authorId: null, mentionedIds: [] }
    return [{ told, subjectId: conversationId, channelId }]
  })
}

function mentioned({ id, notifications }: NotifiedInstallation, mentions: CardNews['mentions']) {
  const channelId = channelFor(notifications, 'teammate_mentioned')
  if (channelId === null) return []
  const kind: SlackNotificationKind = 'teammate_mentioned'
  return mentions.map(({ noteId, ...mention }) => ({ told: { ...mention, installationId: id, kind }, subjectId: noteId, channelId }))
}

function show(
  { publicUrl }: CardScope,
  { installationId, kind, conversationId, authorId, mentionedIds }: Told,
  facts: Facts,
): ShownCard | null {
  const conversation = facts.conversations.get(conversationId)
  if (!conversation) return null
  const { people, inSlack } = facts
  const accountOf = (memberId: string | null) => (memberId === null ? null : people.slackUserOf(memberId, installationId))
  const personOf = (memberId: string) => {
    const account = accountOf(memberId)
    return account === null ? (people.names.get(memberId) ?? 'somebody').replace(/[<>&*_~`@]/g, ' ') : `<@${account}>`
  }
  const reachesCustomer = inSlack.has(conversationId)
  const assigneeSlackUserId = accountOf(conversation.assigneeId)
  return showCard({ kind, conversation, reachesCustomer, personOf, assigneeSlackUserId, authorId, mentionedIds }, publicUrl)
}

const BY_APP = { as: { kind: 'app' as const, username: null, iconUrl: null }, linked: [] }

/** Told once, however often it is heard of. */
async function postCard(
  tx: Tx,
  scope: CardScope,
  { told, subjectId, channelId, facts }: { told: Told; subjectId: string; channelId: string; facts: Facts },
): Promise<NewDelivery[]> {
  const shown = show(scope, told, facts)
  const id = shown && (await insertCard(tx, scope.organizationId, { ...told, subjectId, shown, nowMs: scope.nowMs }))
  if (!id) return []
  const payload: PostPayload = {
    ...{ ...BY_APP, ...shown },
    to: { kind: 'channel', channelId, threadTs: null },
    mentionChannelId: null,
    cardConversationId: told.conversationId,
    part: null,
  }
  return [delivery(scope, { installationId: told.installationId, laneKey: channelId, id, operation: POST_OPERATION, payload })]
}

function delivery(
  { organizationId, nowMs }: CardScope,
  of: { installationId: InstallationId; laneKey: string; id: CardId; operation: string; payload: PostPayload | RevisionPayload },
): NewDelivery {
  const lane = { organizationId, transport: 'slack', scopeId: of.installationId, laneKey: of.laneKey }
  return { ...lane, operation: of.operation, payload: of.payload, entityKind: null, entityId: of.id, nowMs }
}

/** What has not gone out yet is said as it is now; what stands is owed one update, behind which nothing older comes. */
async function reviseCards(
  tx: Tx,
  scope: CardScope,
  { known, facts }: { known: readonly CardRow[]; facts: Facts },
): Promise<NewDelivery[]> {
  const { organizationId } = scope
  const changed = known.flatMap((card) => {
    const shown = show(scope, card, facts)
    return shown && !isDeepStrictEqual(JSON.parse(JSON.stringify(shown)), card.shown) ? [{ ...card, shown }] : []
  })
  if (changed.length === 0) return []
  const ids = changed.map(({ id }) => id)
  await holdLanesOf(tx, organizationId, ids)
  const owed = Map.groupBy(await deliveriesOfEntities(tx, organizationId, ids), (row) => row.entity_id)
  const updates: NewDelivery[] = []
  for (const card of changed) {
    await updateShown(tx, organizationId, card)
    const next = await reviseCard(tx, scope, { card, owed: owed.get(card.id) ?? [] })
    if (next) updates.push(next)
  }
  return updates
}

async function reviseCard(
  tx: Tx,
  scope: CardScope,
  { card, owed }: { card: CardRow; owed: readonly DeliveryOfEntity[] },
): Promise<NewDelivery | null> {
  const post = owed.find(({ operation }) => operation === POST_OPERATION)
  const last = owed.at(-1)
  if (!post || !last || post.state === 'dropped') return null
  const { shown, id, installationId } = card
  if (last.state === 'queued') {
    const said = last.payload as PostPayload | RevisionPayload
    const payload = 'change' in said ? { ...said, change: { ...said.change, ...shown } } : { ...said, ...shown }
    await replacePayload(tx, scope.organizationId, { deliveryId: last.id, payload })
    return null
  }
  const change = { kind: 'update' as const, ...shown, part: null }
  const payload: RevisionPayload = { ...BY_APP, target: { deliveryId: post.id }, messageId: id, change }
  return delivery(scope, { installationId, laneKey: post.key, id, operation: REVISION_OPERATIONS.update, payload })
}
