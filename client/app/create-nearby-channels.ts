import type { ChannelSummary } from '@atrium/shared/chat/views.ts'
import { useFeed } from '../realtime/feed.tsx'
import { useCurrentSpace } from '../space/current-space.tsx'

/** The chats of the place one stands in: the space's, and the room's while one is in a room. */
export function createNearbyChannels(): () => ChannelSummary[] {
  const feed = useFeed()
  const current = useCurrentSpace()
  return () => {
    const roomId = current.own()?.roomId ?? null
    const here = Object.values(feed.state.channels).filter(({ channel }) => {
      if (channel.kind === 'mention' || channel.spaceId !== current.spaceId()) return false
      return channel.kind === 'space' || channel.roomId === roomId
    })
    return here.sort((one, other) => Number(one.channel.kind === 'room') - Number(other.channel.kind === 'room'))
  }
}
