import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { isSameBridge } from '@atrium/shared/chat/same-bridge.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { ConversationMessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { appendConversationMessageChange } from './append-inbox-change.ts'
import { lockConversationMessages, updateReplyBridges } from './conversation-messages.queries.ts'
import { presentConversationMessage } from './present-inbox.ts'

export interface ReplyBridge {
  messageId: ConversationMessageId
  bridge: BridgeState
}

/**
 * Says where replies are on their way to the customers, each named once; saying it again changes nothing.
 * @returns them as they are now. @throws not_found when one does not exist; then nothing is said
 */
export async function setReplyBridges(
  tx: Tx,
  { organizationId }: SystemActor,
  told: readonly ReplyBridge[],
): Promise<ConversationMessageView[]> {
  if (told.length === 0) return []
  const ids = told.map(({ messageId }) => messageId)
  const locked = await lockConversationMessages(tx, organizationId, ids)
  const before = new Map(locked.map((row) => [row.id, presentConversationMessage(row)]))
  const news = told.filter(({ messageId, bridge }) => {
    const message = before.get(messageId)
    if (!message) throw new AtriumError('not_found')
    return !isSameBridge(message.bridge, bridge)
  })
  const rows = news.length > 0 ? await updateReplyBridges(tx, organizationId, news) : []
  const after = new Map(rows.map((row) => [row.id, row]))
  const written = new Map<string, ConversationMessageView>()
  for (const { messageId } of news) {
    const row = after.get(messageId)
    if (row) written.set(messageId, appendConversationMessageChange(tx, row))
  }
  return told.map(({ messageId }) => (written.get(messageId) ?? before.get(messageId)) as ConversationMessageView)
}
