import type { FindingCode, FindingView } from '@atrium/shared/slack/views.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { ChannelEvidence, Evidence, TokenEvidence } from './evidence.ts'
import { findInReceiving, findingOfUnreached } from './receiving.rules.ts'

/** Clocks closer than this are not worth a word; Slack's requests count up to five minutes. */
const NOTED_SKEW_MS = 60_000
const MOST_SKEW_MS = 300_000

/** What is wrong, each cause in its own words and with what helps, the weightiest first (SL4). Nothing: all is well. */
export function findingsOf(evidence: Evidence): FindingView[] {
  const { token, channels, receiving } = evidence
  const mayPostAnywhere = token.kind === 'works' && token.scopes.includes('chat:write.public')
  const found = [
    ...findInToken(token),
    ...findInScopes(evidence),
    ...findInClock(evidence.skewMs),
    ...(receiving ? findInReceiving(receiving) : []),
    ...channels.flatMap((channel) => findInChannel(channel, { mayPostAnywhere })),
    ...findInHistory(evidence),
    ...findInMembers(evidence),
  ]
  const once = new Map(found.map((finding) => [`${finding.code} ${finding.what}`, finding]))
  return [...once.values()].toSorted((one, other) => rank(one) - rank(other))
}

const rank = ({ severity }: FindingView) => (severity === 'problem' ? 0 : 1)

const problem = (code: FindingCode, what: string, remedy: string): FindingView => ({ code, severity: 'problem', what, remedy })
const notice = (code: FindingCode, what: string, remedy: string): FindingView => ({ code, severity: 'notice', what, remedy })

const RECONNECT = 'Connect the workspace again.'

function findInToken(token: TokenEvidence): FindingView[] {
  switch (token.kind) {
    case 'works':
      return []
    case 'none':
      return [problem('not_connected', token.reason ?? 'The workspace is not connected: there is no token.', RECONNECT)]
    case 'unreadable':
      return [
        problem(
          'unreadable_token',
          `The kept token cannot be opened: ${token.reason}.`,
          'Put the key that sealed it back into SECRET_KEYS, behind the first one.',
        ),
      ]
    case 'of_another_workspace':
      return [problem('wrong_workspace', `The token is for another workspace: ${token.teamName}.`, RECONNECT)]
    case 'refused':
      return [findingOfRefusedToken(token.failure)]
  }
}

function findingOfRefusedToken(failure: SlackFailure): FindingView {
  if (failure.kind === 'unreachable' || failure.kind === 'uncertain' || failure.kind === 'rate_limited') return findingOfUnreached(failure)
  if (failure.kind === 'missing_scope') return missingScopes(failure.needed)
  const dead = DEAD_TOKENS[failure.error]
  return dead ?? problem('bad_token', `Bad token: Slack refuses it (${failure.error}).`, RECONNECT)
}

const DEAD_TOKENS: Record<string, FindingView> = {
  invalid_auth: problem('bad_token', 'Bad token: Slack does not know it.', RECONNECT),
  not_authed: problem('bad_token', 'Bad token: Slack saw none.', RECONNECT),
  token_revoked: problem('revoked_token', 'Revoked token: it was taken back in Slack.', RECONNECT),
  account_inactive: problem('revoked_token', 'Revoked token: the app was removed from the workspace.', RECONNECT),
  token_expired: problem('expired_token', 'Expired token: it was not renewed in time.', RECONNECT),
  invalid_refresh_token: problem('expired_token', 'Expired token: Slack no longer renews it.', RECONNECT),
}

function findInScopes({ token, wantedScopes }: Evidence): FindingView[] {
  if (token.kind !== 'works') return []
  const missing = wantedScopes.filter((scope) => !token.scopes.includes(scope))
  return missing.length > 0 ? [missingScopes(missing)] : []
}

function missingScopes(scopes: readonly string[]): FindingView {
  const named = scopes.length > 0 ? scopes.join(', ') : 'one that Slack did not name'
  return problem(
    'missing_scope',
    `The bot lacks ${scopes.length > 1 ? 'scopes' : 'a scope'}: ${named}.`,
    'Add what is missing in Slack under OAuth & Permissions, then connect the workspace again.',
  )
}

function findInClock(skewMs: number | null): FindingView[] {
  if (skewMs === null || Math.abs(skewMs) < NOTED_SKEW_MS) return []
  const by = `${Math.round(Math.abs(skewMs) / 1000)} seconds ${skewMs > 0 ? 'ahead of' : 'behind'}`
  const remedy = 'Let the server set its clock by the network (NTP).'
  return Math.abs(skewMs) >= MOST_SKEW_MS
    ? [problem('clock_skew', `This server’s clock is ${by} Slack’s, so that Slack’s requests are refused as too old or too new.`, remedy)]
    : [notice('clock_skew', `This server’s clock is ${by} Slack’s. From five minutes on, Slack’s requests would be refused.`, remedy)]
}

function findInChannel(channel: ChannelEvidence, { mayPostAnywhere }: { mayPostAnywhere: boolean }): FindingView[] {
  const { at, name, isPrivate, isWatched } = channel
  const invite = `Type /invite @Atrium in #${name}.`
  if (at.kind === 'not_asked') return []
  if (at.kind === 'refused') {
    return isPrivate
      ? [problem('not_in_private_channel', `The bot is not in the private channel #${name}, and so cannot see it.`, invite)]
      : [
          problem(
            'unknown_channel',
            `Unknown channel: Slack has no #${name} (${channel.channelId}) any more.`,
            'Refresh the channels and choose another.',
          ),
        ]
  }
  if (at.isArchived) {
    return [problem('archived_channel', `The channel #${name} is archived.`, 'Unarchive it in Slack, or choose another.')]
  }
  if (at.isMember || (mayPostAnywhere && !isWatched)) return []
  const consequence = isWatched ? 'nothing that is written there arrives' : 'it cannot write there'
  return [problem('not_in_channel', `The bot is not in the channel #${name}: ${consequence}.`, invite)]
}

function findInHistory({ history }: Evidence): FindingView[] {
  if (history.kind === 'full' || history.kind === 'not_asked') return []
  const limit =
    history.kind === 'capped'
      ? 'at most 15 messages a minute'
      : `one page, and then a wait of ${Math.ceil(history.retryAfterMs / 1000)} seconds`
  return [
    notice(
      'restricted_history',
      `Slack restricts what the app may read back: ${limit}. What was missed while this server was away is caught up with slowly.`,
      'Slack does this to apps that are given out outside its Marketplace. Make an app of your own from the manifest, and do not distribute it.',
    ),
  ]
}

/** Without a token that works, everybody's turn comes after it. */
function findInMembers({ token, membersLack }: Evidence): FindingView[] {
  if (token.kind !== 'works' || membersLack.length === 0) return []
  const missing = [...new Set(membersLack.flat())].toSorted()
  const who = membersLack.length === 1 ? 'One member’s own grant lacks' : `${membersLack.length} members’ own grants lack`
  return [
    notice(
      'members_scopes',
      `${who} ${missing.length > 1 ? 'scopes' : 'a scope'}: ${missing.join(', ')}.`,
      'Check in Slack that they are among the User Token Scopes under OAuth & Permissions. The members concerned see in their own settings what does not work, and grant it again there.',
    ),
  ]
}
