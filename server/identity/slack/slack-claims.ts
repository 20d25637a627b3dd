import { createRemoteJWKSet, jwtVerify } from 'jose'
import { z } from 'zod'
import type { SlackSignInConfig } from '../../infra/config.ts'

/** Who Slack says is signing in. @see https://docs.slack.dev/authentication/sign-in-with-slack/ */
export interface SlackClaims {
  slackUserId: string
  teamId: string
  /** Null when Slack told none. */
  email: string | null
  emailVerified: boolean
  name: string
}

const ID_CLAIMS = { sub: z.string().min(1), 'https://slack.com/team_id': z.string().min(1) }
const idClaims = z.object({ ...ID_CLAIMS, nonce: z.string() })
const userInfo = z.object({
  ok: z.literal(true),
  ...ID_CLAIMS,
  email: z.string().optional(),
  email_verified: z.boolean().optional(),
  name: z.string().optional(),
})
const tokens = z.object({ ok: z.literal(true), access_token: z.string(), id_token: z.string() })
export type SlackTokens = { accessToken: string; idToken: string }

const ANSWER_MS = 10_000
const CLOCK_SKEW_S = 60

/** Slack's side of signing in: a code for tokens, tokens for who it is. Every answer but the expected one throws. */
export function createSlackClaims(signIn: SlackSignInConfig) {
  const keys = createRemoteJWKSet(new URL(`${signIn.issuer}/openid/connect/keys`), { timeoutDuration: ANSWER_MS })
  return {
    /** `codeVerifier`: of PKCE. */
    async exchange(
      code: string,
      { redirectUri, codeVerifier }: { redirectUri: string; codeVerifier: string | null },
    ): Promise<SlackTokens> {
      const { clientId, clientSecret } = signIn
      const body = new URLSearchParams({ grant_type: 'authorization_code', client_id: clientId, client_secret: clientSecret, code })
      body.set('redirect_uri', redirectUri)
      if (codeVerifier) body.set('code_verifier', codeVerifier)
      const answer = tokens.parse(await ask(`${signIn.apiUrl}openid.connect.token`, { body }))
      return { accessToken: answer.access_token, idToken: answer.id_token }
    },

    /** The id token is Slack's, for this app and for this attempt; the e-mail is as Slack has it now. */
    async read({ accessToken, idToken }: SlackTokens, nonce: string): Promise<SlackClaims> {
      const { payload } = await jwtVerify(idToken, keys, {
        issuer: signIn.issuer,
        audience: signIn.clientId,
        algorithms: ['RS256'],
        requiredClaims: ['exp', 'iat'],
        clockTolerance: CLOCK_SKEW_S,
      })
      const signed = idClaims.parse(payload)
      if (signed.nonce !== nonce) throw new Error('the id token was made for another attempt')
      const headers = { authorization: `Bearer ${accessToken}` }
      const person = userInfo.parse(await ask(`${signIn.apiUrl}openid.connect.userInfo`, { headers }))
      const isSame = person.sub === signed.sub && person['https://slack.com/team_id'] === signed['https://slack.com/team_id']
      if (!isSame) throw new Error('the id token and the access token are of different people')
      const email = person.email?.toLowerCase() || null
      return {
        slackUserId: signed.sub,
        teamId: signed['https://slack.com/team_id'],
        email,
        emailVerified: email !== null && person.email_verified === true,
        name: person.name ?? '',
      }
    },
  }
}

async function ask(url: string, init: { body?: URLSearchParams; headers?: Record<string, string> }): Promise<unknown> {
  const answer = await fetch(url, { method: 'POST', redirect: 'error', signal: AbortSignal.timeout(ANSWER_MS), ...init })
  const read: unknown = await answer.json()
  const failed = z.object({ ok: z.literal(false), error: z.string() }).safeParse(read)
  if (failed.success) throw new Error(`Slack refused ${new URL(url).pathname}: ${failed.data.error.slice(0, 60)}`)
  return read
}
