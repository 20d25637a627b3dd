import type { Tx } from '@atrium/db/transaction.ts'
import type { AuditFilter } from '@atrium/shared/identity/audit.ts'
import type { AuditEntryView } from '@atrium/shared/identity/views.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'

interface Page {
  /** The id of the last entry of the page before. */
  before?: string | undefined
  limit: number
  filter?: AuditFilter | undefined
}

/** The newest first. */
export async function listAudit(tx: Tx, actor: MemberActor, { before, limit, filter = {} }: Page): Promise<AuditEntryView[]> {
  const { kind, words, fromMs, untilMs } = filter
  let query = tx
    .selectFrom('audit_entry')
    .select(['id', 'at', 'actor_kind', 'actor_name', 'action', 'subject', 'detail', 'address'])
    .where('organization_id', '=', actor.organizationId)
  if (before) query = query.where('id', '<', before)
  if (kind) query = query.where('action', 'like', `${kind}.%`)
  if (fromMs !== undefined) query = query.where('at', '>=', new Date(fromMs))
  if (untilMs !== undefined) query = query.where('at', '<', new Date(untilMs))
  if (words) {
    const pattern = `%${words.replace(/[\\%_]/g, '\\$&')}%`
    query = query.where((where) => where.or([where('actor_name', 'ilike', pattern), where('subject', 'ilike', pattern)]))
  }
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
