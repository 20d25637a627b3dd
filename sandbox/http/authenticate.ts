import type { ApiMethod, Caller } from '../methods/method.ts'
import { installationOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { World } from '../world/world.ts'

/** Whose token this is. @throws SlackError `not_authed`, `invalid_auth`, `token_revoked`, `account_inactive`, `token_expired` */
export function authenticate(world: World, value: string | undefined): Caller {
  if (!value) throw new SlackError('not_authed')
  const token = world.tokens.get(value)
  const app = token ? world.apps.get(token.appId) : undefined
  if (!token || !app) throw new SlackError('invalid_auth')
  if (token.state === 'revoked') throw new SlackError('token_revoked')
  if (token.state === 'inactive') throw new SlackError('account_inactive')
  if (token.expiresAtMs !== undefined && token.expiresAtMs <= world.clock.now()) throw new SlackError('token_expired')
  const { teamId, userId } = token
  const botId = token.botId ?? (token.kind === 'bot' ? installationOf(world, app.id, teamId)?.botId : undefined)
  return { token, app, teamId, userId, ...(botId ? { botId } : {}) }
}

/** @throws SlackError `not_allowed_token_type`, `missing_scope` */
export function assertMayCall(method: ApiMethod, { token }: Caller): void {
  if (!method.tokens.includes(token.kind)) throw new SlackError('not_allowed_token_type')
  const { scopes } = method
  if (!scopes || scopes.some((scope) => token.scopes.includes(scope))) return
  throw new SlackError('missing_scope', { needed: scopes.join(','), provided: token.scopes.join(',') })
}
