import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { isSameBridge } from '@atrium/shared/chat/same-bridge.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { ConversationMessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { appendConversationMessageChange } from './append-inbox-change.ts'
import { lockConversationMessage, updateConversationMessage } from './conversation-messages.queries.ts'
import { presentConversationMessage } from './present-inbox.ts'

/** Says where a reply is on its way to the customer; saying it again changes nothing. @throws not_found */
export async function setReplyBridge(
  tx: Tx,
  actor: SystemActor,
  { messageId, bridge }: { messageId: ConversationMessageId; bridge: BridgeState },
): Promise<ConversationMessageView> {
  const { organizationId } = actor
  const row = await lockConversationMessage(tx, organizationId, messageId)
  if (!row) throw new AtriumError('not_found')
  const message = presentConversationMessage(row)
  if (isSameBridge(message.bridge, bridge)) return message
  const patch = { bridge: jsonb(bridge) as never }
  return appendConversationMessageChange(tx, await updateConversationMessage(tx, { organizationId, id: messageId }, patch))
}
