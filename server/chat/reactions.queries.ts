import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'

export interface Reaction {
  messageId: MessageId
  personId: PersonId
  emoji: string
}

/** @returns whether it was not there before */
export async function insertReaction(tx: Tx, organizationId: OrganizationId, { messageId, personId, emoji }: Reaction): Promise<boolean> {
  const inserted = await tx
    .insertInto('message_reaction')
    .values({ organization_id: organizationId, message_id: messageId, person_id: personId, emoji })
    .onConflict((conflict) => conflict.doNothing())
    .returning('emoji')
    .executeTakeFirst()
  return inserted !== undefined
}

/** @returns whether it was there */
export async function removeReactionRow(tx: Tx, organizationId: OrganizationId, reaction: Reaction): Promise<boolean> {
  const { messageId, personId, emoji } = reaction
  const removed = await tx
    .deleteFrom('message_reaction')
    .where('organization_id', '=', organizationId)
    .where('message_id', '=', messageId)
    .where('person_id', '=', personId)
    .where('emoji', '=', emoji)
    .returning('emoji')
    .executeTakeFirst()
  return removed !== undefined
}

export async function removeAllReactions(tx: Tx, organizationId: OrganizationId, messageId: MessageId): Promise<void> {
  await tx.deleteFrom('message_reaction').where('organization_id', '=', organizationId).where('message_id', '=', messageId).execute()
}
