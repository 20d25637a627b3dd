import { z } from 'zod'
import { SLACK_NOTIFICATION_KINDS, type SlackNotificationKind, type SlackNotificationView } from '@atrium/shared/slack/notifications.ts'

const one = z.object({ on: z.boolean(), channelId: z.string().nullable() })
const stored = z.partialRecord(z.enum(SLACK_NOTIFICATION_KINDS), one)

/** As an installation's row keeps them; what is not there is off. */
export function notificationsOf(row: { notifications: unknown }): SlackNotificationView[] {
  const known = stored.parse(row.notifications)
  return SLACK_NOTIFICATION_KINDS.map((kind) => ({ kind, ...(known[kind] ?? { on: false, channelId: null }) }))
}

/** For the row. */
export function withNotification(row: { notifications: unknown }, { kind, on, channelId }: SlackNotificationView): object {
  return { ...stored.parse(row.notifications), [kind]: { on, channelId } }
}

/** Where the team is told of it; null where it is not. */
export function channelFor(notifications: readonly SlackNotificationView[], kind: SlackNotificationKind): string | null {
  const found = notifications.find((notification) => notification.kind === kind)
  return found?.on ? found.channelId : null
}
