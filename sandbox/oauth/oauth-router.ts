import { Router, urlencoded, type Request, type Response } from 'express'
import { makeSecret } from '../world/ids.ts'
import type { World } from '../world/world.ts'
import { authorizePage, problemPage } from './authorize-page.ts'
import { grantedScopes, readAuthorizeRequest, type AuthorizeRequest } from './authorize-request.ts'
import { publicKeys } from './signing-key.ts'

const CODE_LIFE_MS = 600_000

const redirectTo = (request: AuthorizeRequest, answer: Record<string, string>): string => {
  const url = new URL(request.redirectUri)
  for (const [name, value] of Object.entries(answer)) url.searchParams.set(name, value)
  if (request.state !== undefined) url.searchParams.set('state', request.state)
  return url.href
}

interface Consent {
  teamId: string
  userId: string
  botScopes: string[]
  userScopes: string[]
}

const issueCode = (world: World, request: AuthorizeRequest, consent: Consent): string => {
  const code = `${makeSecret(6)}.${makeSecret(16)}`
  world.codes.set(code, {
    code,
    appId: request.app.id,
    ...consent,
    redirectUri: request.redirectUri,
    expiresAtMs: world.clock.now() + CODE_LIFE_MS,
    ...(request.nonce ? { nonce: request.nonce } : {}),
    ...(request.codeChallenge ? { codeChallenge: request.codeChallenge } : {}),
  })
  return code
}

function show(world: World, isOpenId: boolean, { req, res }: { req: Request; res: Response }): void {
  const request = readAuthorizeRequest(world, req.query, isOpenId)
  if ('problem' in request) res.status(400).send(problemPage(request.problem))
  else res.send(authorizePage(world, request, new URL(req.originalUrl, 'http://sandbox').searchParams.toString()))
}

function decide(world: World, isOpenId: boolean, { req, res }: { req: Request; res: Response }): void {
  const request = readAuthorizeRequest(world, req.query, isOpenId)
  if ('problem' in request) {
    res.status(400).send(problemPage(request.problem))
    return
  }
  const { decision, team_id: teamId, user_id: userId, optional } = req.body as Record<string, string> & { optional?: string | string[] }
  if (decision !== 'allow') {
    res.redirect(redirectTo(request, { error: 'access_denied' }))
    return
  }
  const user = world.users.get(userId ?? '')
  if (!user || user.deleted || user.isBot || user.teamId !== teamId) {
    res.status(400).send(problemPage('user_not_in_workspace'))
    return
  }
  res.redirect(
    redirectTo(request, {
      code: issueCode(world, request, { teamId: user.teamId, userId: user.id, ...grantedScopes(request, [optional ?? []].flat()) }),
    }),
  )
}

const discovery = (baseUrl: string) => ({
  issuer: baseUrl,
  authorization_endpoint: `${baseUrl}/openid/connect/authorize`,
  token_endpoint: `${baseUrl}/api/openid.connect.token`,
  userinfo_endpoint: `${baseUrl}/api/openid.connect.userInfo`,
  jwks_uri: `${baseUrl}/openid/connect/keys`,
  scopes_supported: ['openid', 'profile', 'email'],
  response_types_supported: ['code'],
  response_modes_supported: ['form_post'],
  grant_types_supported: ['authorization_code'],
  subject_types_supported: ['public'],
  id_token_signing_alg_values_supported: ['RS256'],
  claims_supported: ['sub', 'auth_time', 'iss'],
  token_endpoint_auth_methods_supported: ['client_secret_post', 'client_secret_basic'],
})

/** The pages where a person allows an app. @see https://docs.slack.dev/authentication/installing-with-oauth */
export function createOAuthRouter(world: World): Router {
  const router = Router()
  const form = urlencoded({ extended: false })
  for (const [path, isOpenId] of [
    ['/oauth/v2/authorize', false],
    ['/openid/connect/authorize', true],
  ] as const) {
    router.get(path, (req, res) => show(world, isOpenId, { req, res }))
    router.post(path, form, (req, res) => decide(world, isOpenId, { req, res }))
  }
  router.get('/openid/connect/keys', (_req, res) => void res.json(publicKeys()))
  router.get('/.well-known/openid-configuration', (_req, res) => void res.json(discovery(world.baseUrl)))
  return router
}
