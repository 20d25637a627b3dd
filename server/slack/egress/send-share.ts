import type { FilesCompleteUploadExternalArguments } from '@slack/web-api'
import type { Outcome } from '../../infra/deliveries/transport.ts'
import { spendUploads } from '../files/slack-file.queries.ts'
import { SlackCallError } from '../slack-api.ts'
import { isAuthorGone, UNLINKED } from './author-gone.ts'
import { channelOf } from './direct-channel.ts'
import { findShare } from './find-share.ts'
import { SHARE_OPERATION, type SharePayload } from './share-payload.ts'
import type { Posting } from './slack-transport.ts'
import { isThreadGone, threadTsOf } from './thread-of-post.ts'
import { outcomeOfShareFailure, SENDER_CANNOT_SHARE, uploadFiles, type Uploads } from './upload-files.ts'
import type { WorkspaceUrls } from './workspace-urls.ts'

type Sharing = Posting<SharePayload>

/**
 * Uploads the files of a message and shares them, which is one call: its answer may be lost, and nothing is repeated here. The answer
 * does not say where they stand; Slack's event does, or its history.
 */
export async function sendShare(sharing: Sharing, urls: WorkspaceUrls): Promise<Outcome> {
  const { payload, context, delivery } = sharing
  if (payload.as.kind === 'sender' && !context.senderScopes.includes('files:write')) return { kind: 'dropped', reason: SENDER_CANNOT_SHARE }
  const channel = await channelOf(sharing)
  if ('kind' in channel) return channel
  const uploads = await uploadFiles(sharing)
  if ('kind' in uploads) return uploads
  const { channelId } = channel
  const refused = await share(sharing, uploads, { channelId, threadTs: await threadTsOf(sharing, channelId) })
  if (refused) return refused
  const result = { channel: channelId, ts: null, threadTs: null, permalink: null, workspaceUrl: await urls.urlOf(sharing) }
  // It was sent before and could not be found: had it only been slow, both stand there now.
  const duplicatesRemoved = delivery.absences > 0 ? await removeDuplicates(sharing, urls) : 0
  return { kind: 'sent', result, duplicatesRemoved }
}

interface Place {
  channelId: string
  threadTs: string | null
}

/** Null when Slack has taken them. Where the thread is gone they go to the top level, as words do. */
async function share(sharing: Sharing, uploads: Uploads, place: Place): Promise<Outcome | null> {
  const { services, scope, delivery, payload, token } = sharing
  try {
    await services.slackApi.call(token, (client) => client.files.completeUploadExternal(argumentsOf(payload, uploads, place)))
    return null
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    if (place.threadTs !== null && isThreadGone(error.failure)) return share(sharing, uploads, { ...place, threadTs: null })
    if (await isAuthorGone(sharing, error.failure)) return { kind: 'dropped', reason: UNLINKED }
    if (error.failure.error !== 'file_not_found')
      return outcomeOfShareFailure(error, { method: SHARE_OPERATION, owner: payload.as.kind, repeatable: false })
    if (uploads.areNew) return { kind: 'retry', reason: 'Slack lost the files.', afterMs: null, gate: null }
    // Either they were shared the time before, which a look will show, or it was too long ago.
    await spendUploads(services.db, scope, delivery.id)
    return { kind: 'unknown', reason: 'Slack does not know the upload any more' }
  }
}

async function removeDuplicates(sharing: Sharing, urls: WorkspaceUrls): Promise<number> {
  const look = await findShare(sharing, urls)
  return look.kind === 'found' ? look.duplicatesRemoved : 0
}

function argumentsOf(
  { as, comment }: SharePayload,
  { files }: Uploads,
  { channelId, threadTs }: Place,
): FilesCompleteUploadExternalArguments {
  const [first, ...others] = files.map(({ slackFileId: id }) => ({ id }))
  const shared = {
    files: [first ?? { id: '' }, ...others] as FilesCompleteUploadExternalArguments['files'],
    channel_id: channelId,
    ...(comment === null ? {} : { initial_comment: comment }),
    ...(as.kind === 'app' && as.username !== null ? { username: as.username } : {}),
    ...(as.kind === 'app' && as.iconUrl !== null ? { icon_url: as.iconUrl } : {}),
  }
  return threadTs === null ? shared : { ...shared, thread_ts: threadTs }
}
