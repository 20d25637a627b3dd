import type { ContactView } from '@atrium/shared/inbox/views.ts'

/** Whoever's page it is stays, unless nothing but a stand-in for their name is known and more of the other. */
export function mergeOf<T extends Pick<ContactView, 'placeholder'>>(shown: T, other: T): { from: T; into: T } {
  return shown.placeholder && !other.placeholder ? { from: shown, into: other } : { from: other, into: shown }
}
