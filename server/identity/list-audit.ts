import type { Tx } from '@atrium/db/transaction.ts'
import type { AuditEntryView } from '@atrium/shared/identity/views.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'

/** The newest first; `before` is the id of the last entry of the page before. */
export async function listAudit(
  tx: Tx,
  actor: MemberActor,
  { before, limit }: { before?: string; limit: number },
): Promise<AuditEntryView[]> {
  let query = tx
    .selectFrom('audit_entry')
    .select(['id', 'at', 'actor_kind', 'actor_name', 'action', 'subject', 'detail', 'address'])
    .where('organization_id', '=', actor.organizationId)
  if (before) query = query.where('id', '<', before)
  const rows = await query.orderBy('id', 'desc').limit(limit).execute()
  return rows.map((row) => ({
    id: row.id,
    at: row.at.getTime(),
    actorKind: row.actor_kind,
    actorName: row.actor_name,
    action: row.action,
    subject: row.subject,
    detail: row.detail as Record<string, unknown>,
    address: row.address,
  }))
}
