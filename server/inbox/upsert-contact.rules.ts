import type { CustomerId } from '@atrium/shared/ids.ts'
import type { ContactView } from '@atrium/shared/inbox/views.ts'

/** What is known of somebody on a customer's side. */
export interface ContactProfile {
  customerId: CustomerId | null
  name: string
  email: string | null
  avatarUrl: string | null
  /** Nothing but a stand-in for the name is known yet. */
  placeholder: boolean
}

/** The contact as it should be, given what has been learnt: what is known is never forgotten for a placeholder. */
export function learnt(contact: ContactView, profile: ContactProfile): ContactProfile {
  const customerId = contact.customerId ?? profile.customerId
  if (profile.placeholder) return { ...profileOf(contact), customerId }
  return {
    customerId,
    name: profile.name,
    email: profile.email ?? contact.email,
    avatarUrl: profile.avatarUrl ?? contact.avatarUrl,
    placeholder: false,
  }
}

export function profileOf({ customerId, name, email, avatarUrl, placeholder }: ContactView): ContactProfile {
  return { customerId, name, email, avatarUrl, placeholder }
}

export function isSameProfile(a: ContactProfile, b: ContactProfile): boolean {
  const { customerId, name, email, avatarUrl, placeholder } = a
  return customerId === b.customerId && name === b.name && email === b.email && avatarUrl === b.avatarUrl && placeholder === b.placeholder
}

/** Which of the contacts found by id and by e-mail it is: same e-mail, same contact, unless that would make two known people one. */
export function chooseContact({ known, withEmail }: { known: ContactView | undefined; withEmail: ContactView | undefined }): {
  contact: ContactView | undefined
  /** A placeholder that turned out to be `contact`. */
  absorbed: ContactView | undefined
  emailIsTaken: boolean
} {
  if (!known || !withEmail || known.id === withEmail.id) return { contact: known ?? withEmail, absorbed: undefined, emailIsTaken: false }
  // Whom an agent has merged into somebody stays with them.
  if (known.placeholder && known.mergedInto === null) return { contact: withEmail, absorbed: known, emailIsTaken: false }
  return { contact: known, absorbed: undefined, emailIsTaken: true }
}
