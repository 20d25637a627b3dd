import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationId, MemberId, OrganizationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationStatus, ConversationView, Priority } from '@atrium/shared/inbox/views.ts'
import { appendConversationChange } from './append-inbox-change.ts'
import { lockConversation, updateConversation, type ConversationPatch } from './conversations.queries.ts'
import { presentConversation } from './present-inbox.ts'

/** @throws not_found */
export function setStatus(
  tx: Tx,
  actor: MemberActor,
  { conversationId, status }: { conversationId: ConversationId; status: ConversationStatus },
): Promise<ConversationView> {
  return patch(tx, actor, { conversationId, change: { status } })
}

/** @throws not_found */
export function setPriority(
  tx: Tx,
  actor: MemberActor,
  { conversationId, priority }: { conversationId: ConversationId; priority: Priority },
): Promise<ConversationView> {
  return patch(tx, actor, { conversationId, change: { priority } })
}

/** To one active member of the organization, or to nobody. @throws not_found */
export async function assign(
  tx: Tx,
  actor: MemberActor,
  { conversationId, assigneeId }: { conversationId: ConversationId; assigneeId: MemberId | null },
): Promise<ConversationView> {
  if (assigneeId !== null) await requireActiveMember(tx, actor.organizationId, assigneeId)
  return patch(tx, actor, { conversationId, change: { assignee_id: assigneeId } })
}

async function requireActiveMember(tx: Tx, organizationId: OrganizationId, memberId: MemberId): Promise<void> {
  const member = await tx
    .selectFrom('member')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('id', '=', memberId)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  if (!member) throw new AtriumError('not_found', 'That person is not in this organization any more.')
}

/** Triage says nothing to the customer and is no activity, so the list keeps its order. What is so already changes nothing. */
async function patch(
  tx: Tx,
  { organizationId }: MemberActor,
  { conversationId, change }: { conversationId: ConversationId; change: ConversationPatch },
): Promise<ConversationView> {
  const row = await lockConversation(tx, organizationId, conversationId)
  if (!row) throw new AtriumError('not_found')
  const changes = Object.entries(change).some(([column, value]) => row[column as keyof typeof row] !== value)
  if (!changes) return presentConversation(row)
  return appendConversationChange(tx, await updateConversation(tx, { organizationId, id: conversationId }, change))
}
