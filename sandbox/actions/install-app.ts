import { announceTokensRevoked, announceUninstalled } from '../events/people-events.ts'
import { installationOf } from '../world/find.ts'
import { makeBotToken, makeRefreshToken, makeUserToken } from '../world/ids.ts'
import type { App, Installation, Json, Token } from '../world/types.ts'
import { installationKey, nowSeconds, type World } from '../world/world.ts'
import { leaveChannel } from './channel-members.ts'
import { createUser } from './people.ts'

export const ROTATED_TOKEN_LIFE_S = 43_200

interface Grant {
  teamId: string
  userId: string
  botScopes: string[]
  userScopes: string[]
}

const union = (one: string[], other: string[]): string[] => [...new Set([...one, ...other])]

const addBotProfile = (world: World, app: App, of: { id: string; teamId: string; userId: string }): void => {
  world.bots.set(of.id, { ...of, appId: app.id, name: app.name, deleted: false, updated: nowSeconds(world) })
}

const addBot = (world: World, app: App, installation: Installation): void => {
  const id = world.ids.next('B')
  const name = app.name.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')
  const user = createUser(world, { teamId: installation.teamId, name, realName: app.name, bot: { id, appId: app.id } })
  addBotProfile(world, app, { id, teamId: installation.teamId, userId: user.id })
  installation.botId = id
  installation.botUserId = user.id
}

const ensureInstallation = (world: World, app: App, grant: Grant): Installation => {
  const installation = installationOf(world, app.id, grant.teamId) ?? {
    appId: app.id,
    teamId: grant.teamId,
    installedBy: grant.userId,
    botScopes: [],
  }
  installation.botScopes = union(installation.botScopes, grant.botScopes)
  if (grant.botScopes.length > 0 && !installation.botUserId) addBot(world, app, installation)
  world.installations.set(installationKey(app.id, grant.teamId), installation)
  return installation
}

/**
 * Whatever is posted through the API carries a `bot_id` and the app's `app_id`, by a person's token too;
 * that bot profile is the authorisation's own, not the one of the app's bot.
 * @see https://github.com/anneschuth/claude-threads/pull/527
 */
const userBotId = (world: World, app: App, of: { teamId: string; userId: string }): string => {
  const known = world.bots.values().find((bot) => bot.appId === app.id && bot.userId === of.userId)
  if (known) return known.id
  const id = world.ids.next('B')
  addBotProfile(world, app, { id, teamId: of.teamId, userId: of.userId })
  return id
}

/** Grants add up: whoever allows the app again keeps the token and gains the scopes. */
export function issueToken(world: World, app: App, of: Pick<Token, 'kind' | 'teamId' | 'userId' | 'scopes'>): Token {
  const same = world.tokens
    .values()
    .find((t) => t.kind === of.kind && t.appId === app.id && t.teamId === of.teamId && t.userId === of.userId && t.state === 'active')
  if (same && !app.tokenRotation) {
    same.scopes = union(same.scopes, of.scopes)
    return same
  }
  const make = of.kind === 'bot' ? makeBotToken : makeUserToken
  const botId = of.kind === 'bot' ? installationOf(world, app.id, of.teamId)?.botId : userBotId(world, app, of)
  const token: Token = { ...of, value: make(app.tokenRotation), appId: app.id, state: 'active', ...(botId ? { botId } : {}) }
  if (app.tokenRotation) token.expiresAtMs = world.clock.now() + ROTATED_TOKEN_LIFE_S * 1000
  world.tokens.set(token.value, token)
  return token
}

/** What a token looks like inside the answer of `oauth.v2.access`. */
export function presentToken(world: World, app: App, token: Token): Json {
  const base = { scope: token.scopes.join(','), access_token: token.value, token_type: token.kind }
  if (!app.tokenRotation) return base
  const value = makeRefreshToken()
  world.refreshTokens.set(value, {
    value,
    kind: token.kind === 'bot' ? 'bot' : 'user',
    appId: app.id,
    teamId: token.teamId,
    userId: token.userId,
    used: false,
  })
  return { ...base, refresh_token: value, expires_in: ROTATED_TOKEN_LIFE_S }
}

/** Installs, and answers what `oauth.v2.access` would. @see https://docs.slack.dev/reference/methods/oauth.v2.access */
export function installApp(world: World, app: App, grant: Grant): Json {
  const installation = ensureInstallation(world, app, grant)
  const { teamId, userId } = grant
  const botUserId = installation.botUserId
  const bot =
    grant.botScopes.length > 0 && botUserId
      ? issueToken(world, app, { kind: 'bot', teamId, userId: botUserId, scopes: installation.botScopes })
      : undefined
  const user = grant.userScopes.length > 0 ? issueToken(world, app, { kind: 'user', teamId, userId, scopes: grant.userScopes }) : undefined
  world.touched({})
  return {
    ok: true,
    app_id: app.id,
    authed_user: { id: userId, ...(user ? presentToken(world, app, user) : {}) },
    ...(bot ? { ...presentToken(world, app, bot), bot_user_id: botUserId } : {}),
    team: { id: teamId, name: world.teams.get(teamId)?.name ?? '' },
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** Takes every token and the bot away. Both events are sent, in no order one may count on. */
export function uninstallApp(world: World, app: App, teamId: string): void {
  const installation = installationOf(world, app.id, teamId)
  if (!installation) return
  const revoked = { oauth: [] as string[], bot: [] as string[] }
  for (const token of world.tokens.values()) {
    if (token.appId !== app.id || token.teamId !== teamId || token.state === 'revoked') continue
    revoked[token.kind === 'bot' ? 'bot' : 'oauth'].push(token.userId)
    token.state = token.kind === 'bot' ? 'inactive' : 'revoked'
  }
  dropRefreshTokens(world, (refresh) => refresh.appId === app.id && refresh.teamId === teamId)
  const { botUserId, botId } = installation
  world.installations.delete(installationKey(app.id, teamId))
  const telling = [() => announceTokensRevoked(world, { appId: app.id, teamId }, revoked), () => announceUninstalled(world, app.id, teamId)]
  for (const tell of uninstalledFirst(world) ? telling.toReversed() : telling) tell()
  if (!botUserId) return
  for (const channel of world.channels.values()) {
    if (channel.kind === 'public' || channel.kind === 'private') leaveChannel(world, channel, { user: botUserId, actor: '' })
  }
  const user = world.users.get(botUserId)
  const bot = world.bots.get(botId ?? '')
  if (user) user.deleted = true
  if (bot) bot.deleted = true
  world.touched({})
}

const uninstalledFirst = (world: World): boolean => {
  const { uninstall_order: order } = world.settings
  if (order !== 'either') return order === 'uninstalled_first'
  return world.uninstallations++ % 2 === 0
}

/** A user's token goes alone; a bot's takes nothing else with it. */
export function revokeToken(world: World, token: Token): void {
  if (token.state === 'revoked') return
  token.state = 'revoked'
  const same = (other: { appId: string; userId: string }) => other.appId === token.appId && other.userId === token.userId
  dropRefreshTokens(world, same)
  const userIds = token.kind === 'bot' ? { oauth: [], bot: [token.userId] } : { oauth: [token.userId], bot: [] }
  announceTokensRevoked(world, { appId: token.appId, teamId: token.teamId }, userIds)
}

function dropRefreshTokens(world: World, test: (refresh: { appId: string; teamId: string; userId: string }) => boolean): void {
  for (const [value, refresh] of world.refreshTokens) if (test(refresh)) world.refreshTokens.delete(value)
}
