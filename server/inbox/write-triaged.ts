import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, TagId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { appendConversationChange } from './append-inbox-change.ts'
import type { Consequences } from './consequences.rules.ts'
import { presentConversation, type ConversationRow } from './present-inbox.ts'

/** What triage and time set. */
export type TriagedRow = Pick<ConversationRow, 'status' | 'priority' | 'assignee_id' | 'team_id' | 'tag_ids'> & Consequences

/** A conversation as it was locked, and as it is to be. */
export type Rewritten = [before: ConversationRow, after: TriagedRow]

/**
 * All in one statement. Of those that look other than before, everybody is told; when one is looked at next is nobody's business.
 * @returns each as it now is, in the order given
 */
export async function writeTriaged(tx: Tx, organizationId: OrganizationId, rewritten: readonly Rewritten[]): Promise<ConversationView[]> {
  const written = rewritten.map(([before, after]) => {
    const row: ConversationRow = { ...before, ...after, sla: after.sla as ConversationRow['sla'] }
    const looksOther = JSON.stringify(presentConversation(before)) !== JSON.stringify(presentConversation(row))
    return { row: { ...row, rev: row.rev + Number(looksOther) }, looksOther }
  })
  const items = written.map(
    ({ row: { id, status, priority, assignee_id, team_id, tag_ids, snoozed_until, sla, sla_state, due_at, closed_at, rev } }) => {
      return { id, status, priority, assignee_id, team_id, tag_ids, snoozed_until, sla, sla_state, due_at, closed_at, rev }
    },
  )
  const ids = items.map(({ id }) => id)
  if (ids.length > 0)
    await sql`
      update conversation
      set status = item.status, priority = item.priority, assignee_id = item.assignee_id, team_id = item.team_id, rev = item.rev,
        tag_ids = array(select jsonb_array_elements_text(item.tag_ids))::uuid[], snoozed_until = item.snoozed_until,
        sla = nullif(item.sla, 'null'), sla_state = item.sla_state, due_at = item.due_at,
        closed_at = item.closed_at
      from jsonb_to_recordset(${JSON.stringify(items)}::jsonb) as item (id uuid, status text, priority text, assignee_id uuid, team_id uuid,
        tag_ids jsonb, snoozed_until timestamptz, sla jsonb, sla_state text, due_at timestamptz, closed_at timestamptz,
        rev bigint)
      where conversation.organization_id = ${organizationId} and conversation.id = item.id and conversation.id = any(${ids}::uuid[])
    `.execute(tx)
  return written.map(({ row, looksOther }) => (looksOther ? appendConversationChange(tx, row) : presentConversation(row)))
}

/** By which they are found; one that has gone is found by nothing. */
export async function writeTagLookup(
  tx: Tx,
  organizationId: OrganizationId,
  tagged: readonly { id: string; tagIds: readonly TagId[] }[],
): Promise<void> {
  const ids = tagged.map(({ id }) => id)
  if (ids.length === 0) return
  await sql`
    delete from conversation_tag where organization_id = ${organizationId} and conversation_id = any(${ids}::uuid[])
  `.execute(tx)
  await sql`
    insert into conversation_tag (organization_id, tag_id, conversation_id)
    select tag.organization_id, tag.id, item.id
    from jsonb_to_recordset(${JSON.stringify(tagged)}::jsonb) as item (id uuid, "tagIds" jsonb), tag
    where tag.organization_id = ${organizationId} and item."tagIds" ? tag.id::text
  `.execute(tx)
}
