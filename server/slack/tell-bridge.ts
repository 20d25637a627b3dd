import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { ConversationMessageId, MessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { setMessageBridges } from '../chat/set-message-bridges.ts'
import { setReplyBridges } from '../inbox/set-reply-bridges.ts'
import type { EntityKind } from '../infra/deliveries/transport.ts'

export interface ToldBridge {
  entityKind: EntityKind
  entityId: string
  bridge: BridgeState
}

/** Shows beside the messages where they are on their way to Slack (CH7); of one told twice, what was told last. */
export async function tellBridges(tx: Tx, actor: SystemActor, told: readonly ToldBridge[]): Promise<void> {
  const last = [...new Map(told.map((one) => [one.entityId, one])).values()]
  const of = (kind: EntityKind) => last.filter(({ entityKind }) => entityKind === kind)
  await setMessageBridges(
    tx,
    actor,
    of('message').map(({ entityId, bridge }) => ({ messageId: entityId as MessageId, bridge })),
  )
  await setReplyBridges(
    tx,
    actor,
    of('conversation_message').map(({ entityId, bridge }) => ({ messageId: entityId as ConversationMessageId, bridge })),
  )
}

/** The same of all of them. */
export function tellBridge(
  tx: Tx,
  actor: SystemActor,
  { entities, bridge }: { entities: Pick<ToldBridge, 'entityKind' | 'entityId'>[]; bridge: BridgeState },
): Promise<void> {
  return tellBridges(
    tx,
    actor,
    entities.map(({ entityKind, entityId }) => ({ entityKind, entityId, bridge })),
  )
}
