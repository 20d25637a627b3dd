import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { ConversationStatus, ConversationView } from '@atrium/shared/inbox/views.ts'
import { appendConversationChange } from './append-inbox-change.ts'
import { previewOf } from './conversation.rules.ts'
import { updateConversation } from './conversations.queries.ts'
import { followUp, policiesFor, writableConsequences } from './follow-up.ts'
import { presentConversation, type ConversationRow } from './present-inbox.ts'
import { gistsOf } from './receive-batch.queries.ts'

interface Touch {
  /** As it was locked. */
  conversation: ConversationRow
  /** Activity moves forward only: what comes late does not push a conversation back. */
  activityAtMs?: number
  status?: ConversationStatus
  assigneeId?: string
  /** Nothing was told of it yet. */
  isOpened?: boolean
}

/**
 * Brings a conversation in line with its messages after one was written, edited or deleted: what the list shows of it, and
 * whether the customer is waiting, follow from the newest message that stands, in whatever order they came.
 */
export async function touchConversation(tx: Tx, organizationId: OrganizationId, touch: Touch): Promise<ConversationView> {
  const before = presentConversation(touch.conversation)
  const gist = (await gistsOf(tx, organizationId, [before.id])).get(before.id)
  const atMs = Math.max(before.lastActivityAt, touch.activityAtMs ?? 0)
  const after = {
    status: touch.status ?? before.status,
    assignee_id: touch.assigneeId ?? before.assigneeId,
    waiting: gist?.waiting ?? false,
  }
  const policies = await policiesFor(tx, organizationId, [touch.conversation])
  const row = await updateConversation(
    tx,
    { organizationId, id: before.id },
    {
      ...after,
      ...writableConsequences(followUp(touch.conversation, after, { policies, atMs })),
      preview: gist ? previewOf(gist.text) : '',
      first_reply_at: gist?.firstReplyAt ?? null,
      last_activity_at: new Date(atMs),
    },
  )
  return appendConversationChange(tx, row, { isOpened: touch.isOpened ?? false })
}
