import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { BridgeState } from '@atrium/shared/chat/views.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationMessageId, InstallationId, MessageId } from '@atrium/shared/ids.ts'
import { enqueueDeliveries, type NewDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { supersedeFailed } from '../../infra/deliveries/supersede-failed.ts'
import type { EntityKind } from '../../infra/deliveries/transport.ts'
import { deliveriesOfEntity } from '../egress/egress.queries.ts'
import { isRevision } from '../egress/revision-payload.ts'
import { tellBridge } from '../tell-bridge.ts'
import { findMessage, findReply } from './mirror.queries.ts'
import { oweMessage } from './owe-message.ts'
import { oweReply } from './owe-reply.ts'
import { waitingBridge, type Owed, type OwingScope } from './owed.ts'

interface Retry {
  entityId: string
  nowMs: number
}

/**
 * Owes a message that failed once more, by the way that is right by now; of a long one, or one with files, only what has not
 * arrived. Call `bus.deliveriesOwed()` after the commit.
 * What an automation wrote any member may send again.
 * @throws not_found for what does not exist or somebody else wrote, conflict when it has not failed
 */
export async function retryDelivery(tx: Tx, actor: PersonActor, { entityId, nowMs }: Retry): Promise<BridgeState> {
  const { organizationId, personId } = actor
  const scope = { organizationId, nowMs }
  const message = await findMessage(tx, organizationId, entityId as MessageId)
  const reply = message ? null : await findReply(tx, organizationId, entityId as ConversationMessageId)
  const authorId = message?.authorId ?? (reply?.author.kind === 'member' ? reply.author.id : null)
  const isNobodys = reply?.author.kind === 'automation' && actor.kind === 'member'
  if (authorId !== personId && !isNobodys) throw new AtriumError('not_found')
  if ((message ?? reply)?.bridge?.state !== 'failed') throw new AtriumError('conflict', 'Only what has failed can be sent again.')
  if (message?.deletedAt) throw new AtriumError('conflict', 'The message was deleted.')
  const revisions = await failedRevisions(tx, scope, entityId)
  if (revisions) return owe(tx, scope, { owed: revisions, entityKind: 'message', entityId })
  const anew = message ? await oweMessage(tx, scope, message) : reply && (await oweReply(tx, scope, reply))
  if (!anew) throw new AtriumError('conflict', 'This has no way to Slack any more.')
  const owed = await withoutArrivedParts(tx, scope, { entityId, anew })
  return owe(tx, scope, { owed, entityKind: message ? 'message' : 'conversation_message', entityId })
}

async function owe(
  tx: Tx,
  { organizationId }: OwingScope,
  { owed, entityKind, entityId }: { owed: Owed; entityKind: EntityKind; entityId: string },
): Promise<BridgeState> {
  await supersedeFailed(tx, organizationId, entityId)
  await enqueueDeliveries(tx, owed.deliveries)
  await tellBridge(
    tx,
    { kind: 'system', organizationId, name: 'slack-mirror' },
    { entities: [{ entityKind, entityId }], bridge: owed.bridge },
  )
  return owed.bridge
}

/** Where all posts stand and only what was done to them since has failed, that is done again; null otherwise. */
async function failedRevisions(tx: Tx, { organizationId, nowMs }: OwingScope, entityId: string): Promise<Owed | null> {
  const failed = (await deliveriesOfEntity(tx, organizationId, entityId)).filter(({ state }) => state === 'failed')
  const [first] = failed
  if (!first || failed.some(({ operation }) => !isRevision(operation))) return null
  const deliveries = failed.map((row): NewDelivery => {
    const lane = { transport: 'slack', scopeId: row.scope_id, laneKey: row.key }
    return { organizationId, ...lane, operation: row.operation, payload: row.payload, entityKind: 'message', entityId, nowMs }
  })
  return { bridge: await waitingBridge(tx, organizationId, first.scope_id as InstallationId), deliveries }
}

/** Where some parts have arrived, the others go the same way they went before: anything else would tear the message apart. */
async function withoutArrivedParts(
  tx: Tx,
  { organizationId, nowMs }: OwingScope,
  { entityId, anew }: { entityId: string; anew: Owed },
): Promise<Owed> {
  const [first] = anew.deliveries
  const before = await deliveriesOfEntity(tx, organizationId, entityId)
  if (!first || !before.some(({ state }) => state === 'sent')) return anew
  const missing = before.filter(({ operation, state }) => !isRevision(operation) && state === 'failed')
  return {
    ...anew,
    deliveries: missing.map(({ operation, payload, ...part }) => ({
      ...first,
      scopeId: part.scope_id,
      laneKey: part.key,
      operation,
      payload,
      nowMs,
    })),
  }
}
