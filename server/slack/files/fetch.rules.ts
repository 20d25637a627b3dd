import type { KeptBytes } from '../../chat/files/keep-bytes.ts'
import { backoffMs } from '../../infra/deliveries/deliveries.rules.ts'
import { describeFailure } from '../describe-failure.rules.ts'
import type { TokenOwner } from '../secrets/slack-token.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { TransferFailure } from './slack-files.ts'

/** How one attempt at a file's bytes ended. */
export type FetchResult =
  | { kind: 'kept'; kept: KeptBytes }
  /** For good; `failure` in words for people. */
  | { kind: 'failed'; failure: string }
  /** Its owner has deleted it in Slack. */
  | { kind: 'gone' }
  /** Another time. What `counts` is given up after some attempts. `gate`: Slack wants that method left alone until then. */
  | { kind: 'later'; reason: string; afterMs: number | null; counts: boolean; gate: string | null }
/** Of one token among those that may read it: somebody else's may be allowed to; `failure` if nobody's is. */
export type TokenResult = FetchResult | { kind: 'not_for_them'; failure: string }

/** With growing waits in between, about a quarter of an hour together. */
export const ATTEMPTS_BEFORE_FAILURE = 12
/** Until a workspace that is not connected is looked at again. */
export const DISCONNECTED_MS = 60_000

export const NOBODY_MAY_READ = 'Neither of you lets Atrium read files in Slack. Link Slack again in your settings, and send it once more.'
const APP_MAY_NOT_READ = 'The Slack app lacks a permission: files:read. An owner or admin can add it.'
export const NOT_FOUND = 'Slack does not let Atrium read it. Open it in Slack.'
export const NOT_CONNECTED: FetchResult = {
  kind: 'later',
  reason: 'Slack is not connected.',
  afterMs: DISCONNECTED_MS,
  counts: false,
  gate: null,
}

/** What Slack's refusal to describe a file means. */
export function resultOfRefusal(failure: SlackFailure, owner: TokenOwner['kind']): TokenResult {
  switch (failure.kind) {
    case 'rate_limited':
      return { kind: 'later', reason: 'Slack asks us to wait.', afterMs: failure.retryAfterMs, counts: false, gate: 'files.info' }
    case 'missing_scope':
    case 'dead_token':
      return { kind: 'not_for_them', failure: owner === 'link' ? NOBODY_MAY_READ : APP_MAY_NOT_READ }
    case 'refused':
      if (failure.error === 'file_deleted') return { kind: 'gone' }
      return { kind: 'not_for_them', failure: NOT_FOUND }
    case 'unreachable':
    case 'uncertain':
      return { kind: 'later', reason: describeFailure(failure), afterMs: null, counts: true, gate: null }
  }
}

/** The same, of its bytes. */
export function resultOfTransfer(failure: TransferFailure): TokenResult {
  switch (failure.kind) {
    case 'foreign_address':
      return { kind: 'failed', failure: 'It is not kept at Slack, and Atrium asks nobody else for it.' }
    case 'refused':
      return { kind: 'not_for_them', failure: NOT_FOUND }
    case 'rate_limited':
      return { kind: 'later', reason: 'Slack asks us to wait.', afterMs: failure.retryAfterMs, counts: false, gate: null }
    case 'gone':
      return { kind: 'later', reason: 'Slack has no bytes of it.', afterMs: null, counts: true, gate: null }
    case 'interrupted':
      return { kind: 'later', reason: `The download was cut off (${failure.error}).`, afterMs: null, counts: true, gate: null }
  }
}

/** What becomes of a fetch that has to wait, which was tried in vain `attempts` times before. */
export function decideAfterWait(
  attempts: number,
  { reason, afterMs, counts }: FetchResult & { kind: 'later' },
): { kind: 'wait'; attempts: number; afterMs: number } | { kind: 'give_up'; failure: string } {
  const tried = counts ? attempts + 1 : attempts
  if (tried < ATTEMPTS_BEFORE_FAILURE) return { kind: 'wait', attempts: tried, afterMs: afterMs ?? backoffMs(tried) }
  return { kind: 'give_up', failure: `Atrium could not fetch it: ${reason} Open it in Slack.` }
}
