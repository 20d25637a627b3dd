import { isDeepStrictEqual } from 'node:util'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageRevision } from '@atrium/shared/realtime/change.ts'
import type { NewDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { dropDeliveries, replacePayload } from '../../infra/deliveries/queued-deliveries.ts'
import { addressed, POST_OPERATION, type Addressed, type PostPayload } from '../egress/post-payload.ts'
import { REVISION_OPERATIONS, type RevisionPayload } from '../egress/revision-payload.ts'
import { markGoneByDelivery } from '../egress/revision.queries.ts'
import { bridgedPosts, standingText, type BridgedPost } from './bridged-posts.queries.ts'
import { bridgedShares } from './bridged-shares.queries.ts'
import { composePosts, updateOf, type ComposedPost } from './compose-posts.ts'
import { headerOf } from './owe-message.ts'
import { oweReaction } from './owe-reaction.ts'
import { ownWords, type OwnWords } from './own-words.ts'
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

/**
 * A later edit, here or in Slack, says it better. What somebody wrote in Slack keeps the first part of what they make of it here; the others
 * are posts of ours.
 */
async function oweEdit(tx: Tx, scope: OwingScope, message: MessageView): Promise<OwedRevision | null> {
  const { organizationId } = scope
  if ((await standingText(tx, organizationId, message.id)) !== message.text) return null
  const names = await namesIn(tx, organizationId, message.text)
  const posts = await bridgedPosts(tx, organizationId, message.id)
  const own = await ownWords(tx, organizationId, message)
  const like: Carried | OwnWords | null = posts.at(-1) ?? (await bridgedShares(tx, organizationId, message.id)).at(-1) ?? own
  if (!like) return null
  const header = own || like.payload?.as.kind === 'sender' ? null : headerOf(message)
  const composed = composePosts(message.text, names, header)
  const deliveries: NewDelivery[] = []
  if (own) {
    const content = updateOf(composed.shift() ?? { text: '', blocks: null, part: null })
    deliveries.push(revisionOf(scope, { post: own, messageId: message.id, change: { kind: 'update', ...content } }))
  }
  for (const [index, post] of posts.entries()) {
    const content = composed[index]
    const revision = content ? await reword(tx, scope, { post, content }) : await takeAway(tx, scope, { post, change: { kind: 'delete' } })
    if (revision) deliveries.push(revisionOf(scope, { post: standing(post), messageId: message.id, change: revision }))
  }
  const { payload } = like
  if (payload)
    for (const content of composed.slice(posts.length)) deliveries.push(postOf(scope, { like: { ...like, payload }, message, content }))
  if (deliveries.length === 0) return null
  return { bridge: await waitingBridge(tx, organizationId, like.installationId), deliveries }
}

async function oweDelete(tx: Tx, scope: OwingScope, message: MessageView): Promise<OwedRevision | null> {
  const carried = [
    ...(await bridgedPosts(tx, scope.organizationId, message.id)).map((post) => ({ post, change: { kind: 'delete' } as const })),
    ...(await bridgedShares(tx, scope.organizationId, message.id)).map((post) => ({ post, change: { kind: 'unshare' } as const })),
  ]
  const own = await ownWords(tx, scope.organizationId, message)
  const deliveries = own ? [revisionOf(scope, { post: own, messageId: message.id, change: { kind: 'delete' } })] : []
  for (const { post, change: wanted } of carried) {
    const change = await takeAway(tx, scope, { post, change: wanted })
    if (change) deliveries.push(revisionOf(scope, { post: standing(post), messageId: message.id, change }))
  }
  return carried.length + deliveries.length > 0 ? { bridge: null, deliveries } : null
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
function contentOf({ text, blocks, part }: ComposedPost): unknown {
  return JSON.parse(JSON.stringify({ text, blocks, part }))
}

/** Where a change goes, by whom and on which conditions. */
type Target = Pick<OwnWords, 'installationId' | 'laneKey' | 'target' | 'as' | 'linked'>

function standing({ deliveryId, installationId, laneKey, payload: { as, linked } }: Carried): Target {
  return { installationId, laneKey, target: { deliveryId }, as, linked }
}

function revisionOf(
  { organizationId, nowMs }: OwingScope,
  { post, messageId, change }: { post: Target; messageId: string; change: Change },
): NewDelivery {
  const { installationId, laneKey, target, as, linked } = post
  const payload: RevisionPayload = { as, linked, target, messageId, change }
  const entity = { entityKind: 'message', entityId: messageId } as const
  const lane = { transport: 'slack', scopeId: installationId, laneKey }
  return { organizationId, ...lane, operation: REVISION_OPERATIONS[change.kind], payload, ...entity, nowMs }
}

function postOf(
  { organizationId, nowMs }: OwingScope,
  {
    like,
    message,
    content,
  }: { like: Pick<Carried, 'installationId' | 'laneKey' | 'payload'>; message: MessageView; content: ComposedPost },
): NewDelivery {
  const payload: PostPayload = { ...addressed.parse(like.payload), ...content }
  const entity = { entityKind: 'message', entityId: message.id } as const
  const lane = { transport: 'slack', scopeId: like.installationId, laneKey: like.laneKey }
  return { organizationId, ...lane, operation: POST_OPERATION, payload, ...entity, nowMs }
}
