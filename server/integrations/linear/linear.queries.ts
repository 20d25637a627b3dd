import { sql, type Selectable } from 'kysely'
import type { Escalation, LinearConnection } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { EscalationId, EscalationView, LinearConnectionView } from '@atrium/shared/integrations/linear.ts'
import { appendChange } from '../../realtime/append-change.ts'

const CONNECTION = ['id', 'workspace_name', 'team_id', 'team_name', 'refused_reason', 'rev'] as const
export type ConnectionRow = Pick<Selectable<LinearConnection>, (typeof CONNECTION)[number]>

export function presentConnection(row: ConnectionRow): LinearConnectionView {
  return {
    ...{ workspaceName: row.workspace_name, teamId: row.team_id, teamName: row.team_name },
    ...{ refusedReason: row.refused_reason, rev: row.rev },
  }
}

export function findConnection(tx: Tx, organizationId: OrganizationId): Promise<ConnectionRow | undefined> {
  return tx.selectFrom('linear_connection').select(CONNECTION).where('organization_id', '=', organizationId).executeTakeFirst()
}

export async function setRefused(tx: Tx, organizationId: OrganizationId, reason: string | null): Promise<void> {
  await tx
    .updateTable('linear_connection')
    .set({ refused_reason: reason, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`refused_reason is distinct from ${reason}`)
    .execute()
}

const ESCALATION = [
  ...(['id', 'conversation_id', 'connection_id', 'state', 'reason', 'identifier', 'url', 'title', 'status', 'status_type', 'rev'] as const),
] as const
export type EscalationRow = Pick<Selectable<Escalation>, (typeof ESCALATION)[number]>

export function presentEscalation(row: EscalationRow): EscalationView {
  return {
    id: row.id as EscalationId,
    conversationId: row.conversation_id as ConversationId,
    state: row.state as EscalationView['state'],
    reason: row.reason,
    identifier: row.identifier,
    url: row.url,
    title: row.title,
    status: row.status,
    statusType: row.status_type,
    rev: row.rev,
  }
}

function selectEscalations(tx: Tx, organizationId: OrganizationId) {
  return tx.selectFrom('escalation').select(ESCALATION).where('organization_id', '=', organizationId)
}

export function escalationOf(tx: Tx, organizationId: OrganizationId, conversationId: ConversationId): Promise<EscalationRow | undefined> {
  return selectEscalations(tx, organizationId).where('conversation_id', '=', conversationId).executeTakeFirst()
}

export function findEscalation(tx: Tx, organizationId: OrganizationId, id: EscalationId): Promise<EscalationRow | undefined> {
  return selectEscalations(tx, organizationId).where('id', '=', id).executeTakeFirst()
}

export function lockEscalation(tx: Tx, organizationId: OrganizationId, id: EscalationId): Promise<EscalationRow | undefined> {
  return selectEscalations(tx, organizationId).where('id', '=', id).forUpdate().executeTakeFirst()
}

type EscalationPatch = Partial<Omit<EscalationRow, 'id' | 'conversation_id' | 'rev'>> & { look_at?: Date | null }

/** And tells every member. */
export async function reviseEscalation(
  tx: Tx,
  key: { organizationId: OrganizationId; id: EscalationId },
  patch: EscalationPatch,
): Promise<EscalationView> {
  const row = await tx
    .updateTable('escalation')
    .set({ ...patch, rev: sql`rev + 1` })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
    .returning(ESCALATION)
    .executeTakeFirstOrThrow()
  return appendEscalationChange(tx, row)
}

/** Of those whose issue is still to be made. */
export async function giveUpQueued(tx: Tx, organizationId: OrganizationId, reason: string): Promise<void> {
  const queued = await selectEscalations(tx, organizationId).where('state', '=', 'queued').orderBy('id').forUpdate().execute()
  for (const { id } of queued) await reviseEscalation(tx, { organizationId, id: id as EscalationId }, { state: 'failed', reason })
}

export function appendEscalationChange(tx: Tx, row: EscalationRow): EscalationView {
  const escalation = presentEscalation(row)
  const { conversationId: entityId, rev } = escalation
  appendChange(tx, { kind: 'integrations.escalationChanged', audience: ['members'], entityId, rev, payload: { escalation } })
  return escalation
}
