import { normalizeText } from '../blocks/normalize-text.ts'
import { richTextOf } from '../blocks/rich-text.ts'
import type { MessageSubtype } from '../events/event-kinds.ts'
import { announceFileShared, announceMessage } from '../events/message-events.ts'
import { makeSecret } from '../world/ids.ts'
import { isMember } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { nextMessageTs } from '../world/timestamps.ts'
import type { Channel, Json, Message } from '../world/types.ts'
import type { World } from '../world/world.ts'

export interface Author {
  userId: string
  teamId: string
  /** Set when an app posts as its bot. */
  botId?: string
  appId?: string
}

export interface NewMessage {
  author: Author
  text: string
  blocks?: Json[]
  attachments?: Json[]
  metadata?: Json
  threadTs?: string
  broadcast?: boolean
  username?: string
  icons?: Json
  fileIds?: string[]
  subtype?: MessageSubtype
  details?: Json
  /** Typed by a person in a Slack client, which adds rich text. */
  isTyped?: boolean
}

export const makeBlockId = (): string => makeSecret(3).slice(0, 5)

/** Replies to a reply join its root's thread, as in Slack's clients. */
const rootTsOf = (channel: Channel, threadTs: string | undefined): string | undefined => {
  if (!threadTs) return undefined
  const root = channel.messages.get(threadTs)
  if (!root) throw new SlackError('thread_not_found')
  return root.threadTs ?? root.ts
}

const subtypeOf = (input: NewMessage, threadTs: string | undefined): MessageSubtype | undefined => {
  if (input.subtype) return input.subtype
  if (threadTs && input.broadcast) return 'thread_broadcast'
  if (input.fileIds?.length) return 'file_share'
  return input.username !== undefined || input.icons ? 'bot_message' : undefined
}

/** Whether this author may write here at all. @throws SlackError */
export function assertCanPost(channel: Channel, userId: string): void {
  if (channel.isArchived) throw new SlackError('is_archived')
  if (!isMember(channel, userId)) throw new SlackError('not_in_channel')
}

export function postMessage(world: World, channel: Channel, input: NewMessage): Message {
  const threadTs = rootTsOf(channel, input.threadTs)
  const { author } = input
  const text = normalizeText(input.text)
  const blocks = input.blocks ?? (input.isTyped && text ? richTextOf(text, makeBlockId()) : undefined)
  const subtype = subtypeOf(input, threadTs)
  const message: Message = {
    ts: nextMessageTs(world, channel),
    channelId: channel.id,
    authorId: author.userId,
    teamId: author.teamId,
    text,
    reactions: [],
    fileIds: input.fileIds ?? [],
    ...(author.botId ? { botId: author.botId, appId: author.appId } : {}),
    ...(subtype ? { subtype } : {}),
    ...(input.username === undefined ? {} : { username: input.username }),
    ...(input.icons ? { icons: input.icons } : {}),
    ...(blocks ? { blocks } : {}),
    ...(input.attachments ? { attachments: input.attachments } : {}),
    ...(input.metadata ? { metadata: input.metadata } : {}),
    ...(threadTs ? { threadTs } : {}),
    ...(input.details ? { details: input.details } : {}),
    ...(input.isTyped && !input.subtype ? { clientMsgId: crypto.randomUUID() } : {}),
  }
  channel.messages.set(message.ts, message)
  shareFiles(world, channel, message)
  announceMessage(world, channel, message)
  world.touched({ channelId: channel.id })
  return message
}

function shareFiles(world: World, channel: Channel, message: Message): void {
  for (const id of message.fileIds) {
    const file = world.files.get(id)
    if (!file) continue
    file.shares.push({
      channelId: channel.id,
      ts: message.ts,
      userId: message.authorId,
      ...(message.threadTs ? { threadTs: message.threadTs } : {}),
    })
    announceFileShared(world, channel, file)
  }
}
