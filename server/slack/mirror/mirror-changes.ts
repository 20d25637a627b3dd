import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { enqueueDeliveries } from '../../infra/deliveries/enqueue-delivery.ts'
import type { Logger } from '../../infra/logger.ts'
import { tellBridge } from '../tell-bridge.ts'
import { readFeed } from './feed.queries.ts'
import type { MirroredChange } from './mirrored-change.rules.ts'
import { oweMessage } from './owe-message.ts'
import { oweReply } from './owe-reply.ts'
import type { Owed, OwingScope } from './owed.ts'

export interface MirroredBatch {
  /** How far the feed has been read; null: somebody else is reading it. */
  seq: number | null
  /** How many calls are owed from now on. */
  owed: number
  /** There is more to read. */
  more: boolean
}
interface Mirroring {
  organizationId: OrganizationId
  nowMs: number
  limit: number
  logger: Logger
}
type Consequence = Owed & { change: MirroredChange }

/**
 * Reads on in an organization's feed and owes what follows from it, in one transaction: a change leads to its deliveries
 * exactly once, however often this is interrupted.
 */
export async function mirrorChanges(tx: Tx, { organizationId, nowMs, limit, logger }: Mirroring): Promise<MirroredBatch> {
  const batch = await readFeed(tx, organizationId, limit)
  if (!batch) return { seq: null, owed: 0, more: false }
  const consequences: Consequence[] = []
  for (const change of batch.changes) {
    const owed = await consequenceOf(tx, { organizationId, nowMs }, { change, logger })
    if (owed) consequences.push({ ...owed, change })
  }
  for (const consequence of consequences) await showBridge(tx, organizationId, consequence)
  const deliveries = consequences.flatMap((consequence) => consequence.deliveries)
  await enqueueDeliveries(tx, deliveries)
  return { seq: batch.seq, owed: deliveries.length, more: batch.more }
}

/** One message that cannot be planned must not keep the others: it is told as failed, and the feed goes on. */
async function consequenceOf(
  tx: Tx,
  scope: OwingScope,
  { change, logger }: { change: MirroredChange; logger: Logger },
): Promise<Owed | null> {
  await sql`savepoint planning`.execute(tx)
  try {
    const owed =
      change.kind === 'chat.messageChanged' ? await oweMessage(tx, scope, change.message) : await oweReply(tx, scope, change.message)
    await sql`release savepoint planning`.execute(tx)
    return owed
  } catch (error) {
    await sql`rollback to savepoint planning`.execute(tx)
    logger.error({ err: error, entity: change.message.id }, 'a message could not be planned for Slack')
    return { bridge: { state: 'failed', reason: 'Something went wrong on our side.' }, deliveries: [] }
  }
}

async function showBridge(tx: Tx, organizationId: OrganizationId, { change, bridge }: Consequence): Promise<void> {
  const actor = { kind: 'system', organizationId, name: 'slack-mirror' } as const
  const entityKind = change.kind === 'chat.messageChanged' ? 'message' : 'conversation_message'
  await tellBridge(tx, actor, { entities: [{ entityKind, entityId: change.message.id }], bridge })
}
