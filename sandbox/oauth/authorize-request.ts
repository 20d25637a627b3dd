import { z } from 'zod'
import type { App } from '../world/types.ts'
import type { World } from '../world/world.ts'

const commaList = z
  .string()
  .default('')
  .transform((value) =>
    value
      .split(/[,\s]+/)
      .map((scope) => scope.trim())
      .filter(Boolean),
  )

const query = z.object({
  client_id: z.string().default(''),
  scope: commaList,
  user_scope: commaList,
  redirect_uri: z.string().optional(),
  state: z.string().optional(),
  team: z.string().optional(),
  nonce: z.string().optional(),
  code_challenge: z.string().optional(),
  code_challenge_method: z.string().optional(),
})

export interface AuthorizeRequest {
  app: App
  /** Sign in with Slack: nothing is installed, only who it is gets told. */
  isSignIn: boolean
  botScopes: string[]
  userScopes: string[]
  /** Those of them that may be left out. */
  optionalScopes: { bot: string[]; user: string[] }
  redirectUri: string
  state?: string
  teamId?: string
  nonce?: string
  /** Of PKCE, by S256. */
  codeChallenge?: string
}

/** The scopes left once only the ticked ones (`bot:…`, `user:…`) of the optional ones are granted. */
export function grantedScopes(request: AuthorizeRequest, ticked: string[]): { botScopes: string[]; userScopes: string[] } {
  const keep = (kind: 'bot' | 'user', scopes: string[]) =>
    scopes.filter((name) => !request.optionalScopes[kind].includes(name) || ticked.includes(`${kind}:${name}`))
  return { botScopes: keep('bot', request.botScopes), userScopes: keep('user', request.userScopes) }
}

const SCOPE = /^[a-z]+([._-][a-z]+)*(:[a-z_.]+)*$/

/** Slack lets a redirect address extend a registered one, never leave it. */
const isAllowedRedirect = (app: App, uri: string): boolean =>
  app.redirectUrls.some(
    (registered) => uri === registered || uri.startsWith(`${registered.replace(/\/$/, '')}/`) || uri.startsWith(`${registered}?`),
  )

/**
 * What an app asks for, or the name of what is wrong with it. Nothing wrong here is ever redirected:
 * the address may be anybody's.
 * @see https://docs.slack.dev/authentication/installing-with-oauth
 */
export function readAuthorizeRequest(world: World, given: unknown, isOpenId: boolean): AuthorizeRequest | { problem: string } {
  const parsed = query.safeParse(given)
  if (!parsed.success) return { problem: 'invalid_arguments' }
  const { client_id, scope, user_scope, redirect_uri, state, team, nonce, code_challenge: codeChallenge } = parsed.data
  const app = world.apps.values().find((other) => other.clientId === client_id)
  if (!app) return { problem: 'invalid_client_id' }
  const redirectUri = redirect_uri ?? app.redirectUrls[0]
  if (!redirectUri || !isAllowedRedirect(app, redirectUri)) return { problem: 'bad_redirect_uri' }
  if (codeChallenge && !app.pkceEnabled) return { problem: 'pkce_not_allowed' }
  if (codeChallenge && parsed.data.code_challenge_method !== 'S256') return { problem: 'invalid_arguments' }
  if (scope.length + user_scope.length === 0) return { problem: 'no_scopes' }
  if ([...scope, ...user_scope].some((name) => !SCOPE.test(name))) return { problem: 'invalid_scope' }
  const domainTeam = world.teams.values().find((other) => other.id === team || other.domain === team)
  const [botScopes, userScopes] = isOpenId ? [[], scope] : [scope, user_scope]
  const { bot, user } = app.optionalScopes
  return {
    app,
    isSignIn: isOpenId,
    botScopes,
    userScopes,
    optionalScopes: { bot: botScopes.filter((name) => bot.includes(name)), user: userScopes.filter((name) => user.includes(name)) },
    redirectUri,
    ...(state === undefined ? {} : { state }),
    ...(domainTeam ? { teamId: domainTeam.id } : {}),
    ...(nonce ? { nonce } : {}),
    ...(codeChallenge ? { codeChallenge } : {}),
  }
}
