import { setTimeout as pause } from 'node:timers/promises'
import { asWorker } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { SlackServices } from '../slack-services.ts'
import { lookIntoHistory } from './look-into-history.ts'
import type { Pace } from './reconcile.rules.ts'
import { syncTargets } from './sync-targets.queries.ts'
import { listDue, type Reconciled } from './target.queries.ts'
import { wakeAll } from './wake-reconcile.ts'

/** What is watched and mirrored is looked up again this often. */
const SYNC_EVERY_MS = 15_000
/** Calls for one installation before the others have their turn. */
const LOOKS_IN_A_ROW = 20
const INSTALLATIONS_AT_ONCE = 4
/** Something is due that nobody may look at: the workspace is not connected, say. */
const UNREADY_MS = 5_000

/** Brings the list of what is to be compared up to date, of every organization that a workspace is connected to. */
export async function syncAll(services: SlackServices): Promise<void> {
  const organizations = await asWorker(services.db, (tx) =>
    tx.selectFrom('slack_installation').select('organization_id').distinct().where('state', '=', 'active').execute(),
  )
  for (const { organization_id: id } of organizations) {
    const organizationId = id as OrganizationId
    await commitInOrganization(services, organizationId, (tx) => syncTargets(tx, { organizationId, nowMs: services.clock.now() }))
  }
}

/** Looks as often as something is due and the limits allow, a few times at most. @returns ms for which the limits allow nothing more */
export async function lookInTurn(
  services: SlackServices,
  of: Reconciled,
  { pace, signal }: { pace?: Pace; signal?: AbortSignal } = {},
): Promise<number> {
  for (let looks = 0; looks < LOOKS_IN_A_ROW && !signal?.aborted; looks += 1) {
    const look = await lookIntoHistory(services, of, pace)
    if (look.kind === 'wait') return look.ms
    if (look.kind === 'nothing') return looks === 0 ? UNREADY_MS : 0
  }
  return 0
}

/** Compares with Slack's history until it is told to stop; what was missed while no server ran first. Any number of nodes may run one. */
export function startReconcileWorker(services: SlackServices, everyMs = 1_000): { stop(): Promise<void> } {
  const stopping = new AbortController()
  const { signal } = stopping
  const waiting = new Map<string, number>()
  let syncedAt = -Infinity

  async function look(of: Reconciled): Promise<void> {
    const waitMs = await lookInTurn(services, of, { signal })
    waiting.set(of.installationId, performance.now() + waitMs)
  }

  async function round(): Promise<void> {
    if (performance.now() - syncedAt > SYNC_EVERY_MS) {
      await syncAll(services)
      if (syncedAt === -Infinity) await wakeAll(services.db, services.clock.now())
      syncedAt = performance.now()
    }
    const isFree = (of: Reconciled) => (waiting.get(of.installationId) ?? 0) <= performance.now()
    const due = (await listDue(services.db, services.clock.now())).filter(isFree)
    for (let start = 0; start < due.length && !signal.aborted; start += INSTALLATIONS_AT_ONCE) {
      await Promise.all(due.slice(start, start + INSTALLATIONS_AT_ONCE).map(look))
    }
  }

  const running = (async () => {
    while (!signal.aborted) {
      await round().catch((error: unknown) => services.logger.error({ err: error }, "Slack's history could not be compared"))
      await pause(everyMs, undefined, { signal }).catch(() => {})
    }
  })()
  return {
    async stop() {
      stopping.abort()
      await running
    },
  }
}
