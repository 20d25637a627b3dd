import { inOrganization } from '@atrium/db/transaction.ts'
import { noteDeadToken } from '../install/note-dead-token.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { SlackServices } from '../slack-services.ts'
import { closeMethod, noteRestriction } from './budget.queries.ts'
import type { ClaimedLook, Reader } from './claim-look.ts'
import { isKnownDeleted } from './held.queries.ts'
import type { ReadPage } from './read-page.ts'
import { PAUSE_AFTER_REFUSAL_MS, pauseAfterFailureMs, refusalShowsRestriction } from './reconcile.rules.ts'
import { postponeTarget, type Reconciled } from './target.queries.ts'

/**
 * Nothing of the window is lost: it is read again later, when it may be. Null, or what the failure says about the window:
 * a thread that is not there, although we know its root to be deleted, has no replies left.
 */
export async function settleFailure(services: SlackServices, look: ClaimedLook, error: unknown): Promise<ReadPage | null> {
  const failure: SlackFailure =
    error instanceof SlackCallError ? error.failure : { kind: 'uncertain', error: error instanceof Error ? error.message : String(error) }
  const { target } = look
  const { organizationId, installationId, channelId } = target
  if (failure.error === 'thread_not_found' && (await isRootGone(services, look))) return emptyThread(look, services.clock.now())
  if (!(error instanceof SlackCallError))
    services.logger.error({ err: error, organizationId, installationId, channelId }, 'a look into the history failed')
  if (failure.kind === 'dead_token') await noteDeadBot(services, look, failure)
  if (failure.kind === 'rate_limited') {
    const callsInLastMinute = look.budget.recent.length + 1
    if (!look.isRestricted && refusalShowsRestriction({ ...failure, callsInLastMinute })) await noteRestricted(services, target)
  }
  const nowMs = services.clock.now()
  const failures = failure.kind === 'rate_limited' ? target.failures : target.failures + 1
  await inOrganization(services.db, organizationId, async (tx) => {
    if (failure.kind === 'rate_limited') await closeMethod(tx, target, { method: look.budget.method, ms: failure.retryAfterMs })
    await postponeTarget(tx, target, { nextAtMs: nowMs + pauseMs(failure, failures), failures, error: failure.error })
  })
  return null
}

function pauseMs(failure: SlackFailure, failures: number): number {
  switch (failure.kind) {
    case 'rate_limited':
      // The gate of its method holds it back for as long as Slack has said.
      return 0
    case 'dead_token':
    case 'missing_scope':
    case 'refused':
      return PAUSE_AFTER_REFUSAL_MS
    case 'unreachable':
    case 'uncertain':
      return pauseAfterFailureMs(failures)
  }
}

export async function noteRestricted(services: SlackServices, of: Reconciled): Promise<void> {
  const { organizationId, installationId } = of
  services.logger.warn({ organizationId, installationId }, 'Slack lets this app read little of its history: gaps are filled slowly')
  await inOrganization(services.db, organizationId, (tx) => noteRestriction(tx, of, new Date(services.clock.now())))
}

/** A member's dead grant ends nothing but the reading of their direct messages; it is noticed when they write. */
async function noteDeadBot(services: SlackServices, { target, readers }: ClaimedLook, failure: SlackFailure): Promise<void> {
  const bot = readers.find((reader: Reader) => reader.isBot)
  if (!bot) return
  const { organizationId, installationId } = target
  const token = await slackTokenOf(services, { organizationId, owner: bot.owner, reader: 'slack-reconcile' }).catch(() => null)
  if (token !== null) await noteDeadToken(services, { organizationId, installationId, token, failure })
}

async function isRootGone(services: SlackServices, { target }: ClaimedLook): Promise<boolean> {
  const { channelId, threadTs } = target
  if (threadTs === null) return false
  return inOrganization(services.db, target.organizationId, (tx) => isKnownDeleted(tx, target, { channelId, ts: threadTs }))
}

function emptyThread({ pass, readers }: ClaimedLook, askedAtMs: number): ReadPage | null {
  const [reader] = readers
  if (!reader) return null
  const after = pass.at ?? pass.from
  return { page: { messages: [], after, upTo: null, hasOlder: true }, reader, askedAtMs, at: after, isLast: true, got: 0, hasMore: false }
}
