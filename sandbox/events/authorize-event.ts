import { isMember } from '../world/find.ts'
import type { App, Installation, Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
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

const mayHear = (world: World, draft: EventDraft, who: Authorization): boolean => {
  if (draft.scopes.length > 0 && !draft.scopes.some((scope) => who.scopes.includes(scope))) return false
  if (!draft.channelId) return true
  const channel = world.channels.get(draft.channelId)
  return channel !== undefined && isMember(channel, who.userId)
}

/**
 * On whose behalf an app hears of an event: its bot's where possible, else one user's who authorised it.
 * Only one is ever listed, as in Slack.
 * @see https://docs.slack.dev/apis/events-api/#authorizations
 */
export function authorizeEvent(world: World, app: App, installation: Installation, draft: EventDraft): Authorization | undefined {
  const { appId, teamId, botUserId, botScopes } = installation
  if (botUserId && subscribes(app.botEvents, draft.subscription)) {
    const bot = { userId: botUserId, isBot: true, scopes: botScopes }
    if (mayHear(world, draft, bot)) return bot
  }
  if (!subscribes(app.userEvents, draft.subscription)) return undefined
  for (const token of world.tokens.values()) {
    if (token.kind !== 'user' || token.appId !== appId || token.teamId !== teamId || token.state !== 'active') continue
    const person = { userId: token.userId, isBot: false, scopes: token.scopes }
    if (mayHear(world, draft, person)) return person
  }
  return undefined
}

export const presentAuthorization = (teamId: string, { userId, isBot }: Authorization): Json => ({
  enterprise_id: null,
  team_id: teamId,
  user_id: userId,
  is_bot: isBot,
  is_enterprise_install: false,
})
