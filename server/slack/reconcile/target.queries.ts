import { sql, type UpdateObject } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { jsonb } from '@atrium/db/json.ts'
import type { DB } from '@atrium/db/schema.generated.ts'
import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { signatureOf, type Finding, type HeldReplies, type ThreadNews } from './compare.rules.ts'
import type { Candidate, TargetKind, Window, WindowTarget } from './reconcile.rules.ts'

export interface Reconciled {
  organizationId: OrganizationId
  installationId: InstallationId
}
export interface TargetKey {
  channelId: string
  /** Null: the top level. */
  threadTs: string | null
}
/** A window that is being read, page by page. */
export interface Pass extends Window {
  /** How far it has been read: a channel from its end, a thread from its beginning. Null: not at all yet. */
  at: string | null
  begunAtMs: number
  found: Finding[]
  missing: string[]
}
export interface Target extends Candidate, TargetKey, WindowTarget {
  pass: Pass | null
  failures: number
}
/** A target that is this node's until its lease ends. */
export interface ClaimedTarget extends Target, Reconciled {
  fence: number
}

/**
 * To be called before several rows are written in one transaction. Each way of finding them comes upon them in an order of its
 * own: without the lock two of these would wait for each other.
 */
export async function lockTargets(tx: Tx, organizationId: OrganizationId): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`slack_reconcile ${organizationId}`}, 0))`.execute(tx)
}

/** What a killed node had in hand is free again after so long; who is still at it renews it meanwhile. */
export const LEASE_MS = 30_000
const CANDIDATES = 200

/** Installations with something to compare, of every organization. */
export async function listDue(db: Db, nowMs: number): Promise<Reconciled[]> {
  const rows = await asWorker(db, (tx) =>
    tx
      .selectFrom('slack_reconcile')
      .select(['organization_id', 'installation_id'])
      .distinct()
      .where('next_at', '<=', new Date(nowMs))
      .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', new Date(nowMs))]))
      .execute(),
  )
  return rows.map((row) => ({
    organizationId: row.organization_id as OrganizationId,
    installationId: row.installation_id as InstallationId,
  }))
}

/** Those that nobody has in hand; the busiest, and the ones that have waited longest. */
export async function listCandidates(tx: Tx, of: Reconciled, nowMs: number): Promise<Target[]> {
  const now = new Date(nowMs)
  const due = tx
    .selectFrom('slack_reconcile')
    .selectAll()
    .where('organization_id', '=', of.organizationId)
    .where('installation_id', '=', of.installationId)
    .where('next_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
    .limit(CANDIDATES)
  const rows = [...(await due.orderBy('active_at', 'desc').execute()), ...(await due.orderBy('next_at').execute())]
  return rows.map((row) => ({
    kind: row.kind as TargetKind,
    channelId: row.channel_id,
    threadTs: row.thread_ts || null,
    sinceTs: row.since_ts,
    verifiedThrough: row.verified_through,
    suspects: row.suspects,
    confirm: row.confirm,
    deepAtMs: row.deep_at?.getTime() ?? null,
    activeAtMs: row.active_at.getTime(),
    nextAtMs: row.next_at.getTime(),
    isWoken: row.checked_at === null || row.woken_at > row.checked_at,
    pass: row.pass as Pass | null,
    failures: row.failures,
  }))
}

/** Null when another node was faster. */
export async function claimTarget(tx: Tx, of: Reconciled & TargetKey, nowMs: number): Promise<{ fence: number } | null> {
  const now = new Date(nowMs)
  const row = await rowOf(tx, of)
    .set({ fence: sql<number>`fence + 1`, lease_until: new Date(nowMs + LEASE_MS), next_at: new Date(nowMs + LEASE_MS) })
    .where('next_at', '<=', now)
    .where((eb) => eb.or([eb('lease_until', 'is', null), eb('lease_until', '<=', now)]))
    .returning('fence')
    .executeTakeFirst()
  return row ? { fence: Number(row.fence) } : null
}

const rowOf = (tx: Tx, of: Reconciled & TargetKey) =>
  tx
    .updateTable('slack_reconcile')
    .where('organization_id', '=', of.organizationId)
    .where('installation_id', '=', of.installationId)
    .where('channel_id', '=', of.channelId)
    .where('thread_ts', '=', of.threadTs ?? '')

/** It takes longer: still this node's, unless somebody has claimed it meanwhile. */
export async function renewTarget(tx: Tx, target: ClaimedTarget, nowMs: number): Promise<void> {
  const until = new Date(nowMs + LEASE_MS)
  await rowOf(tx, target)
    // Sooner than the end of the lease it was asked for meanwhile: that stays.
    .set({ lease_until: until, next_at: sql<Date>`case when next_at = lease_until then ${until}::timestamptz else next_at end` })
    .where('fence', '=', target.fence)
    .where('lease_until', 'is not', null)
    .execute()
}

/** Between two pages of a window. @returns whether the target was still this node's */
export async function savePass(tx: Tx, target: ClaimedTarget, { pass, nowMs }: { pass: Pass; nowMs: number }): Promise<boolean> {
  return settle(tx, target, { pass: jsonb(pass) as never, next_at: new Date(nowMs), failures: 0, error: null })
}

export interface Completed {
  pass: Pass
  activeAtMs: number
  repliesSeen: string | null
  /** New suspects ask for a second look. */
  confirm: boolean
  nextAtMs: number
  nowMs: number
}

/** The whole window is compared and what was found is taken in. */
export async function completePass(tx: Tx, target: ClaimedTarget, done: Completed): Promise<boolean> {
  const { pass, nowMs } = done
  const nextAt = new Date(done.nextAtMs)
  // Whoever claims puts the next look to the end of the lease; sooner, it was asked for while this one was going on.
  const isAskedAgain = sql<boolean>`(next_at <= ${new Date(nowMs)} or woken_at > ${new Date(pass.begunAtMs)})`
  return settle(tx, target, {
    pass: null,
    ...(pass.isConfirming ? {} : { verified_through: pass.through, replies_seen: done.repliesSeen }),
    ...(pass.isDeep ? { deep_at: sql<Date>`case when ${isAskedAgain} then deep_at else ${new Date(nowMs)}::timestamptz end` } : {}),
    suspects: pass.missing,
    confirm: done.confirm,
    active_at: sql<Date>`greatest(active_at, ${new Date(done.activeAtMs)}::timestamptz)`,
    checked_at: new Date(nowMs),
    next_at: sql<Date>`case when ${isAskedAgain} then ${new Date(nowMs)}::timestamptz else ${nextAt}::timestamptz end`,
    failures: 0,
    error: null,
  })
}

/** Nothing was learnt; what was read of the window before stays. */
export async function postponeTarget(
  tx: Tx,
  target: ClaimedTarget,
  { nextAtMs, failures, error }: { nextAtMs: number; failures: number; error: string | null },
): Promise<boolean> {
  return settle(tx, target, { next_at: new Date(nextAtMs), failures, error })
}

async function settle(tx: Tx, target: ClaimedTarget, set: UpdateObject<DB, 'slack_reconcile'>): Promise<boolean> {
  const row = await rowOf(tx, target)
    .set({ ...set, lease_until: null })
    .where('fence', '=', target.fence)
    .returning('fence')
    .executeTakeFirst()
  return row !== undefined
}

/** Whether it is this node's still: nobody has claimed it meanwhile, and it is not gone. */
export async function isStillClaimed(tx: Tx, target: ClaimedTarget): Promise<boolean> {
  const row = await tx
    .selectFrom('slack_reconcile')
    .select('fence')
    .where('organization_id', '=', target.organizationId)
    .where('installation_id', '=', target.installationId)
    .where('channel_id', '=', target.channelId)
    .where('thread_ts', '=', target.threadTs ?? '')
    .where('fence', '=', target.fence)
    .executeTakeFirst()
  return row !== undefined
}

/**
 * Asks for the threads that have other replies than we have. `held`: how many we have and the latest of them, by root;
 * where both are as Slack says, only edits can be missing, and those have time.
 */
export async function markThreads(
  tx: Tx,
  parent: ClaimedTarget,
  { news, held, at }: { news: readonly ThreadNews[]; held: ReadonlyMap<string, HeldReplies>; at: { nowMs: number; laterMs: number } },
): Promise<void> {
  const { organizationId, installationId, channelId } = parent
  const now = new Date(at.nowMs)
  for (const thread of news) {
    const signature = signatureOf(thread)
    const known = held.get(thread.rootTs)
    const isSame = known !== undefined && signatureOf(known) === signature
    const nextAt = isSame ? new Date(at.laterMs) : now
    const activeAt = new Date(Math.floor(Number(thread.latestReply) * 1000))
    await sql`
      insert into slack_reconcile (organization_id, installation_id, channel_id, thread_ts, kind, since_ts, verified_through, active_at, woken_at, next_at, replies_seen)
      values (${organizationId}, ${installationId}, ${channelId}, ${thread.rootTs}, 'thread', ${parent.sinceTs}, ${parent.sinceTs}, ${activeAt}, ${now}, ${nextAt},
        ${isSame ? signature : null})
      on conflict (organization_id, installation_id, channel_id, thread_ts) do update
        set active_at = excluded.active_at, replies_seen = ${isSame ? sql`excluded.replies_seen` : sql`slack_reconcile.replies_seen`},
          next_at = ${isSame ? sql`slack_reconcile.next_at` : sql`least(slack_reconcile.next_at, excluded.next_at)`}
        where slack_reconcile.replies_seen is distinct from ${signature}
    `.execute(tx)
  }
}
