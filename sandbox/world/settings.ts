/** What tests and the demo may change about how this Slack behaves. */
export interface Settings {
  /** How long an app has to answer an event, an action or a command. */
  ack_timeout_ms: number
  /** The waits before each retry of an event. Slack's are at once, 1 minute, 5 minutes; these are the same, shortened. */
  retry_delays_ms: number[]
  /** Whether a message posted under another name (`chat:write.customize`) can be deleted by its app. Unproven, so no. */
  customized_deletable: boolean
  /** Whether `message` events carry `metadata`. */
  metadata_in_events: boolean
  /**
   * What becomes of a reply by an app to a message that is gone: seen in live Slack is that it silently stands in the
   * channel itself, without `thread_ts` in the answer; documented nowhere. `refuses`: `thread_not_found`.
   * @see https://github.com/slack-go/slack/issues/1571
   */
  missing_thread: 'unthreads' | 'refuses'
  /** Which of `app_uninstalled` and `tokens_revoked` leaves first; `either` changes with every uninstallation. */
  uninstall_order: 'either' | 'uninstalled_first' | 'revoked_first'
  /** How far this Slack's clock is off when it signs, in seconds; negative: behind. */
  signature_skew_s: number
  /** How long after `files.completeUploadExternal` the message appears. */
  file_share_delay_ms: number
  /** Where files go up and come down, without a slash at the end; null: at the sandbox itself. */
  files_url: string | null
}

export const defaultSettings = (): Settings => ({
  ack_timeout_ms: 3_000,
  retry_delays_ms: [0, 1_000, 5_000],
  customized_deletable: false,
  metadata_in_events: true,
  missing_thread: 'unthreads',
  uninstall_order: 'either',
  signature_skew_s: 0,
  file_share_delay_ms: 20,
  files_url: null,
})

/** Rate limits are off until asked for. */
export interface Limits {
  /** `chat.postMessage` per channel and app, in any one second. */
  post_per_s_per_channel?: number
  /** Per method, workspace and app. */
  per_minute?: Record<string, number>
  /** Slack's published tiers for every method without its own number. */
  tiers?: boolean
  /** Apps sold outside the Marketplace: one `history`/`replies` call a minute of at most 15 objects. */
  restricted_history?: boolean
  retry_after_s?: number
  /** Events for one app and workspace in any hour (Slack: 30,000, which `tiers` switches on); then it hears `app_rate_limited`. */
  events_per_hour?: number
  /** Switches the subscriptions of an app off once more than 95 % of so many attempts in an hour have failed (Slack: 1,000). */
  disable_failing_after?: number
}
