import type { SlackFailure } from './slack-failure.rules.ts'

/** What is wrong and what helps, in words for whoever runs Atrium (SL4). */
export function describeFailure(failure: SlackFailure): string {
  switch (failure.kind) {
    case 'dead_token':
      return DEAD_TOKENS[failure.error] ?? 'Slack does not accept the token. Connect the workspace again.'
    case 'missing_scope': {
      const scopes = failure.needed.length > 0 ? failure.needed.join(', ') : 'one that Slack did not name'
      return `The app lacks a scope: ${scopes}. Add it in Slack under OAuth & Permissions, then connect the workspace again.`
    }
    case 'rate_limited':
      return `Slack asks us to slow down. Try again in ${Math.ceil(failure.retryAfterMs / 1000)} seconds.`
    case 'unreachable':
      return 'Slack cannot be reached from this server: no connection came about. Check its network and SLACK_API_URL.'
    case 'uncertain':
      return 'Slack did not answer in time, or failed on its side. Try again in a moment.'
    case 'refused':
      return REFUSALS[failure.error] ?? `Slack refused: ${failure.error}.`
  }
}

const DEAD_TOKENS: Record<string, string> = {
  invalid_auth: 'Bad token: Slack does not know it. Connect the workspace again.',
  not_authed: 'Bad token: Slack saw none. Connect the workspace again.',
  token_revoked: 'Revoked token: it was taken back in Slack. Connect the workspace again.',
  token_expired: 'Expired token: it was not renewed in time. Connect the workspace again.',
  account_inactive: 'Revoked token: the app was removed from the workspace. Connect the workspace again.',
}

const REFUSALS: Record<string, string> = {
  channel_not_found: 'Unknown channel: it does not exist, or it is private and the app was not invited. Type /invite @Atrium there.',
  not_in_channel: 'The bot is not in this channel. Type /invite @Atrium there.',
  is_archived: 'The channel is archived.',
  restricted_action: 'The workspace does not let apps post in this channel.',
  invalid_refresh_token: 'Expired token: Slack no longer renews it. Connect the workspace again.',
  user_not_found: 'Slack knows nobody of that id in this workspace.',
  users_not_found: 'Slack knows nobody of that e-mail in this workspace.',
  bad_client_secret: 'The client secret is wrong. Copy it again from Basic Information in Slack.',
  invalid_client_id: 'The client id is wrong. Copy it again from Basic Information in Slack.',
  no_permission: 'The workspace does not allow the app to do this.',
  team_access_not_granted: 'The app has no access to this workspace.',
}
