import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'

/**
 * Whether somebody may read a channel and write in it. Members: every space and room of their organization, and their own
 * mention chats. Visitors: their space and its rooms, or their one room, and their own mention chats.
 */
export function mayUseChannel(actor: PersonActor, channel: ChannelView): boolean {
  if (channel.kind === 'mention') return channel.people.includes(actor.personId)
  if (actor.kind === 'member') return true
  if (channel.spaceId !== actor.spaceId) return false
  return actor.roomId === null || (channel.kind === 'room' && channel.roomId === actor.roomId)
}

/** Before this nothing is shown, in ms since the epoch. */
export function historyBegins(actor: PersonActor): number {
  return actor.kind === 'visitor' ? actor.sinceMs : 0
}
