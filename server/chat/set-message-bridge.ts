import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { isSameBridge } from '@atrium/shared/chat/same-bridge.ts'
import type { BridgeState, MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { appendRevision } from './append-message-change.ts'
import { lockMessage, updateMessage } from './messages.queries.ts'
import { presentMessage } from './present-chat.ts'

/** Says where a bridged message is; saying it again changes nothing, and a tombstone is nowhere. @throws not_found */
export async function setMessageBridge(
  tx: Tx,
  actor: SystemActor,
  { messageId, bridge }: { messageId: MessageId; bridge: BridgeState },
): Promise<MessageView> {
  const { organizationId } = actor
  const row = await lockMessage(tx, organizationId, messageId)
  if (!row) throw new AtriumError('not_found')
  const message = presentMessage(row)
  if (message.deletedAt !== null || isSameBridge(message.bridge, bridge)) return message
  return appendRevision(tx, organizationId, await updateMessage(tx, { organizationId, id: messageId }, { bridge: jsonb(bridge) as never }))
}
