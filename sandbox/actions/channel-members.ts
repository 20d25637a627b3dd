import { announceJoined, announceLeft } from '../events/channel-events.ts'
import { isMember } from '../world/find.ts'
import type { Channel } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { postMessage } from './post-message.ts'

/** Adds someone, with the line that Slack writes into the channel. Nothing happens to who is in already. */
export function joinChannel(world: World, channel: Channel, join: { user: string; inviter?: string }): void {
  if (isMember(channel, join.user)) return
  channel.members.push(join.user)
  const author = { userId: join.user, teamId: world.users.get(join.user)?.teamId ?? channel.homeTeamId }
  announceJoined(world, channel, join)
  const details = join.inviter ? { inviter: join.inviter } : {}
  postMessage(world, channel, { author, text: `<@${join.user}> has joined the channel`, subtype: 'channel_join', details })
}

export function leaveChannel(world: World, channel: Channel, left: { user: string; actor: string }): void {
  if (!isMember(channel, left.user)) return
  const author = { userId: left.user, teamId: world.users.get(left.user)?.teamId ?? channel.homeTeamId }
  channel.members = channel.members.filter((id) => id !== left.user)
  announceLeft(world, channel, left)
  if (left.user === left.actor)
    postMessage(world, channel, { author, text: `<@${left.user}> has left the channel`, subtype: 'channel_leave' })
  world.touched({ channelId: channel.id })
}
