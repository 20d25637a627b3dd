import { sql, type Insertable, type Updateable } from 'kysely'
import type { ConversationMessage, JsonValue } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { ContactId, ConversationId, ConversationMessageId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ConversationMessageRow } from './present-inbox.ts'

const COLUMNS = [
  ...(['message.id', 'message.conversation_id', 'message.author_kind', 'message.author_id', 'message.text', 'message.bridge'] as const),
  ...(['message.rev', 'message.created_at', 'message.edited_at', 'message.deleted_at', 'message.as_agent'] as const),
] as const

/** Messages of one organization's conversations, with their authors' names: of a contact who was merged, that of the other. */
export function selectConversationMessages(tx: Tx, organizationId: OrganizationId) {
  return tx
    .selectFrom('conversation_message as message')
    .leftJoin('contact', (join) =>
      join.onRef('contact.organization_id', '=', 'message.organization_id').onRef('contact.id', '=', 'message.author_id'),
    )
    .leftJoin('contact as kept', (join) =>
      join.onRef('kept.organization_id', '=', 'message.organization_id').onRef('kept.id', '=', 'contact.merged_into'),
    )
    .leftJoin('member', (join) =>
      join.onRef('member.organization_id', '=', 'message.organization_id').onRef('member.id', '=', 'message.author_id'),
    )
    .leftJoin('api_key', (join) =>
      join.onRef('api_key.organization_id', '=', 'message.organization_id').onRef('api_key.id', '=', 'message.author_id'),
    )
    .innerJoin('organization', 'organization.organization_id', 'message.organization_id')
    .select(COLUMNS)
    .select([
      sql<
        string | null
      >`case message.author_kind when 'contact' then coalesce(kept.name, contact.name) when 'member' then member.name else organization.name end`.as(
        'author_name',
      ),
      sql<string | null>`coalesce(kept.avatar_url, contact.avatar_url)`.as('author_avatar_url'),
      'contact.merged_into as kept_author_id',
      'api_key.name as author_by',
    ])
    .where('message.organization_id', '=', organizationId)
}

export async function insertConversationMessage(
  tx: Tx,
  row: Insertable<ConversationMessage> & { organization_id: OrganizationId },
): Promise<ConversationMessageRow> {
  await tx.insertInto('conversation_message').values(row).execute()
  return selectConversationMessages(tx, row.organization_id).where('message.id', '=', row.id).executeTakeFirstOrThrow()
}

export function lockConversationMessage(
  tx: Tx,
  organizationId: OrganizationId,
  id: ConversationMessageId,
): Promise<ConversationMessageRow | undefined> {
  return selectConversationMessages(tx, organizationId).where('message.id', '=', id).forUpdate('message').executeTakeFirst()
}

/** The same of several, in one order for everybody. */
export function lockConversationMessages(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ConversationMessageId[],
): Promise<ConversationMessageRow[]> {
  return amongIds(selectConversationMessages(tx, organizationId), ids).orderBy('message.id').forUpdate('message').execute()
}

/** Those that exist. */
export async function updateReplyBridges(
  tx: Tx,
  organizationId: OrganizationId,
  told: readonly { messageId: ConversationMessageId; bridge: BridgeState }[],
): Promise<ConversationMessageRow[]> {
  const items = JSON.stringify(told.map(({ messageId, bridge }) => ({ told_id: messageId, shown: bridge })))
  await tx
    .updateTable('conversation_message')
    .from(sql<{ told_id: string; shown: JsonValue }>`jsonb_to_recordset(${items}::jsonb)`.as<'told'>(sql`told (told_id uuid, shown jsonb)`))
    .set({ bridge: sql`shown`, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = told_id`)
    .execute()
  const ids = told.map(({ messageId }) => messageId)
  return amongIds(selectConversationMessages(tx, organizationId), ids).execute()
}

function amongIds(messages: ReturnType<typeof selectConversationMessages>, ids: readonly ConversationMessageId[]) {
  return messages.where(sql<boolean>`message.id = any(${ids}::uuid[])`)
}

export async function updateConversationMessage(
  tx: Tx,
  key: { organizationId: OrganizationId; id: ConversationMessageId },
  patch: Pick<Updateable<ConversationMessage>, 'text' | 'bridge' | 'edited_at' | 'deleted_at'>,
): Promise<ConversationMessageRow> {
  await tx
    .updateTable('conversation_message')
    .set({ ...patch, rev: sql`rev + 1` })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
    .execute()
  return selectConversationMessages(tx, key.organizationId).where('message.id', '=', key.id).executeTakeFirstOrThrow()
}

/** The newest, oldest of them first. */
export async function latestConversationMessages(
  tx: Tx,
  organizationId: OrganizationId,
  { conversationId, limit }: { conversationId: ConversationId; limit: number },
): Promise<ConversationMessageRow[]> {
  const rows = await selectConversationMessages(tx, organizationId)
    .where('message.conversation_id', '=', conversationId)
    .orderBy('message.id', 'desc')
    .limit(limit)
    .execute()
  return rows.reverse()
}

/** As for conversations. */
export async function moveMessagesOfContact(
  tx: Tx,
  organizationId: OrganizationId,
  { from, to }: { from: ContactId; to: ContactId },
): Promise<void> {
  await tx
    .updateTable('conversation_message')
    .set({ author_id: to })
    .where('organization_id', '=', organizationId)
    .where('author_id', '=', from)
    .where('author_kind', '=', 'contact')
    .execute()
}

/** As for conversations: their messages show the name too. */
export async function reviseMessagesOfContacts(
  tx: Tx,
  organizationId: OrganizationId,
  contactIds: readonly ContactId[],
): Promise<ConversationMessageRow[]> {
  const revised = await tx
    .updateTable('conversation_message')
    .set({ rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`author_id = any(${contactIds}::uuid[])`)
    .where('author_kind', '=', 'contact')
    .returning('id')
    .execute()
  if (revised.length === 0) return []
  return amongIds(
    selectConversationMessages(tx, organizationId),
    revised.map((row) => row.id as ConversationMessageId),
  ).execute()
}
