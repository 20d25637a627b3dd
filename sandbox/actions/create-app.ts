import { makeAppToken, makeSecret } from '../world/ids.ts'
import type { App, Shortcut, SlashCommand } from '../world/types.ts'
import type { World } from '../world/world.ts'

/** What the manifest of an app says. */
export interface AppManifest {
  name: string
  bot_scopes?: string[]
  user_scopes?: string[]
  /** Scopes, of those asked for, that may be left out on the consent page. */
  optional_scopes?: { bot: string[]; user: string[] }
  redirect_urls?: string[]
  events_url?: string
  interactivity_url?: string
  /** `message_menu_options_url` in Slack's own manifests. */
  options_url?: string
  commands?: SlashCommand[]
  shortcuts?: Shortcut[]
  socket_mode?: boolean
  delayed_events?: boolean
  token_rotation?: boolean
  pkce_enabled?: boolean
  restricted_history?: boolean
  bot_events?: string[]
  user_events?: string[]
}

/** An app about which nothing has been said yet. */
export const APP_DEFAULTS = {
  botScopes: [],
  userScopes: [],
  optionalScopes: { bot: [], user: [] },
  redirectUrls: [],
  eventsUrlVerified: false,
  commands: [],
  shortcuts: [],
  socketMode: false,
  delayedEvents: false,
  isDisabled: false,
  tokenRotation: false,
  pkceEnabled: false,
  restrictedHistory: false,
} satisfies Partial<App>

export function createApp(world: World, manifest: AppManifest): App {
  const id = world.ids.next('A')
  const app: App = {
    id,
    name: manifest.name,
    clientId: `${[...world.apps.keys()].length + 1}00000000.${parseInt(makeSecret(5), 16)}`,
    clientSecret: makeSecret(),
    signingSecret: makeSecret(),
    verificationToken: makeSecret(12),
    appToken: makeAppToken(id),
    ...APP_DEFAULTS,
  }
  world.apps.set(id, app)
  world.tokens.set(app.appToken, {
    value: app.appToken,
    kind: 'app',
    appId: id,
    teamId: '',
    userId: '',
    scopes: ['connections:write'],
    state: 'active',
  })
  changeApp(world, app, manifest)
  return app
}

const FIELDS = {
  name: 'name',
  bot_scopes: 'botScopes',
  user_scopes: 'userScopes',
  optional_scopes: 'optionalScopes',
  redirect_urls: 'redirectUrls',
  events_url: 'eventsUrl',
  interactivity_url: 'interactivityUrl',
  options_url: 'optionsUrl',
  commands: 'commands',
  shortcuts: 'shortcuts',
  socket_mode: 'socketMode',
  delayed_events: 'delayedEvents',
  token_rotation: 'tokenRotation',
  pkce_enabled: 'pkceEnabled',
  restricted_history: 'restrictedHistory',
  bot_events: 'botEvents',
  user_events: 'userEvents',
} as const satisfies Record<keyof AppManifest, keyof App>

/** Changes only what is given; a new events URL has to prove itself again, and whoever names one has mended what failed. */
export function changeApp(world: World, app: App, change: Partial<AppManifest>): void {
  const before = app.eventsUrl
  for (const [from, to] of Object.entries(FIELDS)) {
    const value = change[from as keyof AppManifest]
    if (value !== undefined) Object.assign(app, { [to]: value })
  }
  if (app.eventsUrl !== before) app.eventsUrlVerified = false
  if (change.events_url !== undefined) app.isDisabled = false
  world.touched({})
}
