import { isMember } from '../world/find.ts'
import type { App, Installation, Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
import type { EventContext } from './event-context.ts'
import type { EventDraft } from './event-draft.ts'

export interface Authorization {
  userId: string
  isBot: boolean
  scopes: string[]
}

/** These two cannot be unsubscribed from: an app has to learn that its tokens are gone. */
const ALWAYS = new Set(['app_uninstalled', 'tokens_revoked'])

const subscribes = (list: string[] | undefined, subscription: string): boolean =>
  ALWAYS.has(subscription) || list === undefined || list.includes(subscription)

/** What is asked of whoever is to hear of it. */
type Audience = Pick<EventDraft, 'scopes' | 'channelId'>

const mayHear = (world: World, { scopes, channelId }: Audience, who: Authorization): boolean => {
  if (scopes.length > 0 && !scopes.some((scope) => who.scopes.includes(scope))) return false
  if (!channelId) return true
  const channel = world.channels.get(channelId)
  return channel !== undefined && isMember(channel, who.userId)
}

/** Everyone who authorised an app in one workspace and may hear of this: the bot first, then people. */
function* hearers(
  world: World,
  app: App,
  installation: Installation,
  draft: Audience & { subscription: string },
): Generator<Authorization> {
  const { appId, teamId, botUserId, botScopes } = installation
  if (botUserId && subscribes(app.botEvents, draft.subscription)) {
    const bot = { userId: botUserId, isBot: true, scopes: botScopes }
    if (mayHear(world, draft, bot)) yield bot
  }
  if (!subscribes(app.userEvents, draft.subscription)) return
  for (const token of world.tokens.values()) {
    if (token.kind !== 'user' || token.appId !== appId || token.teamId !== teamId || token.state !== 'active') continue
    const person = { userId: token.userId, isBot: false, scopes: token.scopes }
    if (mayHear(world, draft, person)) yield person
  }
}

/**
 * On whose behalf an app hears of an event: its bot's where possible, else one user's who authorised it.
 * Only one is ever listed, as in Slack.
 * @see https://docs.slack.dev/apis/events-api/#authorizations
 */
export function authorizeEvent(world: World, app: App, installation: Installation, draft: EventDraft): Authorization | undefined {
  return hearers(world, app, installation, draft).next().value ?? undefined
}

/** All of them, in every workspace that installed the app. */
export function authorizationsOf(world: World, app: App, { et, cid, sc }: EventContext): (Authorization & { teamId: string })[] {
  const draft = { subscription: et, scopes: sc, ...(cid ? { channelId: cid } : {}) }
  return [...world.installations.values()]
    .filter(({ appId }) => appId === app.id)
    .flatMap((installation) => [...hearers(world, app, installation, draft)].map((one) => ({ ...one, teamId: installation.teamId })))
}

export const presentAuthorization = (teamId: string, { userId, isBot }: Authorization): Json => ({
  enterprise_id: null,
  team_id: teamId,
  user_id: userId,
  is_bot: isBot,
  is_enterprise_install: false,
})
