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
 * Whoever owes to scopes, and says beside it whether they are blocked, shares them until the commit; whoever blocks one holds it
 * alone. So neither misses what the other is just writing. To be taken before lanes are locked, and in order: both do.
 */
export async function shareScopes(tx: Tx, scopeIds: readonly string[]): Promise<void> {
  await sql`select pg_advisory_xact_lock_shared(hashtextextended(id, 0)) from unnest(${scopeIds}::text[]) id`.execute(tx)
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

/** By scope, why nothing of it goes out; those that are open are not among them. */
export async function blockedReasons(
  tx: Tx,
  { organizationId, scopeIds }: { organizationId: OrganizationId; scopeIds: readonly string[] },
): Promise<Map<string, string>> {
  const gates = await tx
    .selectFrom('delivery_gate')
    .select(['scope_id', 'reason'])
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`scope_id = any(${scopeIds}::uuid[])`)
    .where('operation', '=', '*')
    .where('closed_until', '>', sql<Date>`now()`)
    .execute()
  return new Map(gates.map(({ scope_id, reason }) => [scope_id, reason]))
}
