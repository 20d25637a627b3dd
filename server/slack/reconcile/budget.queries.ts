import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { closeGate, gateClosedForMs } from '../../infra/deliveries/gates.ts'
import { budgetOf, type HistoryMethod, type Pace } from './reconcile.rules.ts'
import type { Reconciled } from './target.queries.ts'

const METHODS: readonly HistoryMethod[] = ['conversations.history', 'conversations.replies']

export interface Budget {
  method: HistoryMethod
  recent: number[]
  /** 0: it may be called now. */
  waitMs: number
}

/** Holds the installation's budget for the rest of the transaction: two nodes never spend the same call. */
export async function lockBudgets(tx: Tx, of: Reconciled, { nowMs, pace }: { nowMs: number; pace: Pace }): Promise<Budget[]> {
  const { organizationId, installationId } = of
  await tx
    .insertInto('slack_history_calls')
    .values(METHODS.map((method) => ({ organization_id: organizationId, installation_id: installationId, method })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
  const rows = await tx
    .selectFrom('slack_history_calls')
    .select(['method', 'recent'])
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .orderBy('method')
    .forUpdate()
    .execute()
  const budgets: Budget[] = []
  for (const row of rows) {
    const method = row.method as HistoryMethod
    const { recent, waitMs } = budgetOf(row.recent.map(Number), { nowMs, perMinute: pace.perMinute })
    const closedMs = await gateClosedForMs(tx, { organizationId, scopeId: installationId }, method)
    budgets.push({ method, recent, waitMs: Math.max(waitMs, closedMs) })
  }
  return budgets
}

/** Counted before it is made, so that one that gets lost counts too. */
export async function spendCall(tx: Tx, of: Reconciled, { budget, nowMs }: { budget: Budget; nowMs: number }): Promise<void> {
  await tx
    .updateTable('slack_history_calls')
    .set({ recent: sql<number[]>`${[...budget.recent, nowMs]}::bigint[]` })
    .where('organization_id', '=', of.organizationId)
    .where('installation_id', '=', of.installationId)
    .where('method', '=', budget.method)
    .execute()
}

/** Slack has asked to wait: everybody does, whoever looks for a lost post too. */
export async function closeMethod(tx: Tx, of: Reconciled, { method, ms }: { method: HistoryMethod; ms: number }): Promise<void> {
  const scope = { organizationId: of.organizationId, scopeId: of.installationId }
  await closeGate(tx, scope, { operation: method, ms, reason: 'Slack asks us to wait.' })
}

/** Known from now on, or (null) known not to be. */
export async function noteRestriction(tx: Tx, of: Reconciled, at: Date | null): Promise<void> {
  await tx
    .updateTable('slack_installation')
    .set({ history_restricted_at: at })
    .where('organization_id', '=', of.organizationId)
    .where('id', '=', of.installationId)
    .execute()
}
