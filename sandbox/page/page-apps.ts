import type { App } from '../world/types.ts'
import type { World } from '../world/world.ts'

const transportOf = ({ socketMode, eventsUrl, eventsUrlVerified }: App): string => {
  if (socketMode) return 'It listens over Socket Mode.'
  if (!eventsUrl) return 'It hears of no events: its manifest names no request URL.'
  return eventsUrlVerified ? `Events go to ${eventsUrl}` : `${eventsUrl} has not answered the challenge yet.`
}

const tokensOf = (world: World, app: App) =>
  [...world.tokens.values()]
    .filter(({ appId, kind, state }) => appId === app.id && kind !== 'app' && state === 'active')
    .map(({ kind, teamId, userId, value }) => {
      const whose = kind === 'bot' ? 'Bot token' : `Token of ${world.users.get(userId)?.realName ?? userId}`
      return { label: `${whose}, ${world.teams.get(teamId)?.name ?? teamId}`, value }
    })

/** What its developer wrote, in the form that Slack's own settings show: it can be changed and read again. */
const manifestOf = (app: App) => ({
  display_information: { name: app.name },
  features: { slash_commands: app.commands, shortcuts: app.shortcuts },
  oauth_config: { redirect_urls: app.redirectUrls, scopes: { bot: app.botScopes, user: app.userScopes } },
  settings: {
    event_subscriptions: { request_url: app.eventsUrl, bot_events: app.botEvents, user_events: app.userEvents },
    interactivity: {
      is_enabled: Boolean(app.interactivityUrl),
      request_url: app.interactivityUrl,
      message_menu_options_url: app.optionsUrl,
    },
    socket_mode_enabled: app.socketMode,
    token_rotation_enabled: app.tokenRotation,
  },
})

/** Every app, with what its developer needs. Nothing is protected here: these secrets open nothing but the sandbox. */
export const pageApps = (world: World) =>
  [...world.apps.values()].map((app) => ({
    id: app.id,
    name: app.name,
    client_id: app.clientId,
    client_secret: app.clientSecret,
    signing_secret: app.signingSecret,
    app_token: app.appToken,
    transport: transportOf(app),
    manifest: manifestOf(app),
    tokens: tokensOf(world, app),
    installed_in: [...world.installations.values()]
      .filter(({ appId }) => appId === app.id)
      .map(({ teamId }) => ({ id: teamId, name: world.teams.get(teamId)?.name ?? teamId })),
  }))

export type PageApp = ReturnType<typeof pageApps>[number]
