import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ConversationId, type Id, type InstallationId, type MemberId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { SlackNotificationKind, SlackNotificationView } from '@atrium/shared/slack/notifications.ts'
import type { ShownCard } from './card.rules.ts'
import { notificationsOf } from './notifications.rules.ts'

export type CardId = Id<'slack-card'>

export interface CardRow {
  id: CardId
  installationId: InstallationId
  kind: SlackNotificationKind
  conversationId: ConversationId
  authorId: MemberId | null
  mentionedIds: MemberId[]
  shown: ShownCard
}

const COLUMNS = ['id', 'installation_id', 'kind', 'conversation_id', 'author_id', 'mentioned_ids', 'shown'] as const

const cards = (tx: Tx, organizationId: OrganizationId) =>
  tx.selectFrom('slack_card').select(COLUMNS).where('organization_id', '=', organizationId)

function cardOf(row: {
  id: string
  installation_id: string
  kind: string
  conversation_id: string
  author_id: string | null
  mentioned_ids: string[]
  shown: unknown
}): CardRow {
  return {
    id: row.id as CardId,
    installationId: row.installation_id as InstallationId,
    kind: row.kind as SlackNotificationKind,
    conversationId: row.conversation_id as ConversationId,
    authorId: row.author_id as MemberId | null,
    mentionedIds: row.mentioned_ids as MemberId[],
    shown: row.shown as ShownCard,
  }
}

export async function cardsOf(tx: Tx, organizationId: OrganizationId, conversationIds: readonly ConversationId[]): Promise<CardRow[]> {
  if (conversationIds.length === 0) return []
  return (await cards(tx, organizationId).where('conversation_id', 'in', conversationIds).orderBy('id').forUpdate().execute()).map(cardOf)
}

/** The card that our own post in Slack is: what a button says it is about counts for nothing by itself. */
export async function findCardAt(
  tx: Tx,
  organizationId: OrganizationId,
  { installationId, channelId, ts }: { installationId: InstallationId; channelId: string; ts: string },
): Promise<CardRow | null> {
  const row = await cards(tx, organizationId)
    .where('installation_id', '=', installationId)
    .where('id', '=', (query) =>
      query
        .selectFrom('slack_message as post')
        .innerJoin('delivery', (join) =>
          join.onRef('delivery.organization_id', '=', 'post.organization_id').onRef('delivery.id', '=', 'post.delivery_id'),
        )
        .select('delivery.entity_id')
        .where('post.organization_id', '=', organizationId)
        .where('post.channel_id', '=', channelId)
        .where('post.ts', '=', ts),
    )
    .executeTakeFirst()
  return row ? cardOf(row) : null
}

export interface NewCard extends Omit<CardRow, 'id'> {
  /** The conversation, or the note. */
  subjectId: string
  nowMs: number
}

/** Null when there is one of it already. */
export async function insertCard(tx: Tx, organizationId: OrganizationId, card: NewCard): Promise<CardId | null> {
  const row = await tx
    .insertInto('slack_card')
    .values({
      organization_id: organizationId,
      id: newId<CardId>(card.nowMs),
      installation_id: card.installationId,
      kind: card.kind,
      conversation_id: card.conversationId,
      subject_id: card.subjectId,
      author_id: card.authorId,
      mentioned_ids: card.mentionedIds,
      shown: jsonb(card.shown) as never,
    })
    .onConflict((conflict) => conflict.columns(['organization_id', 'installation_id', 'kind', 'subject_id']).doNothing())
    .returning('id')
    .executeTakeFirst()
  return (row?.id ?? null) as CardId | null
}

export async function updateShown(tx: Tx, organizationId: OrganizationId, { id, shown }: { id: CardId; shown: ShownCard }): Promise<void> {
  await tx
    .updateTable('slack_card')
    .set({ shown: jsonb(shown) as never })
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .execute()
}

export interface NotifiedInstallation {
  id: InstallationId
  notifications: SlackNotificationView[]
}

/** Of the workspaces that are connected, which are told what and where; never where a customer reads. */
export async function notifiedInstallations(tx: Tx, organizationId: OrganizationId): Promise<NotifiedInstallation[]> {
  const rows = await tx
    .selectFrom('slack_installation')
    .select(['id', 'notifications'])
    .where('organization_id', '=', organizationId)
    .where('state', 'in', ['active', 'revoked'])
    .orderBy('id')
    .execute()
  const open = await tx
    .selectFrom('slack_channel')
    .select(['installation_id', 'channel_id'])
    .where('organization_id', '=', organizationId)
    .where('customer_id', 'is', null)
    .where('is_ext_shared', '=', false)
    .where('channel_id', 'in', [...rows.flatMap((row) => notificationsOf(row).map(({ channelId }) => channelId ?? '')), ''])
    .execute()
  const isOpen = (id: string, channelId: string | null) => open.some((one) => one.installation_id === id && one.channel_id === channelId)
  return rows.map((row) => ({
    id: row.id as InstallationId,
    notifications: notificationsOf(row).map((one) => ({ ...one, on: one.on && isOpen(row.id, one.channelId) })),
  }))
}

/** What cards call people by: members' names, and their accounts in each workspace. */
export interface PeopleFacts {
  names: ReadonlyMap<string, string>
  slackUserOf(memberId: string, installationId: InstallationId): string | null
}

export async function readPeople(tx: Tx, organizationId: OrganizationId, memberIds: readonly string[]): Promise<PeopleFacts> {
  const ids = [...new Set(memberIds)]
  if (ids.length === 0) return { names: new Map(), slackUserOf: () => null }
  const members = await tx
    .selectFrom('member')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .execute()
  const links = await tx
    .selectFrom('slack_link')
    .select(['member_id', 'installation_id', 'slack_user_id'])
    .where('organization_id', '=', organizationId)
    .where('member_id', 'in', ids)
    .execute()
  return {
    names: new Map(members.map(({ id, name }) => [id, name])),
    slackUserOf: (memberId, installationId) =>
      links.find((link) => link.member_id === memberId && link.installation_id === installationId)?.slack_user_id ?? null,
  }
}

/** Those whose replies have somewhere to go. */
export async function conversationsInSlack(tx: Tx, organizationId: OrganizationId, ids: readonly ConversationId[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const { rows } = await sql<{ id: string }>`
    select id from conversation
    where organization_id = ${organizationId} and id = any(${ids}::uuid[]) and exists (
      select 1 from slack_thread where organization_id = ${organizationId} and conversation_id = coalesce(split_from, conversation.id)
    )
  `.execute(tx)
  return new Set(rows.map(({ id }) => id))
}
