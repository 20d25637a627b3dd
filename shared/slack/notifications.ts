/** Of what the team is told in Slack. */
export const SLACK_NOTIFICATION_KINDS = ['high_priority', 'teammate_mentioned'] as const
export type SlackNotificationKind = (typeof SLACK_NOTIFICATION_KINDS)[number]

export interface SlackNotificationView {
  kind: SlackNotificationKind
  on: boolean
  /** Null: none was chosen yet, so nothing is told. */
  channelId: string | null
}
