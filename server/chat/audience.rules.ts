import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'

/**
 * Who hears of what happens in a channel. A room's messages go to its whole space, whose people may walk in at any time; a
 * visitor of one room hears that room alone.
 */
export function audienceOf(channel: ChannelView): AudienceToken[] {
  if (isPrivate(channel)) return channel.people.map((id): AudienceToken => `person:${id}`)
  if (channel.kind === 'room') return [`space:${channel.spaceId}`, `room:${channel.roomId}`]
  return [`space:${channel.spaceId}`]
}
