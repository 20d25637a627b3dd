import { presentChannel } from '../present/present-channel.ts'
import { nextEventTs } from '../world/timestamps.ts'
import type { Channel, Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { kindFacts } from './channel-subscriptions.ts'

type Lifecycle = 'rename' | 'archive' | 'unarchive' | 'deleted'

/** Private channels have names of their own for these events, and only members hear of them. */
const lifecycle = (world: World, channel: Channel, { what, ...event }: Json & { what: Lifecycle }): void => {
  const isPublic = channel.kind === 'public'
  const type = isPublic ? (`channel_${what}` as const) : (`group_${what}` as const)
  world.emit({
    subscription: type,
    scopes: [kindFacts(channel).readScope],
    teamIds: channel.teamIds,
    ...(isPublic ? {} : { channelId: channel.id }),
    event: () => ({ type, ...event }),
  })
}

const summary = (channel: Channel): Json => ({
  id: channel.id,
  is_channel: true,
  is_mpim: channel.kind === 'mpim',
  name: channel.name,
  name_normalized: channel.name,
  created: channel.created,
})

/** @see https://docs.slack.dev/reference/events/channel_created */
export function announceCreated(world: World, channel: Channel): void {
  if (channel.kind !== 'public') return
  const viewer = { teamId: channel.homeTeamId, userId: channel.creator }
  const { is_member: _member, ...full } = presentChannel(world, channel, viewer)
  const event = { type: 'channel_created' as const, channel: full, event_ts: nextEventTs(world) }
  world.emit({ subscription: event.type, scopes: [kindFacts(channel).readScope], teamIds: channel.teamIds, event: () => event })
}

export const announceRenamed = (world: World, channel: Channel): void =>
  lifecycle(world, channel, { what: 'rename', channel: summary(channel), event_ts: nextEventTs(world) })

export const announceArchived = (world: World, channel: Channel, user: string): void =>
  lifecycle(world, channel, { what: 'archive', channel: channel.id, user, is_moved: 0, event_ts: nextEventTs(world) })

/** Who did it is said of public channels only. */
export const announceUnarchived = (world: World, channel: Channel, user: string): void => {
  const by = channel.kind === 'public' ? { user } : {}
  lifecycle(world, channel, { what: 'unarchive', channel: channel.id, ...by, event_ts: nextEventTs(world) })
}

export const announceDeleted = (world: World, channel: Channel, actor: string): void =>
  lifecycle(world, channel, { what: 'deleted', channel: channel.id, actor_id: actor, event_ts: nextEventTs(world) })

/** @see https://docs.slack.dev/reference/events/member_joined_channel */
export function announceJoined(world: World, channel: Channel, join: { user: string; inviter?: string }): void {
  const { letter, readScope } = kindFacts(channel)
  const event = {
    type: 'member_joined_channel' as const,
    user: join.user,
    channel: channel.id,
    channel_type: letter,
    team: world.users.get(join.user)?.teamId ?? channel.homeTeamId,
    ...(join.inviter ? { inviter: join.inviter } : {}),
    event_ts: nextEventTs(world),
  }
  world.emit({ subscription: event.type, scopes: [readScope], teamIds: channel.teamIds, channelId: channel.id, event: () => event })
}

/** Those who stay hear `member_left_channel`; the one who left hears `channel_left`, when a bot. */
export function announceLeft(world: World, channel: Channel, left: { user: string; actor: string }): void {
  const { letter, readScope } = kindFacts(channel)
  const teamId = world.users.get(left.user)?.teamId ?? channel.homeTeamId
  const event = {
    type: 'member_left_channel' as const,
    user: left.user,
    channel: channel.id,
    channel_type: letter,
    team: teamId,
    event_ts: nextEventTs(world),
  }
  world.emit({ subscription: event.type, scopes: [readScope], teamIds: channel.teamIds, channelId: channel.id, event: () => event })
  const appId = world.users.get(left.user)?.appId
  if (!appId) return
  const type = channel.kind === 'public' ? 'channel_left' : 'group_left'
  world.emit({
    subscription: type,
    scopes: [readScope],
    teamIds: [teamId],
    onlyAppId: appId,
    event: () => ({ type, channel: channel.id, actor_id: left.actor, event_ts: nextEventTs(world) }),
  })
}

/** @see https://docs.slack.dev/reference/events/channel_id_changed */
export function announceIdChanged(world: World, channel: Channel, ids: { old: string; teamIds: string[] }): void {
  const event = { type: 'channel_id_changed' as const, old_channel_id: ids.old, new_channel_id: channel.id, event_ts: nextEventTs(world) }
  const heardBy = channel.kind === 'public' ? {} : { channelId: channel.id }
  world.emit({ subscription: event.type, scopes: [kindFacts(channel).readScope], teamIds: ids.teamIds, ...heardBy, event: () => event })
}

/** @see https://docs.slack.dev/reference/events/channel_shared */
export function announceShared(world: World, channel: Channel, connectedTeamId: string): void {
  const event = (teamId: string) => ({
    type: 'channel_shared',
    connected_team_id: teamId === connectedTeamId ? channel.homeTeamId : connectedTeamId,
    channel: channel.id,
    event_ts: nextEventTs(world),
  })
  world.emit({ subscription: 'channel_shared', scopes: [kindFacts(channel).readScope], teamIds: channel.teamIds, event })
}

/** @see https://docs.slack.dev/reference/events/channel_unshared */
export function announceUnshared(world: World, channel: Channel, previous: { teamId: string; isStillShared: boolean }): void {
  const event = {
    type: 'channel_unshared' as const,
    previously_connected_team_id: previous.teamId,
    channel: channel.id,
    is_ext_shared: previous.isStillShared,
    event_ts: nextEventTs(world),
  }
  const teamIds = channel.teamIds.filter((id) => id !== previous.teamId)
  world.emit({ subscription: event.type, scopes: [kindFacts(channel).readScope], teamIds, event: () => event })
}
