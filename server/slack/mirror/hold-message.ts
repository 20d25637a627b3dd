import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { insertHeld, lockHeld } from './held.queries.ts'
import { linkedOn, type BridgePlan } from './mirror.rules.ts'
import type { Planned } from './owe-message.ts'
import type { OwingScope, PlannedOwed } from './owed.ts'

export type HeldPlan = Extract<BridgePlan, { route: 'held' }>

/** What its recipient wants to read in Atrium first is not let go before what was held in its chat when it came. */
export async function holdMessage(
  tx: Tx,
  { organizationId }: OwingScope,
  { message, plan, recipientId }: Pick<Planned, 'recipientId'> & { message: MessageView; plan: HeldPlan },
): Promise<PlannedOwed> {
  const { id: messageId, channelId, createdAt } = message
  const before = await lockHeld(tx, organizationId, { channelIds: [channelId] })
  const dueAtMs = Math.max(createdAt + plan.delayMs, ...before.map((earlier) => earlier.dueAtMs))
  const { installationId } = plan.way
  const linked = linkedOn(plan.way)
  await insertHeld(tx, organizationId, { messageId, channelId, recipientId, installationId, linked, writtenAtMs: createdAt, dueAtMs })
  return { bridge: { state: 'held', until: dueAtMs }, deliveries: [] }
}
