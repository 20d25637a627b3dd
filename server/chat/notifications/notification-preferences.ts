import type { Tx } from '@atrium/db/transaction.ts'
import { DEFAULT_PREFERENCES, type NotificationPreferencesView } from '@atrium/shared/chat/notification-preferences.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { findPreferences } from './preferences.queries.ts'

/** What notifies a member, and how: as they chose, else the defaults. */
export async function notificationPreferences(tx: Tx, actor: MemberActor): Promise<NotificationPreferencesView> {
  return (await findPreferences(tx, actor)) ?? DEFAULT_PREFERENCES
}
