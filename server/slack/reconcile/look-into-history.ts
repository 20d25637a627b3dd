import { inOrganization } from '@atrium/db/transaction.ts'
import { recordEvents } from '../ingress/record-events.ts'
import { isLaterTs, millisecondsOfTs } from '../ingress/slack-ts.rules.ts'
import { tsOfPage } from '../reactions/told-at.rules.ts'
import type { SlackServices } from '../slack-services.ts'
import { noteRestriction } from './budget.queries.ts'
import { claimLook, type ClaimedLook, type Reader } from './claim-look.ts'
import { compareReactions } from './compare-reactions.rules.ts'
import { compare, emptiedThreads, signatureOf, silentRootsIn, threadsIn, type Finding } from './compare.rules.ts'
import { eventOfFinding } from './found-event.rules.ts'
import { readHeld, readHeldReplies, readKnownReactions } from './held.queries.ts'
import { noteRestricted, settleFailure } from './settle-failure.ts'
import { readPage, type ReadPage } from './read-page.ts'
import { CONFIRM_AFTER_MS, intervalMs, PACE, RESTRICTED_PACE, showsRestriction, THREAD_MS, type Pace } from './reconcile.rules.ts'
import {
  completePass,
  isStillClaimed,
  LEASE_MS,
  lockTargets,
  markThreads,
  postponeTarget,
  renewTarget,
  savePass,
  type Pass,
  type Reconciled,
} from './target.queries.ts'

/** `wait`: something is due, and the limits do not allow a call before `ms` have passed. */
export type Look = { kind: 'looked' } | { kind: 'nothing' } | { kind: 'wait'; ms: number }

/** What is found is applied oldest first when the window is complete, or when it has become so much. */
const FOUND_AT_ONCE = 2_000
const EVENTS_AT_ONCE = 100
const NOBODY_MAY_READ = 'Nobody who is linked allows us to read this direct message.'

/**
 * Makes the one call into Slack's history that is most worth making now and takes in what it shows: what an event should have
 * told goes the way of that event. `verified_through` moves when every page of the window is read and applied, and not before.
 */
export async function lookIntoHistory(services: SlackServices, of: Reconciled, pace: Pace = PACE): Promise<Look> {
  const claiming = await claimLook(services, of, pace)
  if (claiming.kind !== 'look') return claiming
  const { look } = claiming
  const renewing = setInterval(() => void renew(services, look), LEASE_MS / 3)
  try {
    const read = await readPage(services, look)
    if (read) await takeIn(services, look, read)
    else await giveWay(services, look)
  } catch (error) {
    const gone = await settleFailure(services, look, error)
    if (gone) await takeIn(services, look, gone)
  } finally {
    clearInterval(renewing)
  }
  return { kind: 'looked' }
}

async function renew(services: SlackServices, { target }: ClaimedLook): Promise<void> {
  const renewed = inOrganization(services.db, target.organizationId, (tx) => renewTarget(tx, target, services.clock.now()))
  await renewed.catch((error: unknown) => services.logger.warn({ err: error }, "a look into Slack's history could not be kept"))
}

async function giveWay(services: SlackServices, { target }: ClaimedLook): Promise<void> {
  const nowMs = services.clock.now()
  const nextAtMs = nowMs + intervalMs({ ...target, nowMs, isRestricted: true })
  await inOrganization(services.db, target.organizationId, (tx) =>
    postponeTarget(tx, target, { nextAtMs, failures: target.failures + 1, error: NOBODY_MAY_READ }),
  )
}

async function takeIn(services: SlackServices, look: ClaimedLook, read: ReadPage): Promise<void> {
  const { target } = look
  const nowMs = services.clock.now()
  await noteLimits(services, look, read)
  const compared = await inOrganization(services.db, target.organizationId, async (tx) => {
    if (!(await isStillClaimed(tx, target))) return null
    const held = await readHeld(tx, target, { ...target, page: read.page })
    const { findings, missing } = compare({ target, page: read.page, held, suspects: target.suspects, through: look.pass.through })
    const known = await readKnownReactions(tx, target, { ...target, page: read.page })
    const reactions = compareReactions(read.page.messages, known, { ...target, seenTs: tsOfPage(read.askedAtMs) })
    return { findings: [...findings, ...reactions], missing }
  })
  if (!compared) return
  // A channel is read from its end, so that what comes with a later page is older.
  const { found, missing } = look.pass
  const both = target.threadTs === null ? [...compared.findings, ...found] : [...found, ...compared.findings]
  const pass = { ...look.pass, at: read.at, found: both, missing: [...missing, ...compared.missing] }
  if (read.isLast || pass.found.length >= FOUND_AT_ONCE) {
    await applyFound(services, look, { findings: pass.found, reader: read.reader })
    pass.found = []
  }
  const tellsOfThreads = target.threadTs === null && !look.pass.isConfirming
  await inOrganization(services.db, target.organizationId, async (tx) => {
    if (tellsOfThreads) await lockTargets(tx, target.organizationId)
    const isOurs = read.isLast ? await complete(services, look, { tx, read, pass }) : await savePass(tx, target, { pass, nowMs })
    if (!isOurs || !tellsOfThreads) return
    const [told, silent] = [threadsIn(read.page.messages), silentRootsIn(read.page.messages)]
    const roots = [...told.map(({ rootTs }) => rootTs), ...silent]
    const held = await readHeldReplies(tx, target, { channelId: target.channelId, roots })
    const news = [...told, ...emptiedThreads(silent, held)].filter(({ latestReply }) => isWorthAsking(latestReply, target.sinceTs, nowMs))
    const laterMs = nowMs + intervalMs({ kind: 'thread', activeAtMs: nowMs, nowMs, isRestricted: look.isRestricted })
    await markThreads(tx, target, { news, held, at: { nowMs, laterMs } })
  })
}

function isWorthAsking(latestReply: string, sinceTs: string, nowMs: number): boolean {
  return isLaterTs(latestReply, sinceTs) && millisecondsOfTs(latestReply) > nowMs - THREAD_MS
}

/** The way of all events: once each, in transactions of their own, and what cannot be applied is kept aside. */
async function applyFound(
  services: SlackServices,
  { target, place }: ClaimedLook,
  { findings, reader }: { findings: Finding[]; reader: Reader },
): Promise<void> {
  const nowMs = services.clock.now()
  const arrivals = findings.map((finding) => eventOfFinding(finding, { foundIn: { ...place, reader }, nowMs }))
  for (let start = 0; start < arrivals.length; start += EVENTS_AT_ONCE) {
    await recordEvents(services, target.organizationId, arrivals.slice(start, start + EVENTS_AT_ONCE))
  }
  if (findings.length > 0) {
    const { organizationId, installationId, channelId } = target
    services.logger.info({ organizationId, installationId, channelId, found: findings.length }, "Slack's history had what no event told")
  }
}

async function complete(
  services: SlackServices,
  look: ClaimedLook,
  { tx, read, pass }: { tx: Parameters<typeof completePass>[0]; read: ReadPage; pass: Pass },
): Promise<boolean> {
  const { target, isRestricted } = look
  const nowMs = services.clock.now()
  const [newest] = read.page.messages.toSorted((one, other) => (isLaterTs(one.ts, other.ts) ? -1 : 1))
  const activeAtMs = newest ? Math.min(millisecondsOfTs(newest.ts), nowMs) : target.activeAtMs
  const isNew = pass.missing.some((ts) => !target.suspects.includes(ts))
  const confirm = !pass.isConfirming && isNew
  const usualMs = intervalMs({ kind: target.kind, activeAtMs: Math.max(activeAtMs, target.activeAtMs), nowMs, isRestricted })
  // The whole of it is still due after the second look at a part.
  const pauseMs = confirm ? CONFIRM_AFTER_MS : pass.isConfirming && target.deepAtMs === null ? 0 : usualMs
  const root = read.page.messages.find(({ ts }) => ts === target.threadTs)
  const [news] = root ? threadsIn([root]) : []
  return completePass(tx, target, {
    pass,
    activeAtMs,
    repliesSeen: news ? signatureOf(news) : null,
    confirm,
    nextAtMs: nowMs + pauseMs,
    nowMs,
  })
}

/** What the size of a page says about the limits of this app. */
async function noteLimits(
  services: SlackServices,
  { target, isRestricted, wasRestricted, pace }: ClaimedLook,
  read: ReadPage,
): Promise<void> {
  const shows = showsRestriction({ asked: pace.page, got: read.got, hasMore: read.hasMore })
  if (shows && !isRestricted) await noteRestricted(services, target)
  if (wasRestricted && read.got > RESTRICTED_PACE.page)
    await inOrganization(services.db, target.organizationId, (tx) => noteRestriction(tx, target, null))
}
