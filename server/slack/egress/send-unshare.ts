import { inOrganization } from '@atrium/db/transaction.ts'
import type { Outcome } from '../../infra/deliveries/transport.ts'
import { findUploads } from '../files/slack-file.queries.ts'
import { SlackCallError } from '../slack-api.ts'
import { isAuthorGone, UNLINKED } from './author-gone.ts'
import { outcomeOfFailure, permalinkOf } from './egress.rules.ts'
import { findTarget } from './find-target.ts'
import { REVISION_OPERATIONS, type RevisionPayload } from './revision-payload.ts'
import { markGone, type Revised } from './revision.queries.ts'
import type { Posting } from './slack-transport.ts'
import type { WorkspaceUrls } from './workspace-urls.ts'

type Unsharing = Posting<RevisionPayload>

/** Slack says so when there is nothing left to delete. */
const GONE_ALREADY = ['file_not_found', 'file_deleted', 'message_not_found']

/** Deletes the files that a delivery shared, and the message that showed them; any number of times. */
export async function sendUnshare(unsharing: Unsharing, urls: WorkspaceUrls): Promise<Outcome> {
  const { services, scope, payload } = unsharing
  if (!('deliveryId' in payload.target)) return { kind: 'dropped', reason: 'no files were shared' }
  const uploads = await findUploads(services.db, scope, payload.target.deliveryId)
  let method: string = REVISION_OPERATIONS.unshare
  try {
    const at = await findTarget(unsharing)
    if (!at && uploads.length === 0) return { kind: 'dropped', reason: 'its files are not in Slack' }
    // Before Slack can tell of it: so it is not taken for somebody's wish.
    if (at) await inOrganization(services.db, scope.organizationId, (tx) => markGone(tx, scope.organizationId, [at]))
    const refusal = await deleteFiles(
      unsharing,
      uploads.map(({ slackFileId }) => slackFileId),
    )
    method = REVISION_OPERATIONS.delete
    const isGone = at !== null && (await deleteMessage(unsharing, at))
    // Where Slack keeps a file nobody but its owner sees it any more, once its message is gone.
    if (refusal && !isGone) throw refusal
    const permalink = at && permalinkOf(await urls.urlOf(unsharing), at)
    return { kind: 'sent', result: { channel: at?.channel ?? null, ts: at?.ts ?? null, editedTs: null, permalink } }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    if (await isAuthorGone(unsharing, error.failure)) return { kind: 'dropped', reason: UNLINKED }
    return outcomeOfFailure(error.failure, { method, owner: payload.as.kind, repeatable: true })
  }
}

/** @returns what Slack said for good about one that it keeps. @throws SlackCallError for what may be tried again */
async function deleteFiles({ services, token }: Unsharing, slackFileIds: readonly string[]): Promise<SlackCallError | null> {
  let refusal: SlackCallError | null = null
  for (const file of slackFileIds) {
    try {
      await services.slackApi.call(token, (client) => client.files.delete({ file }))
    } catch (error) {
      if (!(error instanceof SlackCallError)) throw error
      if (GONE_ALREADY.includes(error.failure.error)) continue
      if (error.failure.kind !== 'refused' && error.failure.kind !== 'missing_scope') throw error
      refusal = error
    }
  }
  return refusal
}

/** @returns whether it is gone. @throws SlackCallError for what may be tried again */
async function deleteMessage({ services, token }: Unsharing, { channel, ts }: Revised): Promise<boolean> {
  try {
    await services.slackApi.call(token, (client) => client.chat.delete({ channel, ts }))
    return true
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    if (GONE_ALREADY.includes(error.failure.error)) return true
    if (error.failure.kind === 'refused') return false
    throw error
  }
}
