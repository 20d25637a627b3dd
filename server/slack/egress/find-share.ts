import type { Look } from '../../infra/deliveries/transport.ts'
import { findUploads, type Upload } from '../files/slack-file.queries.ts'
import { SlackCallError } from '../slack-api.ts'
import { lookOfFailure } from './egress.rules.ts'
import { channelOfLane, findEcho, foundAt, searchPlace } from './find-post.ts'
import type { Addressed } from './post-payload.ts'
import type { SharePayload } from './share-payload.ts'
import type { Posting } from './slack-transport.ts'
import { threadTsOf } from './thread-of-post.ts'
import { waitForGate } from './wait-for-gate.ts'
import type { WorkspaceUrls } from './workspace-urls.ts'

const METHOD = 'files.info'

/**
 * Looks for the message that shares a delivery's files: by its echo, then in the history by Slack's ids of them, then at one of the files
 * itself, since Slack shares them a moment after it was asked to. What stands there a second time is deleted.
 */
export async function findShare(sharing: Posting<SharePayload>, urls: WorkspaceUrls): Promise<Look> {
  const uploads = await findUploads(sharing.services.db, sharing.scope, sharing.delivery.id)
  // They are written down before Slack is asked to share them, so it was not.
  if (uploads.length === 0) return { kind: 'absent' }
  const echo = await findEcho(sharing, urls)
  if (echo) return echo
  const channel = channelOfLane(sharing)
  if (channel === null) return { kind: 'absent' }
  const ids = new Set(uploads.map(({ slackFileId }) => slackFileId))
  const at = { channel, threadTs: await threadTsOf(sharing, channel) }
  const found = await searchPlace(sharing, at, ({ files }) => files?.some(({ id }) => id !== undefined && ids.has(id)) ?? false)
  if (!Array.isArray(found)) return found
  return found.length > 0 ? foundAt(sharing, urls, found) : lookAtFile(sharing, { uploads, channelId: channel, urls })
}

async function lookAtFile(
  sharing: Posting<SharePayload>,
  { uploads, channelId, urls }: { uploads: readonly Upload[]; channelId: string; urls: WorkspaceUrls },
): Promise<Look> {
  const closed = await waitForGate(sharing, METHOD)
  if (closed) return closed
  try {
    for (const { slackFileId } of uploads) {
      const shared = await whereShared(sharing, { slackFileId, channelId })
      if (shared?.ts === null)
        return { kind: 'unclear', reason: 'Slack has the files and does not show them yet.', afterMs: null, gate: null }
      if (shared) return await foundAt(sharing, urls, [{ channel: channelId, ts: shared.ts, threadTs: shared.threadTs }])
    }
    return { kind: 'absent' }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    // Without the permission to ask the history has the last word.
    if (error.failure.kind === 'missing_scope') return { kind: 'absent' }
    return lookOfFailure(error.failure, { method: METHOD, owner: sharing.payload.as.kind })
  }
}

/**
 * The time of the message that shows a file in a channel, null when Slack has the file, but not there; null for nothing when nothing has
 * come of the upload. @throws SlackCallError
 */
export async function whereShared(
  { services, token }: Pick<Posting<Addressed>, 'services' | 'token'>,
  { slackFileId, channelId }: { slackFileId: string; channelId: string },
): Promise<{ ts: string | null; threadTs: string | null } | null> {
  try {
    const { file } = await services.slackApi.call(token, (client) => client.files.info({ file: slackFileId }))
    const [share] = [...(file?.shares?.private?.[channelId] ?? []), ...(file?.shares?.public?.[channelId] ?? [])]
    return { ts: share?.ts ?? null, threadTs: share?.thread_ts && share.thread_ts !== share.ts ? share.thread_ts : null }
  } catch (error) {
    const isUnknown = error instanceof SlackCallError && ['file_not_found', 'file_deleted'].includes(error.failure.error)
    if (isUnknown) return null
    throw error
  }
}
