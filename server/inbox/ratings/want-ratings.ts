import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, OrganizationId } from '@atrium/shared/ids.ts'
import { appendChange } from '../../realtime/append-change.ts'
import type { ConversationRow } from '../present-inbox.ts'
import { asksForRating } from './inbox-settings.ts'

/**
 * An agent has closed these: whoever was helped is to be asked how it was, once for each time, where the organization wants that and a
 * customer has written at all. Where and how they are asked is for whoever brings replies to them.
 */
export async function wantRatings(tx: Tx, organizationId: OrganizationId, closed: readonly ConversationRow[]): Promise<void> {
  const ids = closed.filter(({ merged_into }) => merged_into === null).map(({ id }) => id as ConversationId)
  if (ids.length === 0 || !(await asksForRating(tx, organizationId))) return
  for (const conversationId of await withCustomerMessage(tx, organizationId, ids))
    appendChange(tx, { kind: 'inbox.ratingWanted', audience: ['members'], entityId: conversationId, rev: 1, payload: { conversationId } })
}

async function withCustomerMessage(tx: Tx, organizationId: OrganizationId, ids: readonly ConversationId[]): Promise<ConversationId[]> {
  const rows = await tx
    .selectFrom('conversation')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', 'in', ids)
    .where(({ exists, selectFrom }) =>
      exists(
        selectFrom('conversation_message as message')
          .select('message.id')
          .where('message.organization_id', '=', organizationId)
          .whereRef('message.conversation_id', '=', 'conversation.id')
          .where('message.author_kind', '=', 'contact')
          .where('message.deleted_at', 'is', null),
      ),
    )
    .orderBy('id')
    .execute()
  return rows.map(({ id }) => id as ConversationId)
}
