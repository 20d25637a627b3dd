import { deleteMessage } from '../actions/delete-message.ts'
import { editMessage } from '../actions/edit-message.ts'
import { postEphemeral } from '../actions/post-ephemeral.ts'
import { postMessage } from '../actions/post-message.ts'
import { checkContent } from '../methods/post-content.ts'
import { channelOf, installationOf } from '../world/find.ts'
import { makeSecret } from '../world/ids.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Json, ResponseUrl } from '../world/types.ts'
import type { World } from '../world/world.ts'

const USES = 5
const LIFE_MS = 30 * 60_000

/** @see https://docs.slack.dev/interactivity/handling-user-interaction#message_responses */
export function createResponseUrl(world: World, of: Omit<ResponseUrl, 'id' | 'usesLeft' | 'expiresAtMs'>): string {
  const id = makeSecret()
  world.responseUrls.set(id, { ...of, id, usesLeft: USES, expiresAtMs: world.clock.now() + LIFE_MS })
  return `${world.baseUrl}/response/${of.teamId}/${id}`
}

export interface AppReply extends Json {
  text?: string
  response_type?: string
  replace_original?: boolean
  delete_original?: boolean
  thread_ts?: string
}

const botOf = (world: World, target: ResponseUrl) => {
  const installation = installationOf(world, target.appId, target.teamId)
  return {
    userId: installation?.botUserId ?? '',
    teamId: target.teamId,
    appId: target.appId,
    ...(installation?.botId ? { botId: installation.botId } : {}),
  }
}

const dropEphemeral = (world: World, target: ResponseUrl): void => {
  world.ephemerals = world.ephemerals.filter((entry) => entry.message.ts !== target.messageTs)
  world.touched({ channelId: target.channelId, userId: target.userId })
}

/** Changes or removes the message that the interaction came from. @returns whether there was one to change */
function applyToOriginal(world: World, target: ResponseUrl, reply: AppReply): boolean {
  const original = channelOf(world, target.channelId).messages.get(target.messageTs ?? '')
  if (!original && !target.isEphemeral) return false
  if (reply.delete_original) {
    if (original) deleteMessage(world, original)
    else dropEphemeral(world, target)
    return true
  }
  const content = checkContent(reply, 40_000)
  if (original) {
    editMessage(world, original, {
      ...content,
      blocks: content.blocks,
      attachments: content.attachments ?? [],
      editorId: botOf(world, target).userId,
    })
    return true
  }
  dropEphemeral(world, target)
  return false
}

/** Says what an app answered: in the channel, or (unless asked otherwise) to the one person. @throws SlackError */
export function applyReply(world: World, target: ResponseUrl, reply: AppReply): void {
  if ((reply.replace_original || reply.delete_original) && applyToOriginal(world, target, reply)) return
  if (reply.delete_original) return
  const content = checkContent(reply, 40_000)
  const channel = channelOf(world, target.channelId)
  const message = { author: botOf(world, target), ...content, ...(reply.thread_ts ? { threadTs: reply.thread_ts } : {}) }
  if (reply.response_type === 'in_channel') postMessage(world, channel, message)
  else postEphemeral(world, channel, target.userId, message)
}

/** One use of a `response_url`. @throws SlackError `used_url`, `expired_url`, and whatever is wrong with the message */
export function useResponseUrl(world: World, id: string, reply: AppReply): void {
  const target = world.responseUrls.get(id)
  if (!target || target.expiresAtMs < world.clock.now()) throw new SlackError('expired_url')
  if (target.usesLeft <= 0) throw new SlackError('used_url')
  target.usesLeft -= 1
  applyReply(world, target, reply)
}
