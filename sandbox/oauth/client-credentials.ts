import { createHash } from 'node:crypto'
import { SlackError } from '../world/slack-error.ts'
import type { App, OAuthCode } from '../world/types.ts'
import type { World } from '../world/world.ts'

export interface Credentials {
  client_id?: string | undefined
  client_secret?: string | undefined
}

/** The app whose id and secret these are. @throws SlackError `invalid_client_id`, `bad_client_secret` */
export function appByCredentials(world: World, { client_id, client_secret }: Credentials): App {
  const app = world.apps.values().find((other) => other.clientId === client_id)
  if (!app) throw new SlackError('invalid_client_id')
  if (app.clientSecret !== client_secret) throw new SlackError('bad_client_secret')
  return app
}

/** Takes a code out of circulation: each works once, for ten minutes, for its app and its redirect address. */
export function consumeCode(world: World, app: App, given: { code?: string | undefined; redirect_uri?: string | undefined }): OAuthCode {
  const code = world.codes.get(given.code ?? '')
  if (!code || code.appId !== app.id || code.expiresAtMs < world.clock.now()) throw new SlackError('invalid_code')
  if (given.redirect_uri !== undefined && given.redirect_uri !== code.redirectUri) throw new SlackError('bad_redirect_uri')
  world.codes.delete(code.code)
  return code
}

/** Whoever asked with a `code_challenge` has to know what it was made of. */
export function isProven({ codeChallenge }: OAuthCode, verifier = ''): boolean {
  return codeChallenge === undefined || createHash('sha256').update(verifier).digest('base64url') === codeChallenge
}
