import type { Logger } from '../logger.ts'
import { faultPoint } from '../fault-point.ts'
import { decideAfterLook, decideAfterSend, type Decision } from './deliveries.rules.ts'
import type { GateMemory } from './gate-memory.ts'
import type { ClaimedDelivery, Look, Outcome, Transport } from './transport.ts'

interface Means {
  transport: Transport
  gates: GateMemory
  logger: Logger
}

/** Makes the one call, or the look, that a claimed delivery wants, and decides what follows. Never throws. */
export async function performDelivery({ transport, gates, logger }: Means, delivery: ClaimedDelivery): Promise<Decision> {
  const closedMs = gates.closedForMs(delivery)
  if (delivery.action === 'look') return decideAfterLook(delivery, await look(transport, delivery, logger), transport)
  if (closedMs > 0) {
    const outcome: Outcome = { kind: 'waits', reason: 'it has to wait', afterMs: closedMs }
    return decideAfterSend(delivery, outcome, transport)
  }
  faultPoint('egress.sending')
  const outcome = await send(transport, delivery, logger)
  faultPoint('egress.answered')
  const decision = decideAfterSend(delivery, outcome, transport)
  if (decision.gate?.ms) gates.close(delivery, decision.gate.operation, decision.gate.ms)
  return decision
}

async function send(transport: Transport, delivery: ClaimedDelivery, logger: Logger): Promise<Outcome> {
  try {
    return await transport.send(delivery)
  } catch (error) {
    logger.error({ err: error, delivery: delivery.id, transport: transport.name }, 'a delivery ended in an error of ours')
    return { kind: 'unknown', reason: 'an error on our side' }
  }
}

async function look(transport: Transport, delivery: ClaimedDelivery, logger: Logger): Promise<Look> {
  try {
    return await transport.reconcile(delivery)
  } catch (error) {
    logger.error({ err: error, delivery: delivery.id, transport: transport.name }, 'looking for a delivery ended in an error of ours')
    return { kind: 'unclear', reason: 'an error on our side', afterMs: null, gate: null }
  }
}
