import type { Channel, Json, Message } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { presentBotProfile } from './present-bot-profile.ts'
import { presentFileIn } from './present-file.ts'
import { presentUserProfile } from './present-user.ts'

export interface MessageView {
  /** The workspace that reads. */
  teamId: string
  withMetadata: boolean
  /** False where Slack answers the message alone, without its thread. */
  withThread?: boolean
}

export const repliesTo = (channel: Channel, rootTs: string): Message[] =>
  [...channel.messages.values()].filter((message) => message.threadTs === rootTs)

const threadOf = (channel: Channel, message: Message): Json => {
  if (message.threadTs) {
    const parent = channel.messages.get(message.threadTs)
    return { thread_ts: message.threadTs, ...(parent ? { parent_user_id: parent.authorId } : {}) }
  }
  const replies = repliesTo(channel, message.ts)
  if (replies.length === 0) return {}
  const users = [...new Set(replies.map((reply) => reply.authorId))]
  return {
    thread_ts: message.ts,
    reply_count: replies.length,
    reply_users_count: users.length,
    latest_reply: replies.at(-1)?.ts,
    reply_users: users.slice(0, 5),
    is_locked: false,
    subscribed: false,
  }
}

const authorOf = (world: World, message: Message): Json => {
  if (!message.botId) return { user: message.authorId, ...(message.clientMsgId ? { client_msg_id: message.clientMsgId } : {}) }
  const bot = { bot_id: message.botId, app_id: message.appId }
  if (message.subtype === 'bot_message') return { ...bot, username: message.username, ...(message.icons ? { icons: message.icons } : {}) }
  const named = message.username === undefined ? {} : { username: message.username, ...(message.icons ? { icons: message.icons } : {}) }
  return { ...bot, user: message.authorId, bot_profile: presentBotProfile(world, message.botId), ...named }
}

/** Foreign authors are introduced inside the message. */
export const foreignAuthor = (world: World, message: Message, viewerTeamId: string): Json => {
  if (message.teamId === viewerTeamId) return {}
  const author = world.users.get(message.authorId)
  return {
    user_team: message.teamId,
    source_team: message.teamId,
    ...(author ? { user_profile: presentUserProfile(world, author) } : {}),
  }
}

const contentOf = (world: World, message: Message, view: MessageView): Json => {
  const files = message.fileIds.flatMap((id) => {
    const file = world.files.get(id)
    return file ? [presentFileIn(world, file, view.teamId)] : []
  })
  return {
    text: message.text,
    ...(message.blocks ? { blocks: message.blocks } : {}),
    ...(message.attachments?.length ? { attachments: message.attachments } : {}),
    ...(files.length > 0 ? { files, upload: false, display_as_bot: false } : {}),
    ...(view.withMetadata && message.metadata ? { metadata: message.metadata } : {}),
    ...message.details,
  }
}

const namesTeam = ({ subtype }: Message): boolean =>
  !subtype?.startsWith('channel_') && subtype !== 'bot_message' && subtype !== 'me_message'

export function presentMessage(world: World, message: Message, view: MessageView): Json {
  const channel = world.channels.get(message.channelId)
  const thread = channel && view.withThread !== false ? threadOf(channel, message) : {}
  const base = { type: 'message', ...(message.subtype ? { subtype: message.subtype } : {}) }
  if (message.isTombstone) {
    return { ...base, subtype: 'tombstone', text: 'This message was deleted.', user: 'USLACKBOT', hidden: true, ts: message.ts, ...thread }
  }
  return {
    ...base,
    ...authorOf(world, message),
    ts: message.ts,
    ...contentOf(world, message, view),
    ...(namesTeam(message) ? { team: message.teamId } : {}),
    ...foreignAuthor(world, message, view.teamId),
    ...(message.edited ? { edited: message.edited } : {}),
    ...thread,
    ...(message.reactions.length > 0
      ? { reactions: message.reactions.map(({ name, users }) => ({ name, users: [...users], count: users.length })) }
      : {}),
  }
}

/** With the message that its thread began with, where Slack shows a broadcast reply outside of the thread. */
export function presentInChannel(world: World, message: Message, view: MessageView): Json {
  const shown = presentMessage(world, message, view)
  if (message.subtype !== 'thread_broadcast' || !message.threadTs) return shown
  const root = world.channels.get(message.channelId)?.messages.get(message.threadTs)
  return root ? { ...shown, root: presentMessage(world, root, view) } : shown
}
