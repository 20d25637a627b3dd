import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { AudienceToken } from '@atrium/shared/realtime/change.ts'

/** Who hears of what happens in a channel. A room's messages go to its whole space, whose people may walk in at any time. */
export function audienceOf(channel: ChannelView): AudienceToken[] {
  return channel.kind === 'mention' ? channel.people.map((id): AudienceToken => `person:${id}`) : [`space:${channel.spaceId}`]
}
