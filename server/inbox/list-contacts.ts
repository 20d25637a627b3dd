import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ContactId, CustomerId } from '@atrium/shared/ids.ts'
import type { AgentActor } from '@atrium/shared/identity/actor.ts'
import type { ContactView } from '@atrium/shared/inbox/views.ts'
import { presentContact } from './present-inbox.ts'
import { selectContacts } from './contacts.queries.ts'

/** The newest first, by keyset. */
export async function listContacts(
  tx: Tx,
  { organizationId }: AgentActor,
  { customerId, cursor, limit }: { customerId?: CustomerId | undefined; cursor?: ContactId | undefined; limit: number },
): Promise<{ contacts: ContactView[]; nextCursor: ContactId | null }> {
  let query = selectContacts(tx, organizationId)
  if (customerId) query = query.where('customer_id', '=', customerId)
  if (cursor) query = query.where('id', '<', cursor)
  const rows = await query
    .orderBy('id', 'desc')
    .limit(limit + 1)
    .execute()
  const contacts = rows.slice(0, limit).map(presentContact)
  return { contacts, nextCursor: rows.length > limit ? (contacts.at(-1)?.id ?? null) : null }
}

/** @throws not_found */
export async function getContact(tx: Tx, { organizationId }: AgentActor, contactId: ContactId): Promise<ContactView> {
  const row = await selectContacts(tx, organizationId).where('id', '=', contactId).executeTakeFirst()
  if (!row) throw new AtriumError('not_found')
  return presentContact(row)
}
