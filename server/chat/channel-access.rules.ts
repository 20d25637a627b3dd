import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'

/**
 * Whether somebody may read a channel. Members: every space and room of their organization, their own mention chats, and the
 * nearby chats of groups that they were in. Visitors: their space and its rooms, or their one room, and the same of their own.
 * Who may read it may write in it, too, in a nearby chat while those people stand together.
 */
export function mayUseChannel(actor: PersonActor, channel: ChannelView): boolean {
  if (isPrivate(channel)) return channel.people.includes(actor.personId)
  if (actor.kind === 'member') return true
  if (channel.spaceId !== actor.spaceId) return false
  return actor.roomId === null || (channel.kind === 'room' && channel.roomId === actor.roomId)
}

/** Before this nothing is shown, in ms since the epoch. */
export function historyBegins(actor: PersonActor): number {
  return actor.kind === 'visitor' ? actor.sinceMs : 0
}
