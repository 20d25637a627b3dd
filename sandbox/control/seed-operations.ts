import { z } from 'zod'
import { createApp as addApp, changeApp } from '../actions/create-app.ts'
import {
  archiveChannel,
  changeChannelId,
  deleteChannel,
  describeChannel,
  renameChannel,
  shareChannel,
  unarchiveChannel,
  unshareChannel,
} from '../actions/change-channel.ts'
import { joinChannel, leaveChannel } from '../actions/channel-members.ts'
import { createChannel as addChannel } from '../actions/create-channel.ts'
import { installApp, revokeToken, uninstallApp } from '../actions/install-app.ts'
import { createTeam, createUser as addUser } from '../actions/people.ts'
import { verifyEventsUrl } from '../events/verify-events-url.ts'
import { appOf, channelOf, teamOf, userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { App } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { operation } from './operation.ts'

const createWorkspace = operation(z.object({ name: z.string().min(1), domain: z.string().min(1) }), ({ world }, input) => ({
  team_id: createTeam(world, input).id,
}))

const newUser = z.object({
  team_id: z.string(),
  name: z.string(),
  real_name: z.string(),
  email: z.string().optional(),
  email_unconfirmed: z.boolean().optional(),
  is_admin: z.boolean().optional(),
  tz: z.string().optional(),
  image: z.string().optional(),
})

/** New people join the workspace's general channel, as in Slack. */
const createUser = operation(newUser, ({ world }, input) => {
  const { id: teamId } = teamOf(world, input.team_id)
  const { name, real_name: realName, email, email_unconfirmed: emailUnconfirmed, is_admin: isAdmin, tz, image } = input
  const user = addUser(world, { teamId, name, realName, email, emailUnconfirmed, isAdmin, tz, image })
  const general = world.channels.values().find((channel) => channel.isGeneral && channel.homeTeamId === teamId)
  if (general) joinChannel(world, general, { user: user.id })
  return { user_id: user.id }
})

const newChannel = z.object({
  team_id: z.string(),
  name: z.string(),
  is_private: z.boolean().optional(),
  members: z.array(z.string()).optional(),
  creator: z.string().optional(),
})

const firstPerson = (world: World, teamId: string): string =>
  world.users.values().find((user) => user.teamId === teamId && !user.isBot)?.id ?? ''

/** The members are there from the start: no joining lines. */
const createChannel = operation(newChannel, ({ world }, input) => {
  const team = teamOf(world, input.team_id)
  const members = (input.members ?? []).map((id) => userOf(world, id).id)
  const channel = addChannel(world, {
    teamId: team.id,
    kind: input.is_private ? 'private' : 'public',
    name: input.name,
    creator: input.creator ?? members[0] ?? firstPerson(world, team.id),
    members,
  })
  return { channel_id: channel.id }
})

const share = operation(z.object({ channel_id: z.string(), with_team_id: z.string() }), ({ world }, input) => {
  shareChannel(world, channelOf(world, input.channel_id), teamOf(world, input.with_team_id).id)
  return { channel_id: input.channel_id }
})

const unshare = operation(z.object({ channel_id: z.string(), team_id: z.string() }), ({ world }, input) => ({
  guest_channel_id: unshareChannel(world, channelOf(world, input.channel_id), input.team_id).id,
}))

const membership = z.object({ channel_id: z.string(), user_id: z.string(), by: z.string().optional() })

const addMember = operation(membership, ({ world }, input) => {
  const channel = channelOf(world, input.channel_id)
  const user = userOf(world, input.user_id)
  if (!channel.teamIds.includes(user.teamId)) throw new SlackError('user_not_in_workspace')
  joinChannel(world, channel, { user: user.id, ...(input.by ? { inviter: input.by } : {}) })
  return {}
})

const removeMember = operation(membership, ({ world }, input) => {
  leaveChannel(world, channelOf(world, input.channel_id), { user: input.user_id, actor: input.by ?? input.user_id })
  return {}
})

const channelChange = z.object({
  channel_id: z.string(),
  user_id: z.string(),
  change: z.enum(['archive', 'unarchive', 'rename', 'delete', 'change_id', 'read_only', 'topic', 'purpose']),
  name: z.string().optional(),
  /** The new topic or purpose. */
  value: z.string().optional(),
})

/** What admins do to channels. `change_id` answers the new id. */
const changeChannel = operation(channelChange, ({ world }, { channel_id, user_id, change, name, value = '' }) => {
  const channel = channelOf(world, channel_id)
  if (change === 'archive') archiveChannel(world, channel, user_id)
  else if (change === 'unarchive') unarchiveChannel(world, channel, user_id)
  else if (change === 'rename') renameChannel(world, channel, { name: name ?? '', user: user_id })
  else if (change === 'delete') deleteChannel(world, channel, user_id)
  else if (change === 'topic' || change === 'purpose') describeChannel(world, channel, { field: change, value, user: user_id })
  else if (change === 'read_only') channel.isReadOnly = true
  else changeChannelId(world, channel)
  return { channel_id: channel.id }
})

/** No defaults: what a change leaves out stays as it is. */
const manifest = z.object({
  name: z.string().min(1),
  bot_scopes: z.array(z.string()).optional(),
  user_scopes: z.array(z.string()).optional(),
  optional_scopes: z.object({ bot: z.array(z.string()).default([]), user: z.array(z.string()).default([]) }).optional(),
  redirect_urls: z.array(z.string()).optional(),
  events_url: z.string().optional(),
  interactivity_url: z.string().optional(),
  options_url: z.string().optional(),
  commands: z
    .array(z.object({ command: z.string().startsWith('/'), url: z.string().optional(), description: z.string().optional() }))
    .optional(),
  shortcuts: z.array(z.object({ callback_id: z.string(), name: z.string(), type: z.enum(['global', 'message']) })).optional(),
  socket_mode: z.boolean().optional(),
  delayed_events: z.boolean().optional(),
  token_rotation: z.boolean().optional(),
  pkce_enabled: z.boolean().optional(),
  restricted_history: z.boolean().optional(),
  bot_events: z.array(z.string()).optional(),
  user_events: z.array(z.string()).optional(),
})

const credentials = async (world: World, app: App) => ({
  app_id: app.id,
  client_id: app.clientId,
  client_secret: app.clientSecret,
  signing_secret: app.signingSecret,
  app_token: app.appToken,
  verification_token: app.verificationToken,
  events_url_verified: await verifyEventsUrl(world, app),
})

/** A URL that does not answer the challenge yet is asked again before the first event. */
const createApp = operation(manifest, ({ world }, input) => credentials(world, addApp(world, input)))

const appChange = manifest.partial().extend({ app_id: z.string(), app_token_scopes: z.array(z.string()).optional() })

const updateApp = operation(appChange, ({ world, hub }, { app_id, app_token_scopes: tokenScopes, ...change }) => {
  const app = appOf(world, app_id)
  changeApp(world, app, change)
  const token = world.tokens.get(app.appToken)
  if (token && tokenScopes) token.scopes = tokenScopes
  if (change.socket_mode === false) hub.disconnect(app.id, { reason: 'link_disabled', closeAfterMs: 0 })
  return credentials(world, app)
})

/** What `oauth.v2.access` answers. */
export interface InstallAnswer {
  ok: true
  app_id: string
  authed_user: { id: string; scope?: string; access_token?: string; token_type?: string; refresh_token?: string; expires_in?: number }
  scope?: string
  access_token?: string
  token_type?: string
  refresh_token?: string
  expires_in?: number
  bot_user_id?: string
  team: { id: string; name: string }
  enterprise: null
  is_enterprise_install: false
}

const installation = z.object({
  app_id: z.string(),
  team_id: z.string(),
  user_id: z.string(),
  bot_scopes: z.array(z.string()).optional(),
  user_scopes: z.array(z.string()).optional(),
})

/** Skips the browser. Asks for the app's own scopes unless others are given. */
const install = operation(installation, ({ world }, input): InstallAnswer => {
  const app = appOf(world, input.app_id)
  const { id: userId, teamId } = userOf(world, input.user_id)
  if (teamId !== input.team_id) throw new SlackError('user_not_in_workspace')
  const botScopes = input.bot_scopes ?? app.botScopes
  const userScopes = input.user_scopes ?? app.userScopes
  return installApp(world, app, { teamId, userId, botScopes, userScopes }) as unknown as InstallAnswer
})

const uninstall = operation(z.object({ app_id: z.string(), team_id: z.string() }), ({ world }, input) => {
  uninstallApp(world, appOf(world, input.app_id), input.team_id)
  return {}
})

const revocation = z.union([z.object({ token: z.string() }), z.object({ app_id: z.string(), user_id: z.string() })])

/** By the token itself, or by whose it is. */
const revoke = operation(revocation, ({ world }, input) => {
  const isMeant = (token: { value: string; appId: string; userId: string }) =>
    'token' in input ? token.value === input.token : token.appId === input.app_id && token.userId === input.user_id
  for (const token of world.tokens.values()) if (isMeant(token)) revokeToken(world, token)
  return {}
})

export const seedOperations = {
  createWorkspace,
  createUser,
  createChannel,
  shareChannel: share,
  unshareChannel: unshare,
  addMember,
  removeMember,
  changeChannel,
  createApp,
  updateApp,
  installApp: install,
  uninstallApp: uninstall,
  revokeToken: revoke,
}
