import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelId, OrganizationId } from '@atrium/shared/ids.ts'
import { enqueueDeliveries } from '../../infra/deliveries/enqueue-delivery.ts'
import { holdLanesOf } from '../../infra/deliveries/queued-deliveries.ts'
import type { Logger } from '../../infra/logger.ts'
import { tellBridge } from '../tell-bridge.ts'
import { readFeed } from './feed.queries.ts'
import { deleteHeld, lockHeld } from './held.queries.ts'
import { oweOrHold } from './hold-message.ts'
import type { MirroredChange } from './mirrored-change.rules.ts'
import { oweReply } from './owe-reply.ts'
import { oweRevision } from './owe-revision.ts'
import type { OwedRevision, OwingScope } from './owed.ts'
import { settleHeld } from './settle-held.ts'

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
type Consequence = OwedRevision & { change: MirroredChange }

/**
 * Reads on in an organization's feed and owes what follows from it, in one transaction: a change leads to its deliveries
 * exactly once, however often this is interrupted.
 */
export async function mirrorChanges(tx: Tx, { organizationId, nowMs, limit, logger }: Mirroring): Promise<MirroredBatch> {
  const batch = await readFeed(tx, organizationId, limit)
  if (!batch) return { seq: null, owed: 0, more: false }
  const holding = await holdingChats(tx, organizationId, batch.changes)
  const revised = batch.changes.filter(({ kind }) => kind === 'chat.messageRevised')
  await holdLanesOf(
    tx,
    organizationId,
    revised.map(({ message }) => message.id),
  )
  let owed = 0
  let planned: Consequence[] = []
  const flush = async () => {
    owed += await writeDown(tx, organizationId, planned)
    planned = []
  }
  for (const change of batch.changes) {
    const isHolding = change.kind !== 'inbox.messageChanged' && holding.has(change.message.channelId)
    // What is done to a message has to find what is owed for it, and what was held in a chat goes before what comes after it.
    if (isHolding || change.kind === 'chat.messageRevised') await flush()
    if (isHolding) owed += await settleBefore(tx, { organizationId, nowMs }, { change, logger })
    const consequence = await consequenceOf(tx, { organizationId, nowMs }, { change, logger })
    if (consequence) planned.push({ ...consequence, change })
    if (consequence?.bridge?.state === 'held' && change.kind !== 'inbox.messageChanged') holding.add(change.message.channelId)
  }
  await flush()
  return { seq: batch.seq, owed, more: batch.more }
}

/** The chats among those of the changes in which something is held, locked. */
async function holdingChats(tx: Tx, organizationId: OrganizationId, changes: MirroredChange[]): Promise<Set<ChannelId>> {
  const channelIds = changes.flatMap((change) => (change.kind === 'inbox.messageChanged' ? [] : [change.message.channelId]))
  const held = channelIds.length > 0 ? await lockHeld(tx, organizationId, { channelIds: [...new Set(channelIds)] }) : []
  return new Set(held.map(({ channelId }) => channelId))
}

/** What a change of a chat means to what is held there. @returns how many calls are owed from now on */
async function settleBefore(
  tx: Tx,
  scope: OwingScope,
  { change, logger }: { change: Exclude<MirroredChange, { kind: 'inbox.messageChanged' }>; logger: Logger },
): Promise<number> {
  const { message } = change
  if (change.kind === 'chat.messageRevised') {
    if (change.revision.kind === 'deleted') await deleteHeld(tx, scope.organizationId, [message.id])
    return 0
  }
  const held = await lockHeld(tx, scope.organizationId, { channelIds: [message.channelId] })
  return settleHeld(tx, scope, { held, answeredBy: message.authorId, logger })
}

/** @returns how many calls are owed from now on */
async function writeDown(tx: Tx, organizationId: OrganizationId, consequences: Consequence[]): Promise<number> {
  for (const consequence of consequences) await showBridge(tx, organizationId, consequence)
  const deliveries = consequences.flatMap((consequence) => consequence.deliveries)
  await enqueueDeliveries(tx, deliveries)
  return deliveries.length
}

/** One message that cannot be planned must not keep the others: it is told as failed, and the feed goes on. */
async function consequenceOf(
  tx: Tx,
  scope: OwingScope,
  { change, logger }: { change: MirroredChange; logger: Logger },
): Promise<OwedRevision | null> {
  await sql`savepoint planning`.execute(tx)
  try {
    const owed = await owedFor(tx, scope, change)
    await sql`release savepoint planning`.execute(tx)
    return owed
  } catch (error) {
    await sql`rollback to savepoint planning`.execute(tx)
    logger.error({ err: error, entity: change.message.id }, 'a message could not be planned for Slack')
    if (change.kind === 'chat.messageRevised') return null
    return { bridge: { state: 'failed', reason: 'Something went wrong on our side.' }, deliveries: [] }
  }
}

function owedFor(tx: Tx, scope: OwingScope, change: MirroredChange): Promise<OwedRevision | null> {
  switch (change.kind) {
    case 'chat.messageChanged':
      return oweOrHold(tx, scope, change.message)
    case 'chat.messageRevised':
      return oweRevision(tx, scope, change)
    case 'inbox.messageChanged':
      return oweReply(tx, scope, change.message)
  }
}

async function showBridge(tx: Tx, organizationId: OrganizationId, { change, bridge }: Consequence): Promise<void> {
  if (!bridge) return
  const actor = { kind: 'system', organizationId, name: 'slack-mirror' } as const
  const entityKind = change.kind === 'inbox.messageChanged' ? 'conversation_message' : 'message'
  await tellBridge(tx, actor, { entities: [{ entityKind, entityId: change.message.id }], bridge })
}
