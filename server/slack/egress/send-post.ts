import type { Block, ChatPostMessageArguments, KnownBlock } from '@slack/web-api'
import type { Outcome } from '../../infra/deliveries/transport.ts'
import { DELIVERY_METADATA } from '../ingress/slack-message.rules.ts'
import { SlackCallError } from '../slack-api.ts'
import { isAuthorGone, UNLINKED } from './author-gone.ts'
import { channelOf } from './direct-channel.ts'
import { outcomeOfFailure, permalinkOf } from './egress.rules.ts'
import { findPost } from './find-post.ts'
import { POST_OPERATION } from './post-payload.ts'
import type { Posting } from './slack-transport.ts'
import type { WorkspaceUrls } from './workspace-urls.ts'

/** Makes the one call. Its answer may be lost: then nothing is repeated here. */
export async function sendPost(posting: Posting, urls: WorkspaceUrls): Promise<Outcome> {
  const channel = await channelOf(posting)
  if ('kind' in channel) return channel
  const { services, delivery, payload, token } = posting
  const threadTs = payload.to.kind === 'channel' ? payload.to.threadTs : null
  let ts: string | undefined
  try {
    const answer = await services.slackApi.call(token, (client) => client.chat.postMessage(argumentsOf(posting, channel.channelId)))
    ts = answer.ts
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    if (await isAuthorGone(posting, error.failure)) return { kind: 'dropped', reason: UNLINKED }
    return outcomeOfFailure(error.failure, { method: POST_OPERATION, owner: payload.as.kind, repeatable: false })
  }
  if (!ts) return { kind: 'unknown', reason: 'Slack’s answer named no message.' }
  const result = {
    channel: channel.channelId,
    ts,
    threadTs,
    permalink: permalinkOf(await urls.urlOf(posting), { channel: channel.channelId, ts, threadTs }),
  }
  // It was sent before and could not be found: had it only been slow, both stand there now.
  const duplicatesRemoved = delivery.absences > 0 ? await removeDuplicates(posting, urls) : 0
  return { kind: 'sent', result, duplicatesRemoved }
}

async function removeDuplicates(posting: Posting, urls: WorkspaceUrls): Promise<number> {
  const look = await findPost(posting, urls)
  return look.kind === 'found' ? look.duplicatesRemoved : 0
}

function argumentsOf({ delivery, payload }: Posting, channel: string): ChatPostMessageArguments {
  const { as, to } = payload
  const message = {
    channel,
    text: payload.text,
    unfurl_links: false,
    metadata: { event_type: DELIVERY_METADATA, event_payload: { id: delivery.id } },
    ...(payload.blocks ? { blocks: payload.blocks as unknown as (Block | KnownBlock)[] } : {}),
    ...(as.kind === 'app' && as.username !== null ? { username: as.username } : {}),
    ...(as.kind === 'app' && as.iconUrl !== null ? { icon_url: as.iconUrl } : {}),
  }
  return to.kind === 'channel' && to.threadTs !== null ? { ...message, thread_ts: to.threadTs } : message
}
