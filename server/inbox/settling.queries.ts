import { sql, type RawBuilder } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, OrganizationId } from '@atrium/shared/ids.ts'

/** Whether a new conversation of this organization waits for a worker: there is a policy, or a team that it comes to. */
export function hasToBeLookedAt(organizationId: OrganizationId): RawBuilder<boolean> {
  return sql<boolean>`(
    exists (select from sla_policy where organization_id = ${organizationId})
    or exists (select from team where organization_id = ${organizationId} and takes_new)
  )`
}

/** The longest overdue first. */
export async function dueConversations(
  db: Db,
  { nowMs, limit }: { nowMs: number; limit: number },
): Promise<Map<OrganizationId, ConversationId[]>> {
  const rows = await asWorker(db, (tx) =>
    tx
      .selectFrom('conversation')
      .select(['organization_id', 'id'])
      .where('due_at', '<=', new Date(nowMs))
      .orderBy('due_at')
      .limit(limit)
      .execute(),
  )
  const due = Map.groupBy(rows, ({ organization_id }) => organization_id as OrganizationId)
  return new Map([...due].map(([organizationId, of]) => [organizationId, of.map(({ id }) => id as ConversationId)]))
}

/** Policies have changed: whatever is not closed is looked at. */
export async function lookAtAll(tx: Tx, organizationId: OrganizationId, nowMs: number): Promise<void> {
  await tx
    .updateTable('conversation')
    .set({ due_at: new Date(nowMs) })
    .where('organization_id', '=', organizationId)
    .where('status', '<>', 'closed')
    .execute()
}
