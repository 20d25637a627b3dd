import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

export interface Scope {
  organizationId: OrganizationId
  scopeId: string
}

/** Closes one operation of a scope, or all with '*'; `ms` null: until somebody opens it. Never shortens what is closed already. */
export async function closeGate(tx: Tx, scope: Scope, gate: { operation: string; ms: number | null; reason: string }): Promise<void> {
  const until =
    gate.ms === null ? sql<Date>`timestamptz '9999-01-01'` : sql<Date>`clock_timestamp() + ${gate.ms} * interval '1 millisecond'`
  await tx
    .insertInto('delivery_gate')
    .values({
      organization_id: scope.organizationId,
      scope_id: scope.scopeId,
      operation: gate.operation,
      closed_until: until,
      reason: gate.reason,
    })
    .onConflict((conflict) =>
      conflict.columns(['organization_id', 'scope_id', 'operation']).doUpdateSet({
        closed_until: sql<Date>`greatest(delivery_gate.closed_until, excluded.closed_until)`,
        reason: gate.reason,
      }),
    )
    .execute()
}

/**
 * Whoever owes to a scope, and says beside it whether it is blocked, shares the scope until the commit; whoever blocks it holds it
 * alone. So neither misses what the other is just writing. To be taken before lanes are locked: both do.
 */
export async function shareScope(tx: Tx, { scopeId }: Scope): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(${scopeId}, 0))`.execute(tx)
}

export async function holdScope(tx: Tx, { scopeId }: Scope): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${scopeId}, 0))`.execute(tx)
}

/** ms for which an operation of the scope is still closed; 0 when it is open. For calls a transport makes beside the one that is owed. */
export async function gateClosedForMs(db: Db, scope: Scope, operation: string): Promise<number> {
  const gate = await db
    .selectFrom('delivery_gate')
    .select(sql<number>`(extract(epoch from max(closed_until) - clock_timestamp()) * 1000)::float8`.as('ms'))
    .where('organization_id', '=', scope.organizationId)
    .where('scope_id', '=', scope.scopeId)
    .where('operation', 'in', ['*', operation])
    .executeTakeFirst()
  return Math.max(0, Math.ceil(gate?.ms ?? 0))
}

/** Why nothing of the scope goes out; null when it does. */
export async function blockedReason(db: Db, scope: Scope): Promise<string | null> {
  const gate = await db
    .selectFrom('delivery_gate')
    .select('reason')
    .where('organization_id', '=', scope.organizationId)
    .where('scope_id', '=', scope.scopeId)
    .where('operation', '=', '*')
    .where('closed_until', '>', sql<Date>`now()`)
    .executeTakeFirst()
  return gate?.reason ?? null
}
