import { createHash } from 'node:crypto'
import type { OAuthProvider } from 'better-auth'
import type { SlackSignInConfig } from '../../infra/config.ts'
import type { Logger } from '../../infra/logger.ts'
import { createSlackClaims, type SlackClaims } from './slack-claims.ts'
import { SLACK_PROVIDER, slackSubject } from './slack-subject.ts'

const SCOPES = 'openid email profile'

interface ProviderParts {
  signIn: SlackSignInConfig
  logger: Logger
  /** Whether an account is bound to this Slack user already. */
  isBound: (subject: string) => Promise<boolean>
}

/**
 * Sign in with Slack, for better-auth's own routes: they keep state, nonce and the verifier of PKCE, bind them to the browser by a
 * signed cookie, and take each once.
 */
export function createSlackProvider({ signIn, logger, isBound }: ProviderParts): OAuthProvider<SlackClaims> {
  const slack = createSlackClaims(signIn)
  return {
    id: SLACK_PROVIDER,
    name: 'Slack',
    issuer: signIn.issuer,
    requiresIdTokenNonce: true,
    accountSubject: ({ profile }) => slackSubject(profile),

    /** Of what a page asks for nothing is heeded: scopes and workspace are ours to say. */
    createAuthorizationURL({ state, codeVerifier, redirectURI, idTokenNonce = '' }) {
      const url = new URL(`${signIn.issuer}/openid/connect/authorize`)
      const query = {
        response_type: 'code',
        client_id: signIn.clientId,
        scope: SCOPES,
        redirect_uri: redirectURI,
        state,
        nonce: idTokenNonce,
      }
      for (const [name, value] of Object.entries(query)) url.searchParams.set(name, value)
      if (signIn.teamId) url.searchParams.set('team', signIn.teamId)
      if (signIn.pkce) {
        url.searchParams.set('code_challenge', createHash('sha256').update(codeVerifier).digest('base64url'))
        url.searchParams.set('code_challenge_method', 'S256')
      }
      return url
    },

    validateAuthorizationCode: ({ code, redirectURI, codeVerifier = null }) =>
      slack.exchange(code, { redirectUri: redirectURI, codeVerifier: signIn.pkce ? codeVerifier : null }),

    async getUserInfo({ accessToken = '', idToken = '', expectedIdTokenNonce = '' }) {
      try {
        const claims = await slack.read({ accessToken, idToken }, expectedIdTokenNonce)
        // Whom an account is bound to may come in by that alone; anybody else only with an e-mail that Slack has confirmed.
        const isKnown = claims.emailVerified || (await isBound(slackSubject(claims)))
        const { name, email, emailVerified } = claims
        return { user: { name, email: isKnown ? (email ?? 'unknown') : null, emailVerified }, data: claims }
      } catch (error) {
        logger.warn({ reason: error instanceof Error ? error.message : 'unknown' }, 'a sign-in with Slack could not be verified')
        return null
      }
    },
  }
}
