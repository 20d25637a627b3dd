import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type Id } from '@atrium/shared/ids.ts'
import type { Actor } from '@atrium/shared/identity/actor.ts'

export interface AuditEntry {
  /** `feature.verb`, such as `member.roleChanged`. */
  action: string
  /** Whom or what it was done to, in words that are still understood when the thing is gone. */
  subject: string
  /** Never a secret: owners and admins read and export it. */
  detail?: Record<string, unknown>
  /** Of the peer; null for what the server does by itself. */
  address: string | null
  nowMs: number
}

/** Says who did what, in the transaction that does it. The table takes inserts only. */
export async function writeAudit(tx: Tx, actor: Actor, entry: AuditEntry): Promise<void> {
  await tx
    .insertInto('audit_entry')
    .values({
      organization_id: actor.organizationId,
      id: newId<Id<'audit'>>(entry.nowMs),
      at: new Date(entry.nowMs),
      actor_kind: actor.kind,
      actor_id: actor.kind === 'system' ? null : actor.personId,
      actor_name: await nameOf(tx, actor),
      action: entry.action,
      subject: entry.subject,
      detail: jsonb(entry.detail ?? {}) as never,
      address: entry.address,
    })
    .execute()
}

async function nameOf(tx: Tx, actor: Actor): Promise<string> {
  if (actor.kind === 'system') return actor.name
  const table = actor.kind === 'member' ? 'member' : 'visitor'
  const row = await tx
    .selectFrom(table)
    .select('name')
    .where('organization_id', '=', actor.organizationId)
    .where('id', '=', actor.personId)
    .executeTakeFirst()
  return row?.name ?? 'unknown'
}
