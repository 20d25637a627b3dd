import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId, CustomerId, OrganizationId } from '@atrium/shared/ids.ts'
import type { AgentActor } from '@atrium/shared/identity/actor.ts'
import type { ContactView } from '@atrium/shared/inbox/views.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { CONTACT_COLUMNS } from '../contacts.queries.ts'
import { cursorAfter, likePattern, parseNameCursor } from '../name-cursor.rules.ts'
import { presentContact } from '../present-inbox.ts'
import { mergedInto } from './people.ts'

export interface WantedContacts {
  /** Of one customer; null: of everybody. */
  customerId: CustomerId | null
  /** In the name or the e-mail, case aside; empty: all. */
  words: string
  /** From `nextCursor` of the page before. */
  cursor?: string | null | undefined
  limit: number
}

/** By name, by keyset; who was merged into somebody is not among them. @throws bad_input for a cursor that is none */
export async function listContacts(
  tx: Tx,
  { organizationId }: AgentActor,
  { customerId, words, cursor, limit }: WantedContacts,
): Promise<{ contacts: ContactView[]; nextCursor: string | null }> {
  let query = tx
    .selectFrom('contact')
    .select([...CONTACT_COLUMNS, sql<string>`lower(name)`.as('sorted_by')])
    .where('organization_id', '=', organizationId)
    .where('merged_into', 'is', null)
  if (customerId) query = query.where('customer_id', '=', customerId)
  const pattern = likePattern(words)
  if (pattern) query = query.where(sql<boolean>`(name ilike ${pattern} or email ilike ${pattern})`)
  if (cursor) {
    const { name, id } = parseNameCursor(cursor)
    query = query.where(sql<boolean>`(lower(name), id) > (${name}, ${id}::uuid)`)
  }
  const rows = await query
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  return { contacts: page.map(presentContact), nextCursor: rows.length > limit ? cursorAfter(page.at(-1)) : null }
}

/** A person: who is shown, and who was merged into them. Asked for one of those, it answers with the one who is shown. @throws not_found */
export async function getContact(
  tx: Tx,
  { organizationId }: AgentActor,
  contactId: ContactId,
): Promise<{ contact: ContactView; merged: ContactView[] }> {
  const asked = await findContact(tx, organizationId, contactId)
  const contact = asked?.mergedInto ? await findContact(tx, organizationId, asked.mergedInto) : asked
  if (!contact) throw new AtriumError('not_found', 'This person does not exist.')
  return { contact, merged: (await mergedInto(tx, organizationId, contact.id)).map(presentContact) }
}

async function findContact(tx: Tx, organizationId: OrganizationId, id: ContactId): Promise<ContactView | undefined> {
  const row = await tx
    .selectFrom('contact')
    .select(CONTACT_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirst()
  return row && presentContact(row)
}
