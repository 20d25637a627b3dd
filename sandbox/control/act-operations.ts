import { z } from 'zod'
import { deleteFile as removeFile } from '../actions/delete-file.ts'
import { deleteMessage as removeMessage } from '../actions/delete-message.ts'
import { editMessage as changeMessage } from '../actions/edit-message.ts'
import { openDm as openDirectMessage } from '../actions/open-dm.ts'
import { changeProfile, setDeactivated } from '../actions/people.ts'
import { assertCanPost, makeBlockId, postMessage as post } from '../actions/post-message.ts'
import { addReaction, removeReaction } from '../actions/react.ts'
import { storeFile } from '../actions/store-file.ts'
import { unfurlLink } from '../actions/unfurl-link.ts'
import { normalizeText } from '../blocks/normalize-text.ts'
import { richTextOf } from '../blocks/rich-text.ts'
import { channelOf, userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel, Message, User } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { operation } from './operation.ts'

const person = (world: World, id: string): User => {
  const user = userOf(world, id)
  if (user.deleted) throw new SlackError('account_inactive')
  return user
}

const messageAt = (world: World, at: { channel_id: string; ts: string }): { channel: Channel; message: Message } => {
  const channel = channelOf(world, at.channel_id)
  const message = channel.messages.get(at.ts)
  if (!message || message.isTombstone) throw new SlackError('message_not_found')
  return { channel, message }
}

const file = z.object({
  name: z.string(),
  content: z.string(),
  encoding: z.enum(['utf8', 'base64']).default('utf8'),
  mimetype: z.string().optional(),
  title: z.string().optional(),
  mode: z.enum(['external', 'hidden_by_limit']).optional(),
  needs_info: z.boolean().optional(),
})

const newMessage = z.object({
  user_id: z.string(),
  channel_id: z.string(),
  text: z.string().default(''),
  thread_ts: z.string().optional(),
  reply_broadcast: z.boolean().optional(),
  blocks: z.array(z.record(z.string(), z.unknown())).optional(),
  files: z.array(file).optional(),
  subtype: z.enum(['me_message']).optional(),
})

/** As someone types it in Slack's client. */
const postMessage = operation(newMessage, ({ world }, input) => {
  const user = person(world, input.user_id)
  const channel = channelOf(world, input.channel_id)
  assertCanPost(channel, user.id)
  if (input.text === '' && !input.files?.length && !input.blocks?.length) throw new SlackError('no_text')
  const fileIds = (input.files ?? []).map(
    ({ content, encoding, needs_info: needsInfo, ...rest }) =>
      storeFile(world, user, { ...rest, needsInfo, bytes: Buffer.from(content, encoding) }).id,
  )
  const message = post(world, channel, {
    author: { userId: user.id, teamId: user.teamId },
    text: input.text,
    isTyped: true,
    fileIds,
    ...(input.blocks ? { blocks: input.blocks } : {}),
    ...(input.thread_ts ? { threadTs: input.thread_ts } : {}),
    ...(input.reply_broadcast ? { broadcast: true } : {}),
    ...(input.subtype ? { subtype: input.subtype } : {}),
  })
  return { ts: message.ts, file_ids: fileIds }
})

/** Picks a file for an input of a modal; it is shared nowhere. */
const uploadFile = operation(file.extend({ user_id: z.string() }), ({ world }, { user_id, content, encoding, ...rest }) => ({
  file_id: storeFile(world, person(world, user_id), { ...rest, bytes: Buffer.from(content, encoding) }).id,
}))
/** The owner deletes it for good, wherever it was shared. */
const deleteFile = operation(z.object({ user_id: z.string(), file_id: z.string() }), ({ world }, input) => {
  const stored = world.files.get(input.file_id)
  if (!stored || stored.state === 'deleted') throw new SlackError('file_not_found')
  if (stored.userId !== input.user_id) throw new SlackError('cant_delete_file')
  removeFile(world, stored)
  return {}
})

const fileOfMessage = z.object({ user_id: z.string(), channel_id: z.string(), ts: z.string(), file_id: z.string() })

/** The author takes it out of a message; it stays among their files. */
const takeFileOut = operation(fileOfMessage, ({ world }, { user_id: editorId, file_id, ...at }) => {
  const { message } = messageAt(world, at)
  if (message.authorId !== editorId) throw new SlackError('cant_update_message')
  if (!message.fileIds.includes(file_id)) throw new SlackError('file_not_found')
  changeMessage(world, message, { editorId, blocks: message.blocks, fileIds: message.fileIds.filter((id) => id !== file_id) })
  return {}
})

const edit = z.object({
  user_id: z.string(),
  channel_id: z.string(),
  ts: z.string(),
  text: z.string(),
  blocks: newMessage.shape.blocks,
})

const editMessage = operation(edit, ({ world }, input) => {
  const { message } = messageAt(world, input)
  if (message.authorId !== input.user_id) throw new SlackError('cant_update_message')
  const blocks = input.blocks ?? richTextOf(normalizeText(input.text), makeBlockId())
  changeMessage(world, message, { editorId: input.user_id, text: input.text, blocks })
  return { ts: message.ts }
})

const preview = z.object({
  channel_id: z.string(),
  ts: z.string(),
  url: z.url(),
  title: z.string(),
  text: z.string().optional(),
})

/** Slack itself does this, a moment after a link was posted. */
const unfurl = operation(preview, ({ world }, { url, title, text, ...at }) => {
  unfurlLink(world, messageAt(world, at).message, { url, title, text })
  return {}
})

const target = z.object({ user_id: z.string(), channel_id: z.string(), ts: z.string() })

const deleteMessage = operation(target, ({ world }, input) => {
  const { message } = messageAt(world, input)
  if (message.authorId !== input.user_id && !person(world, input.user_id).isAdmin) throw new SlackError('cant_delete_message')
  removeMessage(world, message)
  return {}
})

const reaction = target.extend({ name: z.string() })

const react = operation(reaction, ({ world }, { user_id: user, name, ...at }) => {
  addReaction(world, messageAt(world, at).message, { user, name })
  return {}
})

const unreact = operation(reaction, ({ world }, { user_id: user, name, ...at }) => {
  removeReaction(world, messageAt(world, at).message, { user, name })
  return {}
})

/** With people, or with an app by its bot's user id, its bot id or its app id. */
const resolvePartner = (world: World, teamId: string, id: string): string => {
  const isMeant = (bot: { id: string; appId: string; teamId: string; userId: string }) =>
    bot.teamId === teamId && (bot.id === id || bot.appId === id) && world.users.get(bot.userId)?.isBot === true
  return world.bots.values().find(isMeant)?.userId ?? userOf(world, id).id
}

const openDm = operation(z.object({ user_id: z.string(), with: z.union([z.string(), z.array(z.string())]) }), ({ world }, input) => {
  const user = person(world, input.user_id)
  const partners = [input.with].flat().map((id) => resolvePartner(world, user.teamId, id))
  if (partners.some((id) => world.users.get(id)?.teamId !== user.teamId)) throw new SlackError('user_not_found')
  return { channel_id: openDirectMessage(world, user.teamId, [user.id, ...partners]).channel.id }
})

const profile = z.object({
  user_id: z.string(),
  email: z.string().optional(),
  real_name: z.string().optional(),
  display_name: z.string().optional(),
  title: z.string().optional(),
  status_text: z.string().optional(),
  status_emoji: z.string().optional(),
  status_expiration: z.number().optional(),
  presence: z.enum(['active', 'away']).optional(),
  is_admin: z.boolean().optional(),
})

const setProfile = operation(profile, ({ world }, { user_id, presence, is_admin, ...change }) => {
  const user = person(world, user_id)
  user.presence = presence ?? user.presence
  user.isAdmin = is_admin ?? user.isAdmin
  changeProfile(world, user, change)
  return {}
})

const deactivateUser = operation(z.object({ user_id: z.string(), deactivated: z.boolean().default(true) }), ({ world }, input) => {
  setDeactivated(world, userOf(world, input.user_id), input.deactivated)
  return {}
})

const markRead = operation(z.object({ user_id: z.string(), channel_id: z.string(), ts: z.string() }), ({ world }, input) => {
  channelOf(world, input.channel_id).lastRead.set(input.user_id, input.ts)
  return {}
})

export const actOperations = {
  'act.postMessage': postMessage,
  'act.uploadFile': uploadFile,
  'act.editMessage': editMessage,
  'act.deleteMessage': deleteMessage,
  'act.unfurl': unfurl,
  'act.deleteFile': deleteFile,
  'act.takeFileOut': takeFileOut,
  'act.react': react,
  'act.unreact': unreact,
  'act.openDm': openDm,
  'act.setProfile': setProfile,
  'act.deactivateUser': deactivateUser,
  'act.markRead': markRead,
}
