import { normalizeText } from '../blocks/normalize-text.ts'
import type { MessageSubtype } from '../events/event-kinds.ts'
import { announceEdit } from '../events/message-events.ts'
import { nextEventTs } from '../world/timestamps.ts'
import type { Channel, Json, Message } from '../world/types.ts'
import type { World } from '../world/world.ts'

export interface MessageChange {
  editorId: string
  text?: string
  /** `undefined` removes them, as `chat.update` with text alone does. */
  blocks: Json[] | undefined
  /** `undefined` leaves them, `[]` clears them. */
  attachments?: Json[]
  metadata?: Json
  fileIds?: string[]
  subtype?: MessageSubtype
}

/** Replaces the stored message (events still hold the old one) and tells whoever may hear. */
export function editMessage(world: World, message: Message, change: MessageChange): Message {
  const channel = world.channels.get(message.channelId) as Channel
  const next: Message = {
    ...message,
    text: change.text === undefined ? message.text : normalizeText(change.text),
    blocks: change.blocks,
    attachments: change.attachments ?? message.attachments,
    metadata: change.metadata ?? message.metadata,
    fileIds: change.fileIds ?? message.fileIds,
    ...(change.subtype ? { subtype: change.subtype } : {}),
    edited: { user: change.editorId, ts: nextEventTs(world) },
  }
  channel.messages.set(message.ts, next)
  announceEdit(world, channel, message, next)
  world.touched({ channelId: channel.id })
  return next
}
