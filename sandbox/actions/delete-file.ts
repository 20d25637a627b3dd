import { announceEdit } from '../events/message-events.ts'
import { nextEventTs } from '../world/timestamps.ts'
import type { StoredFile } from '../world/types.ts'
import type { World } from '../world/world.ts'

/** The bytes go; messages that carried the file stay, with a tombstone in its place, and change. @see https://docs.slack.dev/reference/events/file_deleted */
export function deleteFile(world: World, file: StoredFile): void {
  const places = file.shares.flatMap(({ channelId, ts }) => {
    const channel = world.channels.get(channelId)
    const message = channel?.messages.get(ts)
    return channel && message ? [{ channel, message }] : []
  })
  file.state = 'deleted'
  file.bytes = Buffer.alloc(0)
  const event = {
    type: 'file_deleted' as const,
    file_id: file.id,
    channel_ids: places.map(({ channel }) => channel.id),
    event_ts: nextEventTs(world),
  }
  world.emit({ subscription: event.type, scopes: ['files:read'], teamIds: [file.teamId], event: () => event })
  for (const { channel, message } of places) {
    announceEdit(world, channel, message, message)
    world.touched({ channelId: channel.id })
  }
}
