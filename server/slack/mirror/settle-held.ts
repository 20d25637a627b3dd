import type { Tx } from '@atrium/db/transaction.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { MessageId, PersonId } from '@atrium/shared/ids.ts'
import { enqueueDeliveries } from '../../infra/deliveries/enqueue-delivery.ts'
import type { Logger } from '../../infra/logger.ts'
import { withinSavepoint } from '../../realtime/append-change.ts'
import { tellBridge } from '../tell-bridge.ts'
import { decideHeld } from './held.rules.ts'
import { deleteHeld, readAmong, type HeldMessage } from './held.queries.ts'
import { linkedAmong } from './bridged-posts.queries.ts'
import { findMessage, isActive } from './mirror.queries.ts'
import { oweMessage } from './owe-message.ts'
import { oweReaction } from './owe-reaction.ts'
import type { OwingScope } from './owed.ts'

interface Settling {
  /** Of one chat, in order and locked. */
  held: readonly HeldMessage[]
  /** Has just written in the chat here, and so has read what stood there. */
  answeredBy?: PersonId
  logger: Logger
}

/** Lets go what need not wait any longer. @returns how many calls are owed from now on: `bus.deliveriesOwed()` after the commit. */
export async function settleHeld(tx: Tx, scope: OwingScope, { held, answeredBy, logger }: Settling): Promise<number> {
  const { organizationId, nowMs } = scope
  const [first] = held
  if (!first) return 0
  const { recipientId: personId } = first
  const read = await readAmong(tx, organizationId, { personId, messageIds: held.map(({ messageId }) => messageId) })
  const facts = held.map(({ messageId, dueAtMs }) => ({ dueAtMs, isRead: personId === answeredBy || read.has(messageId) }))
  const decisions = decideHeld(facts, { nowMs, isActive: await isActive(tx, organizationId, personId) })
  let owed = 0
  for (const [index, message] of held.entries()) {
    const decision = decisions[index]
    if (decision === undefined || decision === 'wait') continue
    await deleteHeld(tx, organizationId, [message.messageId])
    if (decision === 'read') await tell(tx, scope, { messageId: message.messageId, bridge: { state: 'not_bridged', reason: 'read_here' } })
    else owed += await letGo(tx, scope, { message, logger })
  }
  return owed
}

/** One that cannot be planned must not keep the others: it is told as failed. */
async function letGo(tx: Tx, scope: OwingScope, { message, logger }: { message: HeldMessage; logger: Logger }): Promise<number> {
  try {
    return await withinSavepoint(tx, () => owe(tx, scope, message))
  } catch (error) {
    logger.error({ err: error, entity: message.messageId }, 'a message that was held could not be planned for Slack')
    await tell(tx, scope, { messageId: message.messageId, bridge: { state: 'failed', reason: 'Something went wrong on our side.' } })
    return 0
  }
}

/** By the way and with the words that are right by now, and with the reactions it has been given meanwhile. */
async function owe(tx: Tx, scope: OwingScope, { messageId, installationId, linked }: HeldMessage): Promise<number> {
  const { organizationId } = scope
  const message = await findMessage(tx, organizationId, messageId)
  if (!message || message.deletedAt !== null) return 0
  const still = await linkedAmong(tx, organizationId, { installationId, slackUserIds: linked })
  if (still.length < linked.length) {
    await tell(tx, scope, { messageId, bridge: { state: 'not_bridged', reason: 'unlinked_while_queued' } })
    return 0
  }
  const owed = await oweMessage(tx, scope, message)
  if (!owed) return 0
  await tell(tx, scope, { messageId, bridge: owed.bridge })
  await enqueueDeliveries(tx, owed.deliveries)
  let calls = owed.deliveries.length
  for (const { emoji, people } of message.reactions) {
    for (const [index, personId] of people.entries()) {
      // As if they had been given one after the other.
      const upToThem = { ...message, reactions: [{ emoji, people: people.slice(0, index + 1) }] }
      const reaction = await oweReaction(tx, scope, { message: upToThem, revision: { kind: 'reactionAdded', personId, emoji } })
      calls += (await enqueueDeliveries(tx, reaction?.deliveries ?? [])).length
    }
  }
  return calls
}

async function tell(tx: Tx, { organizationId }: OwingScope, { messageId, bridge }: { messageId: MessageId; bridge: BridgeState }) {
  const actor = { kind: 'system', organizationId, name: 'slack-mirror' } as const
  await tellBridge(tx, actor, { entities: [{ entityKind: 'message', entityId: messageId }], bridge })
}
