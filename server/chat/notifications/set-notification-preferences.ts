import type { Tx } from '@atrium/db/transaction.ts'
import { isTimeZone, type NotificationPreferences, type NotificationPreferencesView } from '@atrium/shared/chat/notification-preferences.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { storePreferences } from './preferences.queries.ts'

/** What notifies a member from now on, and how (CH6); told to all of their tabs. The last wish holds, whole. @throws bad_input */
export async function setNotificationPreferences(
  tx: Tx,
  actor: MemberActor,
  wish: NotificationPreferences,
): Promise<NotificationPreferencesView> {
  const { quietHours } = wish
  if (quietHours && quietHours.from === quietHours.until)
    throw new AtriumError('bad_input', 'Quiet hours begin and end at the same time. Choose two different times, or turn them off.')
  if (quietHours && !isTimeZone(quietHours.timeZone))
    throw new AtriumError('bad_input', `"${quietHours.timeZone}" is no time zone that is known here. Choose another one.`)
  const preferences = await storePreferences(tx, actor, wish)
  const { personId } = actor
  appendChange(tx, {
    ...{ kind: 'chat.notificationPreferencesChanged', audience: [`person:${personId}`], entityId: personId },
    ...{ rev: preferences.rev, payload: { preferences } },
  })
  return preferences
}
