import { normalizeText } from '../blocks/normalize-text.ts'
import { nextEventTs } from '../world/timestamps.ts'
import type { Channel, Message } from '../world/types.ts'
import type { World } from '../world/world.ts'
import type { NewMessage } from './post-message.ts'

/** Seen by one person, in no history, announced to nobody. */
export function postEphemeral(world: World, channel: Channel, userId: string, input: NewMessage): Message {
  const { author } = input
  const message: Message = {
    ts: nextEventTs(world),
    channelId: channel.id,
    authorId: author.userId,
    teamId: author.teamId,
    text: normalizeText(input.text),
    reactions: [],
    fileIds: [],
    ...(author.botId ? { botId: author.botId, appId: author.appId } : {}),
    ...(input.username === undefined ? {} : { username: input.username, subtype: 'bot_message' }),
    ...(input.icons ? { icons: input.icons } : {}),
    ...(input.blocks ? { blocks: input.blocks } : {}),
    ...(input.attachments ? { attachments: input.attachments } : {}),
    ...(input.threadTs ? { threadTs: input.threadTs } : {}),
  }
  world.ephemerals.push({ channelId: channel.id, userId, message })
  world.touched({ channelId: channel.id, userId })
  return message
}
