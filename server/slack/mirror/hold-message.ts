import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { insertHeld, lockHeld } from './held.queries.ts'
import { linkedOn } from './mirror.rules.ts'
import { owePlanned, planMessage } from './owe-message.ts'
import type { Owed, OwingScope } from './owed.ts'

/**
 * What a new message of a mention chat leads to; null for any other message. One that its recipient wants to read in Atrium
 * first is held, and not let go before what was held in its chat when it came.
 */
export async function oweOrHold(tx: Tx, scope: OwingScope, message: MessageView): Promise<Owed | null> {
  const planned = await planMessage(tx, scope, message)
  if (planned?.plan.route !== 'held') return planned && owePlanned(tx, scope, { message, ...planned })
  const { organizationId } = scope
  const { id: messageId, channelId, createdAt } = message
  const { plan, recipientId } = planned
  const before = await lockHeld(tx, organizationId, { channelIds: [channelId] })
  const dueAtMs = Math.max(createdAt + plan.delayMs, ...before.map((earlier) => earlier.dueAtMs))
  const { installationId } = plan.way
  const linked = linkedOn(plan.way)
  await insertHeld(tx, organizationId, { messageId, channelId, recipientId, installationId, linked, writtenAtMs: createdAt, dueAtMs })
  return { bridge: { state: 'held', until: dueAtMs }, deliveries: [] }
}
