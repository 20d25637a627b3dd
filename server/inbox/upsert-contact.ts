import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type ContactId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { ContactView } from '@atrium/shared/inbox/views.ts'
import { appendContactChange, appendRatingChange } from './append-inbox-change.ts'
import { moveMerges, reviseWhatShows } from './contacts/people.ts'
import { deleteContact, insertContact, lockContacts, updateContact } from './contacts.queries.ts'
import { moveMessagesOfContact } from './conversation-messages.queries.ts'
import { moveConversationsOfContact } from './conversations.queries.ts'
import { presentContact } from './present-inbox.ts'
import { moveRatings } from './ratings/ratings.queries.ts'
import { chooseContact, isSameProfile, learnt, profileOf, type ContactProfile } from './upsert-contact.rules.ts'

interface ContactInput extends ContactProfile {
  /** Whom the caller took them for so far. */
  contactId: ContactId | null
  nowMs: number
}

/**
 * Writes down what is known of somebody on a customer's side. The same e-mail is the same contact: a placeholder that turns
 * out to be somebody known becomes that contact, with all it wrote; the caller keeps the id that is returned.
 * A contact is never a member, whatever address it claims. @throws not_found
 */
export async function upsertContact(tx: Tx, actor: SystemActor, input: ContactInput): Promise<ContactView> {
  const { organizationId } = actor
  const profile = { ...input, name: storableText(input.name).trim() || 'Somebody', email: input.email?.trim() || null }
  const found = (await lockContacts(tx, organizationId, { id: input.contactId, email: profile.email })).map(presentContact)
  const known = found.find(({ id }) => id === input.contactId)
  const withEmail = found.find(({ email }) => email !== null && email.toLowerCase() === profile.email?.toLowerCase())
  if (input.contactId && !known && !withEmail) throw new AtriumError('not_found')
  const { contact, absorbed, emailIsTaken } = chooseContact({ known, withEmail })
  if (!contact) return (await createContact(tx, actor, { ...input, ...profile })) ?? upsertContact(tx, actor, input)
  const updated = await reviseContact(tx, actor, { contact, to: learnt(contact, emailIsTaken ? { ...profile, email: null } : profile) })
  if (absorbed) {
    const move = { from: absorbed.id, to: updated.id }
    await moveConversationsOfContact(tx, organizationId, move)
    await moveMessagesOfContact(tx, organizationId, move)
    for (const row of await moveRatings(tx, organizationId, { of: 'contact_id', ...move })) appendRatingChange(tx, row)
    await moveMerges(tx, organizationId, { from: absorbed.id, to: updated.mergedInto ?? updated.id })
    await reviseWhatShows(tx, organizationId, updated)
    await deleteContact(tx, organizationId, absorbed.id)
  }
  return updated
}

async function createContact(tx: Tx, { organizationId }: SystemActor, input: ContactInput): Promise<ContactView | undefined> {
  const row = await insertContact(tx, {
    organization_id: organizationId,
    id: newId<ContactId>(input.nowMs),
    customer_id: input.customerId,
    name: input.name,
    email: input.email,
    avatar_url: input.avatarUrl,
    placeholder: input.placeholder,
    created_at: new Date(input.nowMs),
  })
  return row && appendContactChange(tx, row)
}

async function reviseContact(
  tx: Tx,
  actor: SystemActor,
  { contact, to }: { contact: ContactView; to: ContactProfile },
): Promise<ContactView> {
  const { organizationId } = actor
  if (isSameProfile(profileOf(contact), to)) return contact
  const row = await updateContact(
    tx,
    { organizationId, id: contact.id },
    { customer_id: to.customerId, name: to.name, email: to.email, avatar_url: to.avatarUrl, placeholder: to.placeholder },
  )
  const looksOther = contact.name !== to.name || contact.avatarUrl !== to.avatarUrl
  if (looksOther) await reviseWhatShows(tx, actor.organizationId, contact)
  return appendContactChange(tx, row)
}
