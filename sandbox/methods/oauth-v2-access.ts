import { z } from 'zod'
import { installApp, issueToken, presentToken } from '../actions/install-app.ts'
import { appByCredentials, consumeCode, isProven } from '../oauth/client-credentials.ts'
import { installationOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import type { App, Json } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'

const args = z.object({
  client_id: text.optional(),
  client_secret: text.optional(),
  code: text.optional(),
  redirect_uri: text.optional(),
  grant_type: text.optional(),
  refresh_token: text.optional(),
  code_verifier: text.optional(),
})

/** Each refresh token works once; the access token it came with lives on until it expires. @see https://docs.slack.dev/authentication/using-token-rotation */
function refresh(world: World, app: App, value: string | undefined): Json {
  const old = world.refreshTokens.get(value ?? '')
  if (!old || old.used || old.appId !== app.id) throw new SlackError('invalid_refresh_token')
  old.used = true
  const { kind, teamId, userId } = old
  const scopes =
    kind === 'bot'
      ? (installationOf(world, app.id, teamId)?.botScopes ?? [])
      : (world.tokens.values().find((token) => token.kind === 'user' && token.appId === app.id && token.userId === userId)?.scopes ?? [])
  const token = issueToken(world, app, { kind, teamId, userId, scopes })
  const team = { id: teamId, name: world.teams.get(teamId)?.name ?? '' }
  return {
    app_id: app.id,
    ...presentToken(world, app, token),
    ...(kind === 'bot' ? { bot_user_id: userId } : {}),
    team,
    enterprise: null,
    is_enterprise_install: false,
  }
}

/** @see https://docs.slack.dev/reference/methods/oauth.v2.access */
export const oauthV2Access = method({
  name: 'oauth.v2.access',
  errors: [
    ...['bad_client_secret', 'bad_redirect_uri', 'invalid_client_id', 'invalid_code', 'invalid_code_verifier'],
    ...['invalid_grant_type', 'invalid_refresh_token'],
  ],
  tokens: [],
  args,
  run({ world }, given) {
    const app = appByCredentials(world, given)
    if (given.grant_type === 'refresh_token') return refresh(world, app, given.refresh_token)
    if (given.grant_type !== undefined && given.grant_type !== 'authorization_code') throw new SlackError('invalid_grant_type')
    const code = consumeCode(world, app, given)
    if (!isProven(code, given.code_verifier)) throw new SlackError('invalid_code_verifier')
    return installApp(world, app, code)
  },
})
