import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ContactId, CustomerId, OrganizationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ContactView } from '@atrium/shared/inbox/views.ts'
import { appendContactChange } from '../append-inbox-change.ts'
import { CONTACT_COLUMNS, updateContact } from '../contacts.queries.ts'
import { presentContact, type ContactRow } from '../present-inbox.ts'
import { mergedInto, pointContacts, reviseWhatContactsWrote } from './people.ts'

export interface ContactMerge {
  /** Who turns out to be `into`. */
  from: ContactId
  into: ContactId
  /** They are known to be of different customers. */
  acrossCustomers: boolean
  nowMs: number
}

/**
 * Two contacts are one person: from now on the conversations, the messages and the identities of `from` are shown as those of `into`, also
 * what comes later. Nothing is moved, so undoing is exact. @returns who is left. @throws not_found, bad_input, conflict for different customers
 */
export async function mergeContacts(tx: Tx, actor: MemberActor, input: ContactMerge): Promise<ContactView> {
  const { organizationId } = actor
  const { from, into, acrossCustomers, nowMs } = input
  if (from === into) throw new AtriumError('bad_input', 'Choose another person to merge them with.')
  const contacts = (await lockContacts(tx, organizationId, [from, into])).map(presentContact)
  const [absorbed, kept] = [contacts.find(({ id }) => id === from), contacts.find(({ id }) => id === into)]
  if (!absorbed || !kept) throw new AtriumError('not_found', 'One of these people does not exist any more.')
  if (absorbed.mergedInto !== null || kept.mergedInto !== null)
    throw new AtriumError('bad_input', 'One of them has been merged with somebody already.')
  const areOfTwo = absorbed.customerId !== null && kept.customerId !== null && absorbed.customerId !== kept.customerId
  if (areOfTwo && !acrossCustomers)
    throw new AtriumError('conflict', 'They belong to different customers. Confirm that they are the same person.').at('acrossCustomers')
  const given = kept.customerId === null ? absorbed.customerId : null
  const followed = (await mergedInto(tx, organizationId, from)).map(({ id }) => id as ContactId)
  await tx
    .insertInto('contact_merge')
    .values({
      organization_id: organizationId,
      ...{ absorbed_id: from, kept_id: into, followed, given_customer_id: given },
      ...{ merged_by: actor.personId, merged_at: new Date(nowMs) },
    })
    .execute()
  await pointContacts(tx, organizationId, { contactIds: [from, ...followed], to: into })
  if (given !== null) await setCustomer(tx, organizationId, { id: into, customerId: given })
  await reviseWhatContactsWrote(tx, organizationId, [from, ...followed])
  return findShown(tx, organizationId, into)
}

/**
 * Takes a merge back: who was merged is themselves again, with those who had been merged into them before.
 * @returns who is themselves again. @throws not_found, conflict when the other one has been merged further since
 */
export async function undoContactMerge(
  tx: Tx,
  { organizationId }: MemberActor,
  { contactId }: { contactId: ContactId },
): Promise<ContactView> {
  const merge = await findMerge(tx, organizationId, contactId)
  if (!merge) throw new AtriumError('not_found', 'This merge has been undone already.')
  const keptId = merge.kept_id as ContactId
  const rows = await lockContacts(tx, organizationId, [contactId, keptId])
  const kept = rows.find(({ id }) => id === keptId)
  const removed = await tx
    .deleteFrom('contact_merge')
    .where('organization_id', '=', organizationId)
    .where('absorbed_id', '=', contactId)
    .where('kept_id', '=', keptId)
    .returning('followed')
    .executeTakeFirst()
  if (!kept || !removed) throw new AtriumError('conflict')
  if (kept.merged_into !== null) throw new AtriumError('conflict', `${kept.name} has been merged with somebody since. Undo that first.`)
  // Who followed them then and has been parted from them since stays as they are.
  const followed = (await mergedInto(tx, organizationId, keptId)).map(({ id }) => id as ContactId)
  const going = followed.filter((id) => removed.followed.includes(id))
  await pointContacts(tx, organizationId, { contactIds: [contactId], to: null })
  await pointContacts(tx, organizationId, { contactIds: going, to: contactId })
  const given = merge.given_customer_id
  if (given !== null && kept.customer_id === given) await setCustomer(tx, organizationId, { id: keptId, customerId: null })
  await reviseWhatContactsWrote(tx, organizationId, [contactId, ...going])
  return findShown(tx, organizationId, contactId)
}

/** In one order for everybody; whoever writes in their name meanwhile comes after. */
function lockContacts(tx: Tx, organizationId: OrganizationId, ids: readonly ContactId[]): Promise<ContactRow[]> {
  return tx
    .selectFrom('contact')
    .select(CONTACT_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forUpdate()
    .execute()
}

function findMerge(tx: Tx, organizationId: OrganizationId, absorbedId: ContactId) {
  return tx
    .selectFrom('contact_merge')
    .select(['kept_id', 'given_customer_id'])
    .where('organization_id', '=', organizationId)
    .where('absorbed_id', '=', absorbedId)
    .executeTakeFirst()
}

async function setCustomer(
  tx: Tx,
  organizationId: OrganizationId,
  { id, customerId }: { id: ContactId; customerId: CustomerId | null },
): Promise<void> {
  appendContactChange(tx, await updateContact(tx, { organizationId, id }, { customer_id: customerId }))
}

async function findShown(tx: Tx, organizationId: OrganizationId, id: ContactId): Promise<ContactView> {
  const row = await tx
    .selectFrom('contact')
    .select(CONTACT_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  return presentContact(row)
}
