import { createHash } from 'node:crypto'
import { describe, expect, it } from 'vitest'
import { aClient, anApp, aSandbox, callApi, slackError } from '../testing/a-sandbox.ts'

const scene = aSandbox()
const REDIRECT = 'http://127.0.0.1:9/callback'

type App = Awaited<ReturnType<typeof anApp>>

const authorizeUrl = (app: App, more: Record<string, string> = {}, path = '/oauth/v2/authorize') =>
  `${scene.sandbox.url}${path}?${new URLSearchParams({ client_id: app.client_id, scope: 'chat:write', redirect_uri: REDIRECT, state: 's1', ...more })}`

/** Presses a button of the page, as Ada. @returns where the browser is sent */
async function decide(url: string, decision: 'allow' | 'cancel', ticked: string[] = []) {
  const who = scene.demo.northwind.users.ada
  const body = new URLSearchParams({ decision, team_id: scene.demo.northwind.team_id, user_id: who })
  for (const scope of ticked) body.append('optional', scope)
  const response = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  return { status: response.status, to: new URL(response.headers.get('location') ?? 'about:blank') }
}

const exchange = (app: App, code: string, more: Record<string, string> = {}) =>
  callApi(scene, 'oauth.v2.access', { client_id: app.client_id, client_secret: app.client_secret, code, redirect_uri: REDIRECT, ...more })

describe('the authorize page', () => {
  it('asks for the workspace and the person, and lists what is wanted', async () => {
    const app = await anApp(scene)
    const html = await (await fetch(authorizeUrl(app, { user_scope: 'im:write' }))).text()
    expect(html).toContain('Workspace<select')
    expect(html).toContain('Sign in as<select')
    expect(html).toContain('<code>chat:write</code>')
    expect(html).toContain('<code>im:write</code>')
    expect(html).toContain('Ada Lindqvist')
  })

  it('refuses what it cannot trust without sending anyone anywhere', async () => {
    const app = await anApp(scene)
    const problem = async (url: string) => {
      const response = await fetch(url, { redirect: 'manual' })
      return [response.status, /<code>(\w+)<\/code>/.exec(await response.text())?.[1]]
    }
    expect(await problem(authorizeUrl({ ...app, client_id: 'x' }))).toEqual([400, 'invalid_client_id'])
    expect(await problem(authorizeUrl(app, { redirect_uri: 'https://evil.example/' }))).toEqual([400, 'bad_redirect_uri'])
    expect(await problem(authorizeUrl(app, { redirect_uri: `${REDIRECT}.evil.example/` }))).toEqual([400, 'bad_redirect_uri'])
    expect(await problem(authorizeUrl(app, { scope: '' }))).toEqual([400, 'no_scopes'])
    expect(await problem(authorizeUrl(app, { scope: 'Not A Scope!' }))).toEqual([400, 'invalid_scope'])
  })

  it('sends back access_denied with the state when cancelled', async () => {
    const { to } = await decide(authorizeUrl(await anApp(scene)), 'cancel')
    expect(to.origin + to.pathname).toBe(REDIRECT)
    expect(Object.fromEntries(to.searchParams)).toEqual({ error: 'access_denied', state: 's1' })
  })
})

describe('oauth.v2.access', () => {
  it('gives the bot and the person their tokens, for one code, once', async () => {
    const app = await anApp(scene)
    const { to } = await decide(authorizeUrl(app, { user_scope: 'im:write,chat:write' }), 'allow')
    const code = to.searchParams.get('code') ?? ''
    expect(to.searchParams.get('state')).toBe('s1')
    const answer = await exchange(app, code)
    const { northwind } = scene.demo
    expect(answer).toMatchObject({
      ok: true,
      app_id: app.app_id,
      scope: 'chat:write',
      token_type: 'bot',
      team: { id: northwind.team_id, name: 'Northwind' },
      authed_user: { id: northwind.users.ada, scope: 'im:write,chat:write', token_type: 'user' },
      enterprise: null,
      is_enterprise_install: false,
    })
    expect(await aClient(scene, String(answer.access_token)).auth.test()).toMatchObject({ user_id: answer.bot_user_id })
    expect(await exchange(app, code)).toMatchObject({ ok: false, error: 'invalid_code' })
  })

  it('grants of the optional scopes only those that were ticked', async () => {
    const optional_scopes = { bot: ['users:read'], user: ['users.profile:write', 'reactions:write'] }
    const app = await anApp(scene, { optional_scopes })
    const url = authorizeUrl(app, { scope: 'chat:write,users:read', user_scope: 'im:write,users.profile:write,reactions:write' })
    const html = await (await fetch(url)).text()
    expect([...html.matchAll(/type="checkbox" name="optional" value="([^"]+)"/g)].map(([, value]) => value)).toEqual([
      'bot:users:read',
      'user:users.profile:write',
      'user:reactions:write',
    ])
    const granted = async (ticked: string[]) => {
      const { to } = await decide(url, 'allow', ticked)
      return exchange(app, to.searchParams.get('code') ?? '')
    }
    expect(await granted([])).toMatchObject({ scope: 'chat:write', authed_user: { scope: 'im:write' } })
    // Nobody gets more by asking than the page offers.
    expect(await granted(['user:reactions:write', 'bot:files:write'])).toMatchObject({
      scope: 'chat:write',
      authed_user: { scope: 'im:write,reactions:write' },
    })
  })

  it('gives only the person’s token when only that was asked for', async () => {
    const app = await anApp(scene)
    const { to } = await decide(authorizeUrl(app, { scope: '', user_scope: 'im:write' }), 'allow')
    const answer = await exchange(app, to.searchParams.get('code') ?? '')
    expect(answer).not.toHaveProperty('access_token')
    expect(answer).not.toHaveProperty('bot_user_id')
    expect(answer.authed_user).toMatchObject({ access_token: expect.stringMatching(/^xoxp-/) })
  })

  it('checks the secret, the redirect address and the time', async () => {
    const app = await anApp(scene)
    const code = async () => (await decide(authorizeUrl(app), 'allow')).to.searchParams.get('code') ?? ''
    expect(await exchange({ ...app, client_secret: 'x' }, await code())).toMatchObject({ error: 'bad_client_secret' })
    expect(await exchange({ ...app, client_id: 'x' }, await code())).toMatchObject({ error: 'invalid_client_id' })
    expect(await exchange(app, await code(), { redirect_uri: 'http://127.0.0.1:9/other' })).toMatchObject({ error: 'bad_redirect_uri' })
    const late = await code()
    await scene.control.clock.advance({ ms: 601_000 })
    expect(await exchange(app, late)).toMatchObject({ error: 'invalid_code' })
  })

  it('rotates tokens: twelve hours, each refresh token once', async () => {
    const app = await anApp(scene, { token_rotation: true })
    const { to } = await decide(authorizeUrl(app, { user_scope: 'chat:write' }), 'allow')
    const first = await exchange(app, to.searchParams.get('code') ?? '')
    expect(first).toMatchObject({
      expires_in: 43_200,
      access_token: expect.stringMatching(/^xoxe\.xoxb-/),
      authed_user: { expires_in: 43_200 },
    })
    const refresh = (token: unknown) =>
      callApi(scene, 'oauth.v2.access', {
        client_id: app.client_id,
        client_secret: app.client_secret,
        grant_type: 'refresh_token',
        refresh_token: String(token),
      })
    const second = await refresh(first.refresh_token)
    expect(second).toMatchObject({ ok: true, token_type: 'bot', bot_user_id: first.bot_user_id })
    expect(await refresh(first.refresh_token)).toMatchObject({ ok: false, error: 'invalid_refresh_token' })
    await scene.control.clock.advance({ ms: 43_201_000 })
    expect(await slackError(aClient(scene, String(first.access_token)).auth.test())).toBe('token_expired')
    const third = await refresh(second.refresh_token)
    expect(await slackError(aClient(scene, String(third.access_token)).auth.test())).toBe('ok')
  })
})

describe('Sign in with Slack', () => {
  it('says who signed in', async () => {
    const app = await anApp(scene)
    const url = authorizeUrl(app, { scope: 'openid email profile', response_type: 'code', nonce: 'n1' }, '/openid/connect/authorize')
    const { to } = await decide(url, 'allow')
    const token = await callApi(scene, 'openid.connect.token', {
      client_id: app.client_id,
      client_secret: app.client_secret,
      code: to.searchParams.get('code') ?? '',
    })
    expect(token).toMatchObject({ ok: true, token_type: 'Bearer' })
    const claims = JSON.parse(Buffer.from(String(token.id_token).split('.')[1] ?? '', 'base64url').toString()) as Record<string, unknown>
    expect(claims).toMatchObject({ nonce: 'n1', email: 'ada@northwind.example', aud: app.client_id })
    expect(await callApi(scene, 'openid.connect.userInfo', {}, String(token.access_token))).toMatchObject({
      ok: true,
      email: 'ada@northwind.example',
      'https://slack.com/team_id': scene.demo.northwind.team_id,
    })
  })

  it('has a confirmed e-mail only of who has confirmed it', async () => {
    const app = await anApp(scene)
    const { team_id } = scene.demo.northwind
    const eve = await scene.control.createUser({
      ...{ team_id, name: 'eve', real_name: 'Eve Dahl', email: 'eve@northwind.example', email_unconfirmed: true },
    })
    const url = authorizeUrl(app, { scope: 'openid email' }, '/openid/connect/authorize')
    const body = new URLSearchParams({ decision: 'allow', team_id, user_id: eve.user_id })
    const to = new URL((await fetch(url, { method: 'POST', body, redirect: 'manual' })).headers.get('location') ?? 'about:blank')
    const { access_token } = await callApi(scene, 'openid.connect.token', {
      client_id: app.client_id,
      client_secret: app.client_secret,
      code: to.searchParams.get('code') ?? '',
    })
    const claims = await callApi(scene, 'openid.connect.userInfo', {}, String(access_token))
    expect(claims).toMatchObject({ email: 'eve@northwind.example', email_verified: false })
    expect(claims).not.toHaveProperty('date_email_verified')
  })

  it('takes PKCE from an app that has turned it on, and then holds to it', async () => {
    const verifier = 'v'.repeat(43)
    const code_challenge = createHash('sha256').update(verifier).digest('base64url')
    const query = { scope: 'openid', code_challenge, code_challenge_method: 'S256' }
    const plain = await fetch(authorizeUrl(await anApp(scene), query, '/openid/connect/authorize'))
    expect([plain.status, await plain.text()]).toEqual([400, expect.stringContaining('pkce_not_allowed')])
    const app = await anApp(scene, { pkce_enabled: true })
    const token = async (given: Record<string, string>) => {
      const { to } = await decide(authorizeUrl(app, query, '/openid/connect/authorize'), 'allow')
      const { client_id, client_secret } = app
      return callApi(scene, 'openid.connect.token', { client_id, client_secret, code: to.searchParams.get('code') ?? '', ...given })
    }
    expect(await token({})).toMatchObject({ ok: false, error: 'invalid_grant' })
    expect(await token({ code_verifier: 'w'.repeat(43) })).toMatchObject({ ok: false, error: 'invalid_grant' })
    expect(await token({ code_verifier: verifier })).toMatchObject({ ok: true })
  })
})
