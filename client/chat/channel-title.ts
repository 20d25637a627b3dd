import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { PersonView } from '@atrium/shared/identity/views.ts'
import type { Feed } from '../realtime/feed.tsx'

type NearbyChannel = Extract<ChannelView, { kind: 'nearby' }>

export interface ChannelTitle {
  name: string
  /** Who can read it, in words. */
  about: string
  /** Of a mention chat: the other one, as far as they are known. */
  other: PersonView | null
}

/** @returns null for the other channels; one's own id when one writes to oneself. */
export function otherOf(channel: ChannelView, me: PersonId): PersonId | null {
  if (channel.kind !== 'mention') return null
  return channel.people.find((person) => person !== me) ?? me
}

/** How a channel is called on this person's screen. Reads the store: track it. */
export function titleOf(feed: Feed, channel: ChannelView, me: PersonId): ChannelTitle {
  if (channel.kind === 'mention') {
    const id = otherOf(channel, me) ?? me
    const other = feed.person(id) ?? null
    const name = other?.name ?? lastNameOf(feed, channel, id)
    return { name, about: `Only you and ${name}`, other }
  }
  if (channel.kind === 'nearby') return nearbyTitle(feed, channel, me)
  const space = feed.state.spaces[channel.spaceId]
  if (channel.kind === 'space') return { name: space?.name ?? 'Space', about: 'Everyone in the space', other: null }
  const room = space?.rooms.find((known) => known.id === channel.roomId)
  return { name: room?.name ?? 'Room', about: `Room in ${space?.name ?? 'the space'}`, other: null }
}

function nearbyTitle(feed: Feed, channel: NearbyChannel, me: PersonId): ChannelTitle {
  const names = channel.people.filter((id) => id !== me).map((id) => feed.person(id)?.name ?? lastNameOf(feed, channel, id))
  const name = names.length > 3 ? `${names.slice(0, 3).join(', ')} and ${names.length - 3} more` : names.join(', ')
  const about = {
    now: 'Only who stands together now',
    within: 'Without those who have joined you since',
    over: 'You stood together',
  }[standingOf(feed, channel)]
  return { name, about, other: null }
}

/** Whether the people of a nearby chat stand together: alone, with others who have joined them, or not any more. */
export function standingOf(feed: Feed, { people }: NearbyChannel): 'now' | 'within' | 'over' {
  const groups = new Set(people.map((id) => feed.state.presence[id]?.groupId ?? null))
  const [groupId] = groups
  if (groups.size !== 1 || !groupId) return 'over'
  const count = Object.values(feed.state.presence).filter((presence) => presence.groupId === groupId).length
  return count === people.length ? 'now' : 'within'
}

/** Somebody who left still has a name on what they wrote. */
function lastNameOf(feed: Feed, channel: ChannelView, id: PersonId): string {
  const written = feed.state.messages[channel.id]?.find((message) => message.authorId === id)
  const last = feed.state.channels[channel.id]?.lastMessage
  return written?.authorName ?? (last?.authorId === id ? last.authorName : 'Someone who left')
}
