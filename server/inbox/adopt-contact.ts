import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId, ConversationId, OrganizationId } from '@atrium/shared/ids.ts'
import { selectConversations } from './conversations.queries.ts'
import type { ConversationRow } from './present-inbox.ts'

/** Whoever first writes on the customer's side in a conversation that a member opened is whom it is with. @returns it as it is now */
export async function adoptContact(
  tx: Tx,
  organizationId: OrganizationId,
  { conversation, contactId }: { conversation: ConversationRow; contactId: ContactId | undefined },
): Promise<ConversationRow> {
  if (conversation.contact_id !== null || contactId === undefined) return conversation
  await tx
    .updateTable('conversation')
    .set({ contact_id: contactId, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', conversation.id)
    .execute()
  return selectConversations(tx, organizationId)
    .where('conversation.id', '=', conversation.id as ConversationId)
    .executeTakeFirstOrThrow()
}
