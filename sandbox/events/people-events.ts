import { presentUser } from '../present/present-user.ts'
import type { Json, User } from '../world/types.ts'
import { nowSeconds, type World } from '../world/world.ts'

const presentFor = (world: World, user: User, viewer: { teamId: string; scopes: string[] }): Json =>
  presentUser(world, user, { teamId: viewer.teamId, userId: '', mayReadEmail: viewer.scopes.includes('users:read.email') })

/** Workspaces that know this person: their own, and those that share a channel with them. */
const teamsThatKnow = (world: World, user: User): string[] => {
  const shared = world.channels.values().filter((channel) => channel.members.includes(user.id))
  return [...new Set([user.teamId, ...shared.flatMap((channel) => channel.teamIds)])]
}

/** The e-mail address is left out for apps that may not read it. @see https://docs.slack.dev/reference/events/user_change */
export function announceUserChange(world: World, user: User): void {
  const event = (teamId: string, scopes: string[]): Json => ({
    type: 'user_change',
    user: presentFor(world, user, { teamId, scopes }),
    cache_ts: nowSeconds(world),
  })
  world.emit({ subscription: 'user_change', scopes: ['users:read'], teamIds: teamsThatKnow(world, user), event })
}

/** @see https://docs.slack.dev/reference/events/team_join */
export function announceTeamJoin(world: World, user: User): void {
  const event = (teamId: string, scopes: string[]): Json => ({ type: 'team_join', user: presentFor(world, user, { teamId, scopes }) })
  world.emit({ subscription: 'team_join', scopes: ['users:read'], teamIds: [user.teamId], event })
}

/** Sent whatever the app subscribed to. @see https://docs.slack.dev/reference/events/app_uninstalled */
export function announceUninstalled(world: World, appId: string, teamId: string): void {
  world.emit({
    subscription: 'app_uninstalled',
    scopes: [],
    teamIds: [teamId],
    onlyAppId: appId,
    evenUninstalled: true,
    event: () => ({ type: 'app_uninstalled' }),
  })
}

/** Lists user ids, never tokens. @see https://docs.slack.dev/reference/events/tokens_revoked */
export function announceTokensRevoked(
  world: World,
  of: { appId: string; teamId: string },
  userIds: { oauth: string[]; bot: string[] },
): void {
  world.emit({
    subscription: 'tokens_revoked',
    scopes: [],
    teamIds: [of.teamId],
    onlyAppId: of.appId,
    evenUninstalled: true,
    event: () => ({ type: 'tokens_revoked', tokens: userIds }),
  })
}
