import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { PersonView } from '@atrium/shared/identity/views.ts'
import type { Feed } from '../realtime/feed.tsx'

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
  const space = feed.state.spaces[channel.spaceId]
  if (channel.kind === 'space') return { name: space?.name ?? 'Space', about: 'Everyone in the space', other: null }
  const room = space?.rooms.find((known) => known.id === channel.roomId)
  return { name: room?.name ?? 'Room', about: `Room in ${space?.name ?? 'the space'}`, other: null }
}

/** Somebody who left still has a name on what they wrote. */
function lastNameOf(feed: Feed, channel: ChannelView, id: PersonId): string {
  const written = feed.state.messages[channel.id]?.find((message) => message.authorId === id)
  const last = feed.state.channels[channel.id]?.lastMessage
  return written?.authorName ?? (last?.authorId === id ? last.authorName : 'Someone who left')
}
