import type { SavedViewView } from '@atrium/shared/inbox/conversation-filter.ts'
import { isAdministrator, type Me } from '../../identity/me.ts'

/** Its owner; a shared one owners and admins of the organization, too. */
export function mayChangeView(me: Me, { ownerId, shared }: SavedViewView): boolean {
  return me.actor?.personId === ownerId || (shared && isAdministrator(me))
}
