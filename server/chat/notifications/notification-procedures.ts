import { z } from 'zod'
import { snapshotOf } from '@atrium/db/transaction.ts'
import { MINUTES_A_DAY, NOTIFICATION_KINDS } from '@atrium/shared/chat/notification-preferences.ts'
import { memberProcedure } from '../../identity/procedures.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { headOf } from '../../realtime/feed/change.queries.ts'
import { notificationPreferences } from './notification-preferences.ts'
import { setNotificationPreferences } from './set-notification-preferences.ts'

const kinds = z.array(z.enum(NOTIFICATION_KINDS)).transform((chosen) => NOTIFICATION_KINDS.filter((kind) => chosen.includes(kind)))
const minute = z
  .number()
  .int()
  .min(0)
  .max(MINUTES_A_DAY - 1)
const preferencesInput = z.object({
  ways: z.object({ app: kinds, desktop: kinds, sound: kinds }),
  quietHours: z.object({ from: minute, until: minute, timeZone: z.string().min(1).max(80) }).nullable(),
})

/** Of a member alone; visitors have the defaults. */
export const notificationProcedures = {
  notificationPreferences: memberProcedure.query(({ ctx: { services, actor } }) =>
    snapshotOf(services.db, actor.organizationId, async (tx) => ({
      head: await headOf(tx, actor.organizationId),
      preferences: await notificationPreferences(tx, actor),
    })),
  ),
  setNotificationPreferences: memberProcedure.input(preferencesInput).mutation(({ ctx: { services, actor }, input }) =>
    commitInOrganization(services, actor.organizationId, async (tx) => ({
      preferences: await setNotificationPreferences(tx, actor, input),
    })),
  ),
}
