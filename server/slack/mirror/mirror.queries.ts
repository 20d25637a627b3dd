import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ConversationId, ConversationMessageId, InstallationId, MessageId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { lockMessage } from '../../chat/messages.queries.ts'
import { presentMessage } from '../../chat/present-chat.ts'
import { lockConversationMessage } from '../../inbox/conversation-messages.queries.ts'
import { presentConversationMessage } from '../../inbox/present-inbox.ts'
import type { LinkFacts } from './mirror.rules.ts'

/** How long after somebody was last seen in a space they still count as being there. */
export const PRESENT_SECONDS = 30

export interface UsableInstallation {
  id: InstallationId
  /** The bot may post under other names and pictures. */
  mayCustomize: boolean
}

/** Where posts go out, or wait for a new token. One that was disconnected on purpose is none. */
export async function usableInstallations(tx: Tx, organizationId: OrganizationId): Promise<UsableInstallation[]> {
  const rows = await tx
    .selectFrom('slack_installation')
    .select(['id', 'scopes'])
    .where('organization_id', '=', organizationId)
    .where('state', 'in', ['active', 'revoked'])
    .orderBy('id')
    .execute()
  return rows.map((row) => ({ id: row.id as InstallationId, mayCustomize: row.scopes.includes('chat:write.customize') }))
}

export async function linksOf(tx: Tx, organizationId: OrganizationId, personId: PersonId): Promise<LinkFacts[]> {
  const rows = await tx
    .selectFrom('slack_link')
    .select(['installation_id', 'slack_user_id', 'can_post', 'scopes', 'preference', 'reading_delay_minutes'])
    .where('organization_id', '=', organizationId)
    .where('member_id', '=', personId)
    .orderBy('linked_at')
    .execute()
  return rows.map((row) => ({
    installationId: row.installation_id as InstallationId,
    slackUserId: row.slack_user_id,
    canPost: row.can_post,
    canShare: row.scopes.includes('files:write'),
    preference: row.preference as LinkFacts['preference'],
    readingDelayMinutes: row.reading_delay_minutes,
  }))
}

export async function isActive(tx: Tx, organizationId: OrganizationId, personId: PersonId): Promise<boolean> {
  const row = await tx
    .selectFrom('presence')
    .select('person_id')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('status', '<>', 'away')
    .where('seen_at', '>', sql<Date>`now() - ${PRESENT_SECONDS} * interval '1 second'`)
    .executeTakeFirst()
  return row !== undefined
}

/** The two people of a mention chat; null for any other channel. */
export async function peopleOfMentionChat(tx: Tx, organizationId: OrganizationId, channelId: string): Promise<[PersonId, PersonId] | null> {
  const row = await tx
    .selectFrom('channel')
    .select(['person_low', 'person_high'])
    .where('organization_id', '=', organizationId)
    .where('id', '=', channelId)
    .where('kind', '=', 'mention')
    .executeTakeFirst()
  return row?.person_low && row.person_high ? [row.person_low as PersonId, row.person_high as PersonId] : null
}

/** Names of members and visitors by id. */
export async function namesOfPeople(tx: Tx, organizationId: OrganizationId, personIds: readonly string[]): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map()
  const of = (table: 'member' | 'visitor') =>
    tx.selectFrom(table).select(['id', 'name']).where('organization_id', '=', organizationId).where('id', 'in', personIds).execute()
  return new Map([...(await of('member')), ...(await of('visitor'))].map((row) => [row.id, row.name]))
}

export async function avatarOfMember(tx: Tx, organizationId: OrganizationId, memberId: string): Promise<string | null> {
  const row = await tx
    .selectFrom('member')
    .select('avatar_url')
    .where('organization_id', '=', organizationId)
    .where('id', '=', memberId)
    .executeTakeFirst()
  return row?.avatar_url ?? null
}

export interface ConversationThread {
  installationId: InstallationId
  channelId: string
  threadTs: string
  /** Whose direct message with our bot it is; null in a channel, or when we cannot tell. */
  directWith: string | null
}

/** Where in Slack a conversation goes on: the thread it was opened in. */
export async function threadOfConversation(
  tx: Tx,
  organizationId: OrganizationId,
  conversationId: ConversationId,
): Promise<ConversationThread | null> {
  const thread = await tx
    .selectFrom('slack_thread')
    .select(['installation_id', 'channel_id', 'thread_ts'])
    .where('organization_id', '=', organizationId)
    .where('conversation_id', '=', conversationId)
    .orderBy('created_at')
    .executeTakeFirst()
  if (!thread) return null
  const known = await tx
    .selectFrom('slack_profile')
    .innerJoin('conversation', (join) =>
      join
        .onRef('conversation.organization_id', '=', 'slack_profile.organization_id')
        .onRef('conversation.contact_id', '=', 'slack_profile.contact_id'),
    )
    .select('slack_profile.slack_user_id')
    .where('conversation.organization_id', '=', organizationId)
    .where('conversation.id', '=', conversationId)
    .where('slack_profile.installation_id', '=', thread.installation_id)
    .executeTakeFirst()
  return {
    installationId: thread.installation_id as InstallationId,
    channelId: thread.channel_id,
    threadTs: thread.thread_ts,
    directWith: thread.channel_id.startsWith('D') ? (known?.slack_user_id ?? null) : null,
  }
}

/** Remembers the direct message of our bot with somebody, whoever opened it. */
export async function rememberBotDirect(
  tx: Tx,
  organizationId: OrganizationId,
  direct: { installationId: InstallationId; slackUserId: string; channelId: string },
): Promise<void> {
  await tx
    .insertInto('slack_direct')
    .values({
      organization_id: organizationId,
      installation_id: direct.installationId,
      lane_key: `bot:${direct.slackUserId}`,
      kind: 'bot',
      slack_channel_id: direct.channelId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Held to the end of the transaction. */
export async function findMessage(tx: Tx, organizationId: OrganizationId, id: MessageId): Promise<MessageView | null> {
  const row = await lockMessage(tx, organizationId, id)
  return row ? presentMessage(row) : null
}

/** Held to the end of the transaction. */
export async function findReply(
  tx: Tx,
  organizationId: OrganizationId,
  id: ConversationMessageId,
): Promise<ConversationMessageView | null> {
  const row = await lockConversationMessage(tx, organizationId, id)
  return row ? presentConversationMessage(row) : null
}
