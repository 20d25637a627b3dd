import { sql } from 'kysely'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { createSandboxControl, type SandboxControl } from '@atrium/sandbox/control-client.ts'
import { startSandbox, type Sandbox } from '@atrium/sandbox/start-sandbox.ts'
import type { UserId } from '@atrium/shared/ids.ts'
import { openBrowser, startAuthServer, type AuthServer, type Browser } from '../testing/auth-server.ts'
import { aMember, anOrganization } from '../testing/builders.ts'
import { removeSlackSignIn } from './slack-binding.ts'

const database = useTestDatabase()
let slack: Sandbox
let control: SandboxControl
let teamId: string
let server: AuthServer
beforeAll(async () => {
  slack = await startSandbox({ port: 0 })
  control = createSandboxControl(slack.url)
  teamId = (await control.createWorkspace({ name: 'Northwind', domain: 'northwind' })).team_id
  server = await serverOf({})
})
afterAll(async () => {
  await server.close()
  await slack.close()
})

async function serverOf(env: Record<string, string>, app: { pkce_enabled?: boolean } = {}): Promise<AuthServer> {
  const { app_id, client_id, client_secret } = await control.createApp({ name: 'Atrium', ...app })
  const signIn = { SLACK_SIGN_IN_CLIENT_ID: client_id, SLACK_SIGN_IN_CLIENT_SECRET: client_secret }
  const made = await startAuthServer(database(), {
    env: { SLACK_API_URL: `${slack.url}/api/`, SLACK_OPENID_URL: slack.url, ...signIn, ...env },
  })
  await control.updateApp(app_id, { redirect_urls: [`${made.url}/api/auth/callback/slack`] })
  return made
}

let count = 0
async function aSlackUser(options: { email?: string; email_unconfirmed?: boolean; team_id?: string } = {}) {
  const name = `person${(count += 1)}`
  const given = { team_id: teamId, name, real_name: `Person ${count}`, email: `${name}@northwind.example`, ...options }
  const { user_id: id } = await control.createUser(given)
  return { id, teamId: given.team_id, email: given.email }
}
type SlackUser = Awaited<ReturnType<typeof aSlackUser>>

/** Where Slack's consent page is, for this browser. */
async function leadToSlack(browser: Browser): Promise<string> {
  const answer = await browser.post('/api/auth/sign-in/social', { provider: 'slack', callbackURL: '/space', errorCallbackURL: '/sign-in' })
  return ((await answer.json()) as { url: string }).url
}
/** Says yes or no there. @returns the way back */
async function decide(url: string, { id, teamId: team_id }: SlackUser, decision: 'allow' | 'cancel' = 'allow'): Promise<string> {
  const body = new URLSearchParams({ team_id, user_id: id, decision })
  return (await fetch(url, { method: 'POST', body, redirect: 'manual' })).headers.get('location') ?? ''
}
/** @returns where the browser ends up. */
async function signIn(browser: Browser, user: SlackUser, decision: 'allow' | 'cancel' = 'allow'): Promise<string> {
  const landed = await browser.get(await decide(await leadToSlack(browser), user, decision))
  return landed.headers.get('location') ?? ''
}
const whoIs = async (browser: Browser, at = server) => (await at.auth.resolveActor({ cookie: browser.cookie() })).userId
async function signUp(email: string): Promise<Browser> {
  const browser = openBrowser(server.url)
  await browser.post('/api/auth/sign-up/email', { name: 'Ada', email, password: 'correct horse battery' })
  return browser
}

it('[ID1] makes an account for somebody new whose e-mail Slack has confirmed, and keeps no token of theirs', async () => {
  const [browser, user] = [openBrowser(server.url), await aSlackUser()]
  expect(await signIn(browser, user)).toBe('/space')
  const userId = await whoIs(browser)
  expect(await server.services.accounts.find(userId as UserId)).toMatchObject({ email: user.email, emailVerified: true })
  const { rows } = await sql`
    select "providerId", "accountId", "accessToken", "refreshToken", "idToken" from auth."account" where "userId" = ${userId}
  `.execute(database().auth.db)
  const bare = { accessToken: null, refreshToken: null, idToken: null }
  expect(rows).toEqual([{ providerId: 'slack', accountId: `${teamId}:${user.id}`, ...bare }])
})

it('[ID1] joins the account whose e-mail was confirmed on both sides, tells its audit log, and from then on goes by the Slack user alone', async () => {
  const user = await aSlackUser()
  const first = await signUp(user.email)
  const userId = (await whoIs(first)) as UserId
  await server.services.accounts.markVerified(userId)
  const organizationId = await anOrganization(server.services)
  await aMember(server.services, organizationId, { userId, email: user.email })
  const second = openBrowser(server.url)
  await signIn(second, user)
  expect(await whoIs(second)).toBe(userId)
  const entries = await database().owner.db.selectFrom('audit_entry').selectAll().where('organization_id', '=', organizationId).execute()
  expect(entries).toMatchObject([{ action: 'signIn.slackAdded', subject: `${teamId}:${user.id}`, address: '127.0.0.1' }])
  // Their e-mail at Slack is another one now, that of somebody else here even.
  const other = await aSlackUser()
  await signUp(other.email)
  await control.act.setProfile({ user_id: user.id, email: other.email })
  const third = openBrowser(server.url)
  await signIn(third, user)
  expect(await whoIs(third)).toBe(userId)
  expect(await server.services.accounts.find(userId)).toMatchObject({ email: user.email })
})

it('[ID1] joins nothing by an e-mail that is not confirmed, on whichever side', async () => {
  const unconfirmed = await aSlackUser({ email_unconfirmed: true })
  const newcomer = openBrowser(server.url)
  expect(await signIn(newcomer, unconfirmed)).toBe('/sign-in?error=email_not_found')
  const known = await signUp(unconfirmed.email)
  await server.services.accounts.markVerified((await whoIs(known)) as UserId)
  expect(await signIn(newcomer, unconfirmed)).toBe('/sign-in?error=email_not_found')
  const confirmedThere = await aSlackUser()
  await signUp(confirmedThere.email)
  expect(await signIn(newcomer, confirmedThere)).toBe('/sign-in?error=account_not_linked')
  expect(await whoIs(newcomer)).toBeNull()
})

it('[ID1] never takes another Slack user for the one whom an account is bound to, same e-mail or not', async () => {
  const user = await aSlackUser()
  await signIn(openBrowser(server.url), user)
  const { team_id } = await control.createWorkspace({ name: 'Elsewhere', domain: 'elsewhere' })
  for (const twin of [await aSlackUser({ email: user.email }), await aSlackUser({ email: user.email, team_id })]) {
    const browser = openBrowser(server.url)
    expect(await signIn(browser, twin)).toBe('/sign-in?error=bound_to_other&error_description=bound_to_other')
    expect(await whoIs(browser)).toBeNull()
  }
})

it('[ID1] forgets the Slack user whom somebody removes, audited, and takes another one then', async () => {
  const [first, second] = [openBrowser(server.url), openBrowser(server.url)]
  const user = await aSlackUser()
  await signIn(first, user)
  const userId = (await whoIs(first)) as UserId
  const organizationId = await anOrganization(server.services)
  await aMember(server.services, organizationId, { userId, email: user.email })
  const known = { teamId, slackUserId: user.id, sinceMs: expect.any(Number) }
  expect(await server.services.accounts.slackSignIn(userId)).toEqual(known)
  await removeSlackSignIn(server.services, { userId, address: '192.0.2.1' })
  expect(await server.services.accounts.slackSignIn(userId)).toBeNull()
  await expect(removeSlackSignIn(server.services, { userId, address: '192.0.2.1' })).rejects.toMatchObject({ code: 'not_found' })
  const entries = await database().owner.db.selectFrom('audit_entry').selectAll().where('organization_id', '=', organizationId).execute()
  expect(entries).toMatchObject([{ action: 'signIn.slackRemoved', subject: `${teamId}:${user.id}`, address: '192.0.2.1' }])
  expect(await signIn(second, await aSlackUser({ email: user.email }))).toBe('/space')
  expect(await whoIs(second)).toBe(userId)
})

it('[ID1] says when somebody cancelled', async () => {
  const browser = openBrowser(server.url)
  expect(await signIn(browser, await aSlackUser(), 'cancel')).toBe('/sign-in?error=access_denied')
  expect(await whoIs(browser)).toBeNull()
})

it('[ID1] takes the way back once, in time, and in the browser that set out', async () => {
  const [browser, user] = [openBrowser(server.url), await aSlackUser()]
  const back = await decide(await leadToSlack(browser), user)
  const thief = openBrowser(server.url)
  expect((await thief.get(back)).headers.get('location')).toMatch(/\/sign-in\?error=state_mismatch$/)
  expect(await whoIs(thief)).toBeNull()
  expect((await browser.get(back)).headers.get('location')).toBe('/space')
  const again = openBrowser(server.url)
  expect((await again.get(back)).headers.get('location')).toMatch(/\/sign-in\?error=state_mismatch$/)
  const late = openBrowser(server.url)
  const lateBack = await decide(await leadToSlack(late), user)
  await sql`
    update auth."verification" set value = jsonb_set(value::jsonb, '{expiresAt}', '1')::text where identifier like 'auth-state:%'
  `.execute(database().auth.db)
  expect((await late.get(lateBack)).headers.get('location')).toBe('/sign-in?error=state_mismatch')
  expect(await whoIs(late)).toBeNull()
})

it('[ID1] heeds nothing that a page asks of Slack by itself, and takes no token from it', async () => {
  const browser = openBrowser(server.url)
  const asked = { provider: 'slack', scopes: ['chat:write'], additionalParams: { team: 'T666' }, loginHint: 'x' }
  const { url } = (await (await browser.post('/api/auth/sign-in/social', asked)).json()) as { url: string }
  const query = new URL(url).searchParams
  expect([query.get('scope'), query.get('team'), query.get('code_challenge')]).toEqual(['openid email profile', null, null])
  const token = await browser.post('/api/auth/sign-in/social', { provider: 'slack', idToken: { token: 'a.b.c' } })
  expect(token.status).toBe(404)
  expect((await browser.post('/api/auth/sign-in/social', { ...asked, callbackURL: 'https://evil.example' })).status).toBe(403)
})

it('[ID1] proves itself by PKCE, and lets in one workspace alone, where told so', async () => {
  const { team_id } = await control.createWorkspace({ name: 'Acme', domain: 'acme' })
  const strict = await serverOf({ SLACK_SIGN_IN_PKCE: 'on', SLACK_SIGN_IN_TEAM: teamId }, { pkce_enabled: true })
  const browser = openBrowser(strict.url)
  const query = new URL(await leadToSlack(browser)).searchParams
  expect([query.get('team'), query.get('code_challenge_method')]).toEqual([teamId, 'S256'])
  expect(await signIn(browser, await aSlackUser({ team_id }))).toMatch(/error=wrong_workspace/)
  expect(await whoIs(browser, strict)).toBeNull()
  expect(await signIn(browser, await aSlackUser())).toBe('/space')
  expect(await whoIs(browser, strict)).not.toBeNull()
  await strict.close()
})

it('[ID1] offers nothing where no app is configured', async () => {
  const bare = await startAuthServer(database())
  expect(bare.config.slackSignIn).toBeNull()
  const answer = await openBrowser(bare.url).post('/api/auth/sign-in/social', { provider: 'slack', callbackURL: '/' })
  expect(answer.status).toBe(404)
  await bare.close()
})
