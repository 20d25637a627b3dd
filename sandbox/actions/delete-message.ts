import { announceDeletion, announceEdit } from '../events/message-events.ts'
import { repliesTo } from '../present/present-message.ts'
import type { Channel, Message } from '../world/types.ts'
import type { World } from '../world/world.ts'

/**
 * A root that has replies leaves a tombstone, which apps hear of as an edit; anything else goes for good.
 * @see https://docs.slack.dev/reference/events/message/message_changed
 */
export function deleteMessage(world: World, message: Message): void {
  const channel = world.channels.get(message.channelId) as Channel
  if (repliesTo(channel, message.ts).length > 0) {
    const tombstone: Message = { ...message, isTombstone: true, text: '', fileIds: [], reactions: [] }
    channel.messages.set(message.ts, tombstone)
    announceEdit(world, channel, message, tombstone)
  } else {
    channel.messages.delete(message.ts)
    const root = message.threadTs ? channel.messages.get(message.threadTs) : undefined
    if (root?.isTombstone && repliesTo(channel, root.ts).length === 0) channel.messages.delete(root.ts)
    announceDeletion(world, channel, message)
  }
  world.touched({ channelId: channel.id })
}
