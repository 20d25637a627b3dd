/**
 * What a failed call means for whoever made it. `error` is Slack's own name, or one of ours for what the network did.
 * Every kind but `uncertain` is certain: nothing happened at Slack.
 */
export type SlackFailure =
  | { kind: 'rate_limited'; error: string; retryAfterMs: number }
  /** The token will never work again; only reconnecting helps. */
  | { kind: 'dead_token'; error: string }
  | { kind: 'missing_scope'; error: string; needed: string[]; provided: string[] }
  /** Slack understood and said no; the same call again gets the same answer. */
  | { kind: 'refused'; error: string }
  /** Slack never saw the request. */
  | { kind: 'unreachable'; error: string }
  /** It may have happened: a time-out, a lost answer, Slack's own trouble. */
  | { kind: 'uncertain'; error: string }

const DEAD_TOKEN = ['invalid_auth', 'not_authed', 'token_revoked', 'token_expired', 'account_inactive']
const MAY_HAVE_HAPPENED = ['internal_error', 'fatal_error', 'service_unavailable', 'request_timeout']

/** Slack says how long to wait in a header; where it does not, half a minute is its usual answer. */
const DEFAULT_RETRY_AFTER_MS = 30_000

interface SlackErrorAnswer {
  error: string
  needed?: unknown
  provided?: unknown
  response_metadata?: { retryAfter?: number } | undefined
}

/** @see https://docs.slack.dev/reference/methods for the errors of each method. */
export function failureOfSlackError(answer: SlackErrorAnswer): SlackFailure {
  const { error } = answer
  if (DEAD_TOKEN.includes(error)) return { kind: 'dead_token', error }
  if (error === 'missing_scope')
    return { kind: 'missing_scope', error, needed: scopesOf(answer.needed), provided: scopesOf(answer.provided) }
  if (error === 'ratelimited' || error === 'rate_limited') {
    const seconds = answer.response_metadata?.retryAfter
    return { kind: 'rate_limited', error, retryAfterMs: seconds === undefined ? DEFAULT_RETRY_AFTER_MS : seconds * 1000 }
  }
  // Slack's names are words with underscores; anything else is a page of some proxy on the way.
  if (MAY_HAVE_HAPPENED.includes(error) || !/^[a-z0-9_]{1,80}$/.test(error)) return { kind: 'uncertain', error: error.slice(0, 80) }
  return { kind: 'refused', error }
}

function scopesOf(value: unknown): string[] {
  return typeof value === 'string' ? value.split(',').filter(Boolean) : []
}
