import type { ChannelSummary, ChannelView } from '@atrium/shared/chat/views.ts'
import { useFeed } from '../realtime/feed.tsx'
import { useCurrentSpace } from '../space/current-space.tsx'

const ORDER: readonly ChannelView['kind'][] = ['space', 'room', 'nearby']

/** The chats of where one stands: the space's, the room's while one is in a room, and that of those one stands with once it was opened. */
export function createNearbyChannels(): () => ChannelSummary[] {
  const feed = useFeed()
  const current = useCurrentSpace()
  return () => {
    const roomId = current.own()?.roomId ?? null
    const own = current.own()?.person.id
    const company = [...current.together().map(({ person }) => person.id), ...(own ? [own] : [])].toSorted()
    const here = Object.values(feed.state.channels).filter(({ channel }) => {
      if (channel.kind === 'mention' || channel.spaceId !== current.spaceId()) return false
      if (channel.kind === 'nearby') return company.length > 1 && channel.people.join() === company.join()
      return channel.kind === 'space' || channel.roomId === roomId
    })
    return here.sort((one, other) => ORDER.indexOf(one.channel.kind) - ORDER.indexOf(other.channel.kind))
  }
}
