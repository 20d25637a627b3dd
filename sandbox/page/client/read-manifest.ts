import type { Json } from './rich-text.ts'

const part = (value: unknown): Json => (typeof value === 'object' && value !== null ? (value as Json) : {})

const without = (given: Json): Json => Object.fromEntries(Object.entries(given).filter(([, value]) => value !== undefined))

/**
 * An app manifest as Slack takes it, as the sandbox makes apps of it.
 * @see https://docs.slack.dev/reference/app-manifest
 * @throws Error saying what is wrong with it
 */
export function readManifest(text: string): Json {
  let given: Json
  try {
    given = part(JSON.parse(text))
  } catch (error) {
    throw new Error(`This is not JSON: ${(error as Error).message}`, { cause: error })
  }
  const { name } = part(given.display_information)
  if (typeof name !== 'string' || name === '') throw new Error('The manifest has no name: set display_information.name.')
  const features = part(given.features)
  const oauth = part(given.oauth_config)
  const scopes = part(oauth.scopes)
  const settings = part(given.settings)
  const events = part(settings.event_subscriptions)
  const interactivity = part(settings.interactivity)
  return without({
    name,
    bot_scopes: scopes.bot,
    user_scopes: scopes.user,
    redirect_urls: oauth.redirect_urls,
    events_url: events.request_url,
    bot_events: events.bot_events,
    user_events: events.user_events,
    interactivity_url: interactivity.request_url,
    options_url: interactivity.message_menu_options_url,
    commands: (features.slash_commands as Json[] | undefined)?.map(({ command, url, description }) =>
      without({ command, url, description }),
    ),
    shortcuts: (features.shortcuts as Json[] | undefined)?.map(({ callback_id, name: label, type }) => ({
      callback_id,
      name: label,
      type,
    })),
    socket_mode: settings.socket_mode_enabled,
    token_rotation: settings.token_rotation_enabled,
  })
}
