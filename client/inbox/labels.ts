import type { ConversationStatus, ConversationView, Priority } from '@atrium/shared/inbox/views.ts'

export const STATUS_LABELS: Record<ConversationStatus, string> = { open: 'Open', pending: 'Pending', snoozed: 'Snoozed', closed: 'Closed' }
export const PRIORITY_LABELS: Record<Priority, string> = { urgent: 'Urgent', high: 'High', normal: 'Normal', low: 'Low' }
export const ORIGIN_LABELS: Record<ConversationView['origin'], string> = {
  channel: 'Slack channel',
  direct: 'Direct message to the app',
  mention: 'Mention of the app',
  manual: 'Made by hand',
}
