import type { Block, ChatPostMessageArguments, KnownBlock, MessageAttachment } from '@slack/web-api'
import type { Outcome } from '../../infra/deliveries/transport.ts'
import { DELIVERY_METADATA } from '../ingress/slack-message.rules.ts'
import { SlackCallError } from '../slack-api.ts'
import { isAuthorGone, UNLINKED } from './author-gone.ts'
import { linksToFiles } from './broadcast-files.ts'
import { channelOf } from './direct-channel.ts'
import { outcomeOfFailure, permalinkOf } from './egress.rules.ts'
import { findPost } from './find-post.ts'
import { POST_OPERATION } from './post-payload.ts'
import type { Posting } from './slack-transport.ts'
import { isThreadGone, threadTsOf } from './thread-of-post.ts'
import { FILES_GONE } from './upload-files.ts'
import type { WorkspaceUrls } from './workspace-urls.ts'

/** Makes the one call. Its answer may be lost: then nothing is repeated here. */
export async function sendPost(posting: Posting, urls: WorkspaceUrls): Promise<Outcome> {
  const channel = await channelOf(posting)
  if ('kind' in channel) return channel
  const { delivery, payload } = posting
  const { channelId } = channel
  const files = await linksToFiles(posting)
  if (files && 'kind' in files) return files
  // A reply that is files alone is broadcast by naming them.
  if (!files && payload.text === '') return { kind: 'dropped', reason: FILES_GONE }
  let posted: { ts: string | undefined; threadTs: string | null }
  try {
    posted = await post(posting, { channelId, threadTs: await threadTsOf(posting, channelId), files })
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    if (await isAuthorGone(posting, error.failure)) return { kind: 'dropped', reason: UNLINKED }
    return outcomeOfFailure(error.failure, { method: POST_OPERATION, owner: payload.as.kind, repeatable: false })
  }
  const { ts, threadTs } = posted
  if (!ts) return { kind: 'unknown', reason: 'Slack’s answer named no message.' }
  const at = { channel: channelId, ts, threadTs }
  const result = { ...at, permalink: permalinkOf(await urls.urlOf(posting), at) }
  // It was sent before and could not be found: had it only been slow, both stand there now.
  const duplicatesRemoved = delivery.absences > 0 ? await removeDuplicates(posting, urls) : 0
  return { kind: 'sent', result, duplicatesRemoved }
}

interface PostPlace {
  channelId: string
  threadTs: string | null
  /** See `linksToFiles`. */
  files: MessageAttachment | null
}

/** Where the thread is gone it goes to the top level: refused, it stands nowhere yet, and Slack may put it there by itself. @throws SlackCallError */
async function post(posting: Posting, place: PostPlace): Promise<{ ts: string | undefined; threadTs: string | null }> {
  const { services, payload, token } = posting
  try {
    const answer = await services.slackApi.call(token, (client) => client.chat.postMessage(argumentsOf(posting, place)))
    return { ts: answer.ts, threadTs: answer.message ? (answer.message.thread_ts ?? null) : place.threadTs }
  } catch (error) {
    const isGone = error instanceof SlackCallError && isThreadGone(error.failure)
    if (!isGone || payload.to.kind === 'channel' || place.threadTs === null) throw error
    return post(posting, { ...place, threadTs: null })
  }
}

async function removeDuplicates(posting: Posting, urls: WorkspaceUrls): Promise<number> {
  const look = await findPost(posting, urls)
  return look.kind === 'found' ? look.duplicatesRemoved : 0
}

function argumentsOf({ delivery, payload }: Posting, { channelId, threadTs, files }: PostPlace): ChatPostMessageArguments {
  const { as, to } = payload
  const message = {
    channel: channelId,
    text: payload.text,
    unfurl_links: false,
    metadata: { event_type: DELIVERY_METADATA, event_payload: { id: delivery.id } },
    ...(payload.blocks ? { blocks: payload.blocks as unknown as (Block | KnownBlock)[] } : {}),
    ...(files ? { attachments: [files] } : {}),
    ...(as.kind === 'app' && as.username !== null ? { username: as.username } : {}),
    ...(as.kind === 'app' && as.iconUrl !== null ? { icon_url: as.iconUrl } : {}),
  }
  if (threadTs === null) return message
  return to.kind === 'direct' && to.thread?.broadcast
    ? { ...message, thread_ts: threadTs, reply_broadcast: true }
    : { ...message, thread_ts: threadTs }
}
