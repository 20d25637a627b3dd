import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageRevision } from '@atrium/shared/realtime/change.ts'
import type { NewDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { dropDeliveries, replacePayload } from '../../infra/deliveries/queued-deliveries.ts'
import { addressed, POST_OPERATION, type Addressed, type PostPayload } from '../egress/post-payload.ts'
import { REVISION_OPERATIONS, type RevisionPayload } from '../egress/revision-payload.ts'
import { markGoneByDelivery } from '../egress/revision.queries.ts'
import { bridgedPosts, standingText, whereItWasWritten, writersIn, type BridgedPost } from './bridged-posts.queries.ts'
import { bridgedShares } from './bridged-shares.queries.ts'
import { composePosts, composeUpdate, updateOf, type ComposedPost } from './compose-posts.ts'
import { headerOf } from './owe-message.ts'
import { oweReaction } from './owe-reaction.ts'
import { namesIn, waitingBridge, type OwedRevision, type OwingScope } from './owed.ts'

interface Revised {
  message: MessageView
  revision: MessageRevision
}

/**
 * What an edit, a delete or a reaction in Atrium leads to in Slack: nothing where the message is not there. What has not
 * gone out yet is changed where it waits. Hold the lanes of the message.
 */
export function oweRevision(tx: Tx, scope: OwingScope, { message, revision }: Revised): Promise<OwedRevision | null> {
  switch (revision.kind) {
    case 'edited':
      return oweEdit(tx, scope, message)
    case 'deleted':
      return oweDelete(tx, scope, message)
    case 'reactionAdded':
    case 'reactionRemoved':
      return oweReaction(tx, scope, { message, revision })
  }
}

/** A later edit, here or in Slack, says it better. */
async function oweEdit(tx: Tx, scope: OwingScope, message: MessageView): Promise<OwedRevision | null> {
  const { organizationId } = scope
  if ((await standingText(tx, organizationId, message.id)) !== message.text) return null
  const names = await namesIn(tx, organizationId, message.text)
  const posts = await bridgedPosts(tx, organizationId, message.id)
  const like: Carried | undefined = posts.at(-1) ?? (await bridgedShares(tx, organizationId, message.id)).at(-1)
  if (!like) return oweToOwnWords(tx, scope, { message, change: { kind: 'update', ...composeUpdate(message.text, names) } })
  const header = like.payload.as.kind === 'sender' ? null : headerOf(message)
  const composed = composePosts(message.text, names, header)
  const deliveries: NewDelivery[] = []
  for (const [index, post] of posts.entries()) {
    const content = composed[index]
    const revision = content ? await reword(tx, scope, { post, content }) : await takeAway(tx, scope, { post, change: { kind: 'delete' } })
    if (revision) deliveries.push(revisionOf(scope, { post, messageId: message.id, change: revision }))
  }
  for (const content of composed.slice(posts.length)) deliveries.push(postOf(scope, { like, messageId: message.id, content }))
  if (deliveries.length === 0) return null
  return { bridge: await waitingBridge(tx, organizationId, like.installationId), deliveries }
}

async function oweDelete(tx: Tx, scope: OwingScope, message: MessageView): Promise<OwedRevision | null> {
  const carried = [
    ...(await bridgedPosts(tx, scope.organizationId, message.id)).map((post) => ({ post, change: { kind: 'delete' } as const })),
    ...(await bridgedShares(tx, scope.organizationId, message.id)).map((post) => ({ post, change: { kind: 'unshare' } as const })),
  ]
  if (carried.length === 0) return oweToOwnWords(tx, scope, { message, change: { kind: 'delete' } })
  const deliveries: NewDelivery[] = []
  for (const { post, change: wanted } of carried) {
    const change = await takeAway(tx, scope, { post, change: wanted })
    if (change) deliveries.push(revisionOf(scope, { post, messageId: message.id, change }))
  }
  return { bridge: null, deliveries }
}

/** Words or files of a message, on their way or there. */
type Carried = Pick<BridgedPost, 'deliveryId' | 'state' | 'installationId' | 'laneKey'> & {
  payload: Addressed
  edits?: BridgedPost['edits']
}
type Change = RevisionPayload['change']

/** @returns the edit that is owed; null when the post says so already, or does once it goes out. */
async function reword(
  tx: Tx,
  { organizationId }: OwingScope,
  { post, content }: { post: BridgedPost; content: ComposedPost },
): Promise<Change | null> {
  const { deliveryId, payload, state, edits } = post
  if (state === 'waiting' || state === 'failed') {
    await replacePayload(tx, organizationId, { deliveryId, payload: { ...payload, ...content } satisfies PostPayload })
    return null
  }
  const wanted = updateOf(content)
  const saysSo = isDeepStrictEqual(contentOf(wanted), contentOf(updateOf(post.says)))
  if (saysSo && !post.isEditedThere && edits.every((edit) => edit.state !== 'failed')) return null
  await dropDeliveries(tx, organizationId, { deliveryIds: edits.map((edit) => edit.deliveryId), reason: 'edited again' })
  return { kind: 'update', ...wanted }
}

/** @returns the change that is owed; null when what it is to take away does not go out at all. */
async function takeAway(
  tx: Tx,
  { organizationId }: OwingScope,
  { post: { deliveryId, state, edits = [] }, change }: { post: Carried; change: Change },
): Promise<Change | null> {
  const gone = edits.map((edit) => edit.deliveryId)
  const neverWent = state === 'waiting' || state === 'failed'
  await dropDeliveries(tx, organizationId, { deliveryIds: neverWent ? [...gone, deliveryId] : gone, reason: 'deleted before it went out' })
  if (neverWent) return null
  await markGoneByDelivery(tx, organizationId, deliveryId)
  return change
}

/** Through JSON, as what is stored has been. */
function contentOf({ text, blocks }: ComposedPost): unknown {
  return JSON.parse(JSON.stringify({ text, blocks }))
}

function revisionOf(
  { organizationId, nowMs }: OwingScope,
  { post, messageId, change }: { post: Carried; messageId: string; change: Change },
): NewDelivery {
  const { as, linked } = post.payload
  const payload: RevisionPayload = { as, linked, target: { deliveryId: post.deliveryId }, messageId, change }
  const entity = { entityKind: 'message', entityId: messageId } as const
  const lane = { transport: 'slack', scopeId: post.installationId, laneKey: post.laneKey }
  return { organizationId, ...lane, operation: REVISION_OPERATIONS[change.kind], payload, ...entity, nowMs }
}

function postOf(
  { organizationId, nowMs }: OwingScope,
  { like, messageId, content }: { like: Carried; messageId: string; content: ComposedPost },
): NewDelivery {
  const payload: PostPayload = { ...addressed.parse(like.payload), ...content }
  const entity = { entityKind: 'message', entityId: messageId } as const
  const lane = { transport: 'slack', scopeId: like.installationId, laneKey: like.laneKey }
  return { organizationId, ...lane, operation: POST_OPERATION, payload, ...entity, nowMs }
}

/** To what its author wrote in Slack, with their own token: nobody else's can. */
async function oweToOwnWords(
  tx: Tx,
  { organizationId, nowMs }: OwingScope,
  { message, change }: { message: MessageView; change: Change },
): Promise<OwedRevision | null> {
  const at = await whereItWasWritten(tx, organizationId, message.id)
  if (!at) return null
  const { installationId, laneKey, channelId, ts } = at
  const [author] = await writersIn(tx, organizationId, { installationId, personIds: [message.authorId] })
  if (!author?.canPost) return null
  const payload: RevisionPayload = {
    as: { kind: 'sender', memberId: message.authorId, slackUserId: author.slackUserId },
    linked: [author.slackUserId],
    target: { channelId, ts },
    messageId: message.id,
    change,
  }
  const entity = { entityKind: 'message', entityId: message.id } as const
  const lane = { transport: 'slack', scopeId: installationId, laneKey }
  const deliveries = [{ organizationId, ...lane, operation: REVISION_OPERATIONS[change.kind], payload, ...entity, nowMs }]
  return { bridge: change.kind === 'update' ? await waitingBridge(tx, organizationId, installationId) : null, deliveries }
}
