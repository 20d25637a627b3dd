import type { Json } from '../../world/types.ts'
import type { Stage } from '../stage.ts'

const REDIRECT = 'http://127.0.0.1:9/callback'

/** Allows the app in the browser, as Ada. @returns the code */
async function consent({ scene, installed }: Stage, path: string, query: Record<string, string>): Promise<string> {
  const { northwind } = scene.demo
  const url = `${scene.sandbox.url}${path}?${new URLSearchParams({ client_id: installed.app.client_id, redirect_uri: REDIRECT, ...query })}`
  const body = new URLSearchParams({ decision: 'allow', team_id: northwind.team_id, user_id: northwind.users.ada })
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  return new URL(response.headers.get('location') ?? 'about:blank').searchParams.get('code') ?? ''
}

export async function playOAuthMethods(stage: Stage): Promise<void> {
  const { call, refuse, scene } = stage
  const { app_id, client_id, client_secret } = stage.installed.app
  const credentials: Json = { client_id, client_secret, redirect_uri: REDIRECT }
  for (const [method, path, query] of [
    ['oauth.v2.access', '/oauth/v2/authorize', { scope: 'chat:write', user_scope: 'chat:write' }],
    ['openid.connect.token', '/openid/connect/authorize', { scope: 'openid email profile' }],
  ] as const) {
    const code = await consent(stage, path, query)
    await refuse(method, 'invalid_client_id', { ...credentials, code, client_id: 'x' })
    await refuse(method, 'bad_client_secret', { ...credentials, code, client_secret: 'x' })
    await refuse(method, 'bad_redirect_uri', { ...credentials, code, redirect_uri: `${REDIRECT}/other` })
    const answer = await call(method, { ...credentials, code })
    await refuse(method, 'invalid_code', { ...credentials, code })
    if (method === 'openid.connect.token') await call('openid.connect.userInfo', {}, String(answer.access_token))
  }
  await refuse('openid.connect.token', 'unsupported_grant_type', { ...credentials, grant_type: 'password' })
  const plainCode = await consent(stage, '/oauth/v2/authorize', { scope: 'chat:write' })
  await refuse('openid.connect.token', 'invalid_grant', { ...credentials, code: plainCode })
  await scene.control.updateApp(app_id, { pkce_enabled: true })
  const challenge = { code_challenge: 'x'.repeat(43), code_challenge_method: 'S256' }
  const proven = await consent(stage, '/oauth/v2/authorize', { scope: 'chat:write', ...challenge })
  await refuse('oauth.v2.access', 'invalid_code_verifier', { ...credentials, code: proven, code_verifier: 'y'.repeat(43) })
  await scene.control.updateApp(app_id, { pkce_enabled: false })
  await refuse('oauth.v2.access', 'invalid_grant_type', { ...credentials, grant_type: 'password' })
  await refuse('oauth.v2.access', 'invalid_refresh_token', { ...credentials, grant_type: 'refresh_token', refresh_token: 'x' })
  await scene.control.updateApp(app_id, { token_rotation: true })
  const code = await consent(stage, '/oauth/v2/authorize', { scope: 'chat:write' })
  const { refresh_token } = await call('oauth.v2.access', { ...credentials, code })
  await call('oauth.v2.access', { ...credentials, grant_type: 'refresh_token', refresh_token })
  await scene.control.updateApp(app_id, { token_rotation: false })
}
