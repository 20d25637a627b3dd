import { SlackError } from './slack-error.ts'
import type { App, Channel, Installation, Team, User } from './types.ts'
import { installationKey, type World } from './world.ts'

const orThrow = <T>(found: T | undefined, code: string): T => {
  if (found === undefined) throw new SlackError(code)
  return found
}

export const teamOf = (world: World, id: string): Team => orThrow(world.teams.get(id), 'team_not_found')
export const userOf = (world: World, id: string): User => orThrow(world.users.get(id), 'user_not_found')
export const channelOf = (world: World, id: string): Channel => orThrow(world.channels.get(id), 'channel_not_found')
export const appOf = (world: World, id: string): App => orThrow(world.apps.get(id), 'app_not_found')

export const installationOf = (world: World, appId: string, teamId: string): Installation | undefined =>
  world.installations.get(installationKey(appId, teamId))

export const isMember = (channel: Channel, userId: string): boolean => channel.members.includes(userId)

export const isShared = (channel: Channel): boolean => channel.teamIds.length > 1

/** A public channel is seen by everyone of its workspaces, any other by its members alone. */
export const canSeeChannel = (channel: Channel, viewer: { teamId: string; userId: string }): boolean =>
  channel.kind === 'public' ? channel.teamIds.includes(viewer.teamId) : isMember(channel, viewer.userId)

/** Whether two people have a channel in common; strangers do not. */
export const sharesChannel = (world: World, one: string, other: string): boolean =>
  world.channels.values().some((channel) => isMember(channel, one) && isMember(channel, other))

/** Foreign people are known only through channels that both workspaces are in. */
export const canSeeUser = (world: World, user: User, teamId: string): boolean =>
  user.teamId === teamId ||
  world.channels.values().some((channel) => channel.teamIds.includes(teamId) && isShared(channel) && isMember(channel, user.id))
