import { z } from 'zod'
import { issueToken } from '../actions/install-app.ts'
import { appByCredentials, consumeCode, isProven } from '../oauth/client-credentials.ts'
import { identityClaims } from '../oauth/identity-claims.ts'
import { signIdToken } from '../oauth/signing-key.ts'
import { userOf } from '../world/find.ts'
import { SlackError } from '../world/slack-error.ts'
import { nowSeconds } from '../world/world.ts'
import { text } from './arguments.ts'
import { method } from './method.ts'

const LIFE_S = 300

/** @see https://docs.slack.dev/reference/methods/openid.connect.token */
export const openidConnectToken = method({
  name: 'openid.connect.token',
  errors: ['bad_client_secret', 'bad_redirect_uri', 'invalid_client_id', 'invalid_code', 'invalid_grant', 'unsupported_grant_type'],
  tokens: [],
  args: z.object({
    client_id: text.optional(),
    client_secret: text.optional(),
    code: text.optional(),
    redirect_uri: text.optional(),
    grant_type: text.optional(),
    code_verifier: text.optional(),
  }),
  run({ world }, args) {
    const app = appByCredentials(world, args)
    if (args.grant_type !== undefined && args.grant_type !== 'authorization_code') throw new SlackError('unsupported_grant_type')
    const code = consumeCode(world, app, args)
    if (!code.userScopes.includes('openid') || !isProven(code, args.code_verifier)) throw new SlackError('invalid_grant')
    const user = userOf(world, code.userId)
    const token = issueToken(world, app, { kind: 'user', teamId: code.teamId, userId: code.userId, scopes: code.userScopes })
    const iat = nowSeconds(world)
    const idToken = signIdToken({
      iss: world.baseUrl,
      aud: app.clientId,
      iat,
      exp: iat + LIFE_S,
      auth_time: iat,
      ...(code.nonce ? { nonce: code.nonce } : {}),
      ...identityClaims(world, user, code.userScopes),
    })
    return { access_token: token.value, token_type: 'Bearer', id_token: idToken }
  },
})
