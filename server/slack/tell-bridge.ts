import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { ConversationMessageId, MessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { setMessageBridge } from '../chat/set-message-bridge.ts'
import { setReplyBridge } from '../inbox/set-reply-bridge.ts'

interface BridgedEntity {
  entityKind: 'message' | 'conversation_message'
  entityId: string
}

/** Shows beside the messages where they are on their way to Slack (CH7). */
export async function tellBridge(
  tx: Tx,
  actor: SystemActor,
  { entities, bridge }: { entities: BridgedEntity[]; bridge: BridgeState },
): Promise<void> {
  for (const { entityKind, entityId } of entities) {
    if (entityKind === 'message') await setMessageBridge(tx, actor, { messageId: entityId as MessageId, bridge })
    else await setReplyBridge(tx, actor, { messageId: entityId as ConversationMessageId, bridge })
  }
}
