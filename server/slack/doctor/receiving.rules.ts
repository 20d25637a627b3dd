import type { FindingCode, FindingView } from '@atrium/shared/slack/views.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { AddressEvidence, ReceivingEvidence, SocketEvidence } from './evidence.ts'

/** When the last event came is noted to the nearest ten seconds. */
const NOTED_WITHIN_MS = 10_000

/** Whether Slack's events can find their way here. */
export function findInReceiving(receiving: ReceivingEvidence): FindingView[] {
  const { mode, hasSigningSecret, hasAppToken } = receiving
  const both =
    hasSigningSecret && hasAppToken
      ? [
          problem(
            'both_modes',
            'Both a signing secret (HTTP) and an app-level token (Socket Mode) are kept for the app, which uses one of them.',
            'Save the app’s credentials again, with only what its mode needs.',
          ),
        ]
      : []
  return [...both, ...(mode === 'http' ? findInHttp(receiving) : findInSocket(receiving))]
}

function findInHttp({ hasSigningSecret, refused, lastEventAtMs, address }: ReceivingEvidence): FindingView[] {
  if (!hasSigningSecret) {
    const remedy = 'Copy it from Basic Information in Slack and save the app’s credentials again.'
    return [problem('no_signing_secret', 'HTTP needs the signing secret of the app, and there is none.', remedy)]
  }
  const isRefusedSince = refused !== null && (lastEventAtMs === null || refused.atMs > lastEventAtMs + NOTED_WITHIN_MS)
  if (isRefusedSince) return [refused.because === 'time' ? WRONG_TIME : WRONG_SECRET]
  // What has come is a better witness than our own way to our own address.
  if (lastEventAtMs !== null) return []
  return [...findInAddress(address), ...(address.kind === 'answers' ? [NOTHING_ARRIVED] : [])]
}

function findInAddress(address: AddressEvidence): FindingView[] {
  switch (address.kind) {
    case 'answers':
    case 'not_asked':
      return []
    case 'private':
      return [
        problem(
          'unreachable_url',
          `Slack cannot reach ${address.url}: it is an address inside a network.`,
          'Set PUBLIC_URL to an address that the internet reaches over HTTPS, or use Socket Mode.',
        ),
      ]
    case 'silent':
      return [
        problem(
          'unreachable_url',
          `Nothing has come from Slack, and ${address.url} does not answer as it should: ${address.reason}.`,
          'Check PUBLIC_URL and the proxy in front of this server, or use Socket Mode.',
        ),
      ]
  }
}

function findInSocket({ hasAppToken, socket }: ReceivingEvidence): FindingView[] {
  if (!hasAppToken) {
    const remedy = 'Make one in Slack under App-Level Tokens, with connections:write, and save the app’s credentials again.'
    return [problem('no_app_token', 'Socket Mode needs an app-level token, and there is none.', remedy)]
  }
  return findInConnection(socket)
}

function findInConnection(socket: SocketEvidence): FindingView[] {
  switch (socket.kind) {
    case 'opens':
    case 'not_asked':
      return []
    case 'off':
      return [
        problem(
          'socket_mode_off',
          'Socket Mode is off in Slack: its connections are closed at once.',
          'Turn it on in Slack under Socket Mode, or save the app for HTTP.',
        ),
      ]
    case 'silent':
      return [problem('slack_unreachable', `A Socket Mode connection could not be opened: ${socket.reason}.`, LET_OUT)]
    case 'refused':
      return [findingOfRefusedConnection(socket.failure)]
  }
}

function findingOfRefusedConnection(failure: SlackFailure): FindingView {
  if (failure.kind === 'unreachable' || failure.kind === 'uncertain' || failure.kind === 'rate_limited') return findingOfUnreached(failure)
  const remedy = 'Make another in Slack under App-Level Tokens, with connections:write, and save the app’s credentials again.'
  if (failure.kind === 'missing_scope') {
    return problem('app_token_scope', 'The app-level token lacks the scope connections:write, which Socket Mode needs.', remedy)
  }
  return problem('bad_app_token', `Slack refuses the app-level token (${failure.error}).`, remedy)
}

/** Slack did not say anything about us at all. */
export function findingOfUnreached(failure: Extract<SlackFailure, { kind: 'unreachable' | 'uncertain' | 'rate_limited' }>): FindingView {
  switch (failure.kind) {
    case 'unreachable':
      return problem('slack_unreachable', `Slack cannot be reached from this server: no connection came about (${failure.error}).`, LET_OUT)
    case 'uncertain':
      return problem(
        'slack_failing',
        `Slack did not answer in time, or failed on its side (${failure.error}).`,
        'Look again in a moment; status.slack.com tells of outages.',
      )
    case 'rate_limited':
      return notice(
        'slack_failing',
        'Slack asks us to slow down, and so could not be asked.',
        `Look again in ${Math.ceil(failure.retryAfterMs / 1000)} seconds.`,
      )
  }
}

const problem = (code: FindingCode, what: string, remedy: string): FindingView => ({ code, severity: 'problem', what, remedy })
const notice = (code: FindingCode, what: string, remedy: string): FindingView => ({ code, severity: 'notice', what, remedy })

const LET_OUT = 'Check that this server’s network lets it out to slack.com, and SLACK_API_URL.'
const WRONG_SECRET = problem(
  'wrong_signing_secret',
  'Wrong signing secret: requests come in the app’s name, and their signatures do not fit.',
  'Copy the signing secret again from Basic Information in Slack and save the app’s credentials.',
)
const WRONG_TIME = problem(
  'clock_skew',
  'Requests come that are signed rightly, but more than five minutes away by this server’s clock.',
  'Let the server set its clock by the network (NTP).',
)
const NOTHING_ARRIVED = notice(
  'nothing_arrived',
  'Nothing has come from Slack yet, though the request URL answers.',
  'Write something in a channel that the bot is in. If nothing comes, look in Slack whether the Request URL under Event Subscriptions is verified, and that Socket Mode is off.',
)
