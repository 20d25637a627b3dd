import {
  announceArchived,
  announceDeleted,
  announceIdChanged,
  announceRenamed,
  announceShared,
  announceUnarchived,
  announceUnshared,
} from '../events/channel-events.ts'
import { SlackError } from '../world/slack-error.ts'
import type { Channel } from '../world/types.ts'
import { nowSeconds, type World } from '../world/world.ts'
import { addChannel, assertFreeName } from './create-channel.ts'
import { postMessage } from './post-message.ts'

const touch = (world: World, channel: Channel): void => {
  channel.updated = nowSeconds(world)
  world.touched({ channelId: channel.id })
}

const authorOf = (world: World, channel: Channel, userId: string) => ({
  userId,
  teamId: world.users.get(userId)?.teamId ?? channel.homeTeamId,
})

export function archiveChannel(world: World, channel: Channel, user: string): void {
  if (channel.isArchived) throw new SlackError('already_archived')
  postMessage(world, channel, { author: authorOf(world, channel, user), text: 'archived the channel', subtype: 'channel_archive' })
  channel.isArchived = true
  announceArchived(world, channel, user)
  touch(world, channel)
}

export function unarchiveChannel(world: World, channel: Channel, user: string): void {
  if (!channel.isArchived) throw new SlackError('not_archived')
  channel.isArchived = false
  announceUnarchived(world, channel, user)
  postMessage(world, channel, { author: authorOf(world, channel, user), text: 'unarchived the channel', subtype: 'channel_unarchive' })
  touch(world, channel)
}

export function renameChannel(world: World, channel: Channel, to: { name: string; user: string }): void {
  assertFreeName(world, to.name, channel.homeTeamId)
  channel.previousNames.unshift(channel.name)
  const old = channel.name
  channel.name = to.name
  announceRenamed(world, channel)
  const text = `has renamed the channel from "${old}" to "${to.name}"`
  postMessage(world, channel, {
    author: authorOf(world, channel, to.user),
    text,
    subtype: 'channel_name',
    details: { old_name: old, name: to.name },
  })
  touch(world, channel)
}

const MAX_NOTE = 250

/** The topic, or the purpose (Slack's clients call it the description). */
export function describeChannel(world: World, channel: Channel, of: { field: 'topic' | 'purpose'; value: string; user: string }): void {
  const { field, value, user } = of
  if (value.length > MAX_NOTE) throw new SlackError('too_long')
  channel[field] = value
  const text = value ? `set the channel ${field}: ${value}` : `cleared the channel ${field}`
  postMessage(world, channel, { author: authorOf(world, channel, user), text, subtype: `channel_${field}`, details: { [field]: value } })
  touch(world, channel)
}

export function deleteChannel(world: World, channel: Channel, actor: string): void {
  announceDeleted(world, channel, actor)
  world.channels.delete(channel.id)
  world.touched({ channelId: channel.id })
}

/** Slack Connect: the other workspace joins the same channel. */
export function shareChannel(world: World, channel: Channel, withTeamId: string): void {
  if (channel.teamIds.includes(withTeamId)) throw new SlackError('already_shared')
  channel.teamIds.push(withTeamId)
  announceShared(world, channel, withTeamId)
  touch(world, channel)
}

/** The guest side keeps a copy under a new id and loses the shared channel; its bots are in the copy. */
export function unshareChannel(world: World, channel: Channel, teamId: string): Channel {
  if (teamId === channel.homeTeamId || !channel.teamIds.includes(teamId)) throw new SlackError('not_shared')
  const isOfTeam = (id: string) => world.users.get(id)?.teamId === teamId
  const { kind, name, creator } = channel
  const copy = addChannel(world, { teamId, kind, name, creator, members: channel.members.filter(isOfTeam) })
  for (const [ts, message] of channel.messages) copy.messages.set(ts, { ...message, channelId: copy.id })
  copy.latestTs = channel.latestTs
  announceUnshared(world, channel, { teamId, isStillShared: channel.teamIds.length > 2 })
  channel.teamIds = channel.teamIds.filter((id) => id !== teamId)
  channel.members = channel.members.filter((id) => !isOfTeam(id))
  announceUnshared(world, copy, { teamId: channel.homeTeamId, isStillShared: false })
  announceIdChanged(world, copy, { old: channel.id, teamIds: [teamId] })
  touch(world, channel)
  return copy
}

/** A private channel gets a new id, as when sharing starts (G… becomes C…). */
export function changeChannelId(world: World, channel: Channel): string {
  const old = channel.id
  channel.id = world.ids.next('C')
  for (const message of channel.messages.values()) message.channelId = channel.id
  world.channels.delete(old)
  world.channels.set(channel.id, channel)
  announceIdChanged(world, channel, { old, teamIds: channel.teamIds })
  touch(world, channel)
  return channel.id
}
