import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ContactView } from '@atrium/shared/inbox/views.ts'
import {
  appendContactChange,
  appendConversationChange,
  appendConversationMessageChange,
  appendRatingChange,
} from '../append-inbox-change.ts'
import { CONTACT_COLUMNS } from '../contacts.queries.ts'
import { reviseMessagesOfContacts } from '../conversation-messages.queries.ts'
import { reviseConversationsOfContacts } from '../conversations.queries.ts'
import type { ContactRow } from '../present-inbox.ts'
import { reviseRatingsOfContacts } from '../ratings/ratings.queries.ts'

/** Who was merged into somebody, by name. */
export function mergedInto(tx: Tx, organizationId: OrganizationId, contactId: ContactId): Promise<ContactRow[]> {
  return tx
    .selectFrom('contact')
    .select(CONTACT_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('merged_into', '=', contactId)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()
}

/** Everybody who is the same person as this one, the one who is shown first. */
export async function samePerson(
  tx: Tx,
  organizationId: OrganizationId,
  contact: Pick<ContactView, 'id' | 'mergedInto'>,
): Promise<ContactId[]> {
  const shown = contact.mergedInto ?? contact.id
  return [shown, ...(await mergedInto(tx, organizationId, shown)).map(({ id }) => id as ContactId)]
}

/** Conversations, messages and ratings show a person's name: whoever holds them hears of it. */
export async function reviseWhatShows(
  tx: Tx,
  organizationId: OrganizationId,
  contact: Pick<ContactView, 'id' | 'mergedInto'>,
): Promise<void> {
  await reviseWhatContactsWrote(tx, organizationId, await samePerson(tx, organizationId, contact))
}

export async function reviseWhatContactsWrote(tx: Tx, organizationId: OrganizationId, contactIds: readonly ContactId[]): Promise<void> {
  for (const row of await reviseConversationsOfContacts(tx, organizationId, contactIds)) appendConversationChange(tx, row)
  for (const row of await reviseMessagesOfContacts(tx, organizationId, contactIds)) appendConversationMessageChange(tx, row)
  for (const row of await reviseRatingsOfContacts(tx, organizationId, contactIds)) appendRatingChange(tx, row)
}

/** Points contacts to whom they are from now on, or to nobody, and tells it. */
export async function pointContacts(
  tx: Tx,
  organizationId: OrganizationId,
  { contactIds, to }: { contactIds: readonly ContactId[]; to: ContactId | null },
): Promise<void> {
  const rows = await tx
    .updateTable('contact')
    .set({ merged_into: to, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${contactIds}::uuid[])`)
    .returning(CONTACT_COLUMNS)
    .execute()
  for (const row of rows) appendContactChange(tx, row)
}

/** Somebody is about to be removed, having turned out to be another: who was merged into them is merged into the other. */
export async function moveMerges(tx: Tx, organizationId: OrganizationId, { from, to }: { from: ContactId; to: ContactId }): Promise<void> {
  const contactIds = (await mergedInto(tx, organizationId, from)).map(({ id }) => id as ContactId)
  if (contactIds.length === 0) return
  await pointContacts(tx, organizationId, { contactIds, to })
  await tx
    .updateTable('contact_merge')
    .set({ kept_id: to })
    .where('organization_id', '=', organizationId)
    .where('kept_id', '=', from)
    .execute()
}
