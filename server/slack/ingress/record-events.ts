import { planOnce } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { faultPoint } from '../../infra/fault-point.ts'
import { withinSavepoint } from '../../realtime/append-change.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { LATE_MS, wakeInstallations } from '../reconcile/wake-reconcile.ts'
import type { SlackServices } from '../slack-services.ts'
import { applyEvent } from './apply-event.ts'
import { insertEvents, keepPending, touchInstallations, type Touched } from './inbox.queries.ts'
import { forgetLookups, rememberLookups } from './lookups.ts'
import { NotYet } from './not-yet.ts'
import { planBatch } from './plan-batch.ts'
import { messageChannelOf } from './privacy.rules.ts'
import { lookUpTogether, ours, type Arrival, type Incoming } from './read-arrivals.ts'
import { retryAfterMs } from './retry.rules.ts'
import { writeChats, writeEchoes } from './write-chats.ts'
import { writeConversations } from './write-conversations.ts'

/** Longer is no news, and would not fit. */
const MOST_LAG_MS = 7 * 86_400_000

/**
 * Everything that has come for one organization since the last commit, in one transaction: noted once each, applied, its
 * changes in the feed. When it returns, nothing of it can be lost. One event that cannot be applied is kept and does not
 * take the others with it. @throws what the database threw: then nothing has happened
 */
export async function recordEvents(services: SlackServices, organizationId: OrganizationId, arrivals: Arrival[]): Promise<void> {
  const batch = { arrivals, together: false }
  const record = () => commitInOrganization(services, organizationId, (tx) => recordBatch(tx, services, { organizationId, batch }))
  try {
    await record()
  } catch (error) {
    if (!batch.together) throw error
    services.logger.info({ err: error, organizationId, events: arrivals.length }, 'Slack events could not be written together')
    await commitInOrganization(services, organizationId, (tx) => recordOneByOne(tx, services, { organizationId, arrivals }))
  }
}

interface Batch {
  arrivals: Arrival[]
  /** Set once there is something to do: what fails then may be the fault of any one event. */
  together: boolean
}

async function recordBatch(
  tx: Tx,
  services: SlackServices,
  { organizationId, batch }: { organizationId: OrganizationId; batch: Batch },
): Promise<void> {
  await planOnce(tx)
  const fresh = await freshOnes(tx, services, { organizationId, arrivals: batch.arrivals })
  batch.together = fresh.length > 0
  for (const [index, run] of runsOf(fresh).entries()) {
    if (index > 0) await lookUpTogether(tx, organizationId, run)
    const others = await writeTogether(tx, run)
    if (!(await appliedTogether(tx, services, others))) {
      for (const one of others) await applyOrKeep(tx, services, one)
    }
  }
  faultPoint('ingress.applied')
}

/** @returns what has to be applied one after the other. */
async function writeTogether(tx: Tx, run: Incoming[]): Promise<Incoming[]> {
  const { conversations, chats, echoes, others } = await planBatch(tx, run)
  await writeConversations(tx, conversations)
  await writeChats(tx, chats)
  const late = await writeEchoes(tx, echoes)
  if (late.length === 0) return others
  const left = new Set([...others, ...late.map(({ of }) => of)])
  return run.filter((one) => left.has(one))
}

/** Whatever fails fails alone. */
async function recordOneByOne(
  tx: Tx,
  services: SlackServices,
  { organizationId, arrivals }: { organizationId: OrganizationId; arrivals: Arrival[] },
): Promise<void> {
  for (const one of await freshOnes(tx, services, { organizationId, arrivals })) await applyOrKeep(tx, services, one)
  faultPoint('ingress.applied')
}

/** Notes what concerns us and has not come before. */
async function freshOnes(
  tx: Tx,
  services: SlackServices,
  { organizationId, arrivals }: { organizationId: OrganizationId; arrivals: Arrival[] },
): Promise<Incoming[]> {
  const nowMs = services.clock.now()
  rememberLookups(tx)
  const incoming = await ours(tx, organizationId, { arrivals, nowMs })
  const rows = incoming.map((one) => ({
    one,
    installationId: one.scope.installationId,
    eventId: one.arrival.eventId,
    kind: one.arrival.event.type,
    nowMs: one.scope.nowMs,
  }))
  const fresh = (await insertEvents(tx, organizationId, rows)).map(({ one }) => one)
  const came = fresh.filter(({ arrival }) => !arrival.isFromHistory)
  const quiet = came.filter(({ lastEventAtMs }) => lastEventAtMs === null || lastEventAtMs < nowMs - 10_000)
  await touchInstallations(tx, organizationId, { touched: lagsOf(quiet, nowMs), now: new Date(nowMs) })
  const late = came.filter(({ arrival }) => arrival.happenedAtMs !== null && arrival.happenedAtMs < nowMs - LATE_MS)
  await wakeInstallations(tx, organizationId, { ids: [...new Set(late.map(({ scope }) => scope.installationId))], nowMs })
  return fresh
}

/** How late each installation's events come: as the latest of them did. */
function lagsOf(came: readonly Incoming[], nowMs: number): Touched[] {
  const lag = ({ arrival }: Incoming) =>
    arrival.happenedAtMs === null ? null : Math.min(MOST_LAG_MS, Math.max(0, Math.round(nowMs - arrival.happenedAtMs)))
  const byId = new Map(came.map((one) => [one.scope.installationId, lag(one)]))
  return [...byId].map(([id, lagMs]) => ({ id, lagMs }))
}

/** Messages that follow each other, and each event that may change where messages belong by itself. */
function runsOf(incoming: Incoming[]): Incoming[][] {
  const runs: Incoming[][] = []
  let open = false
  for (const one of incoming) {
    const isMessage = messageChannelOf(one.event) !== null
    if (isMessage && open) runs.at(-1)?.push(one)
    else runs.push([one])
    open = isMessage
  }
  return runs
}

/** Nearly always nothing fails, and one savepoint for all is cheaper than one each. */
async function appliedTogether(tx: Tx, services: SlackServices, incoming: Incoming[]): Promise<boolean> {
  if (incoming.length < 2) return false
  try {
    await withinSavepoint(tx, async () => {
      for (const { scope, event } of incoming) await applyEvent(tx, scope, { ...services, event })
    })
    return true
  } catch {
    forgetLookups(tx)
    return false
  }
}

async function applyOrKeep(tx: Tx, services: SlackServices, { arrival, event, scope }: Incoming): Promise<void> {
  try {
    await withinSavepoint(tx, () => applyEvent(tx, scope, { ...services, event }))
  } catch (error) {
    forgetLookups(tx)
    const expected = error instanceof NotYet
    const { organizationId, installationId, nowMs } = scope
    const { eventId } = arrival
    if (!expected)
      services.logger.warn(
        { err: error, organizationId, installationId, eventId, kind: event.kind },
        'a Slack event is kept to be tried again',
      )
    await keepPending(tx, organizationId, {
      installationId,
      eventId,
      payload: arrival.body,
      error: error instanceof Error ? error.message : String(error),
      attempts: expected ? 0 : 1,
      notBefore: new Date(nowMs + retryAfterMs(expected ? 0 : 1)),
    })
  }
}
