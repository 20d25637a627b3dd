import { afterAll, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { UserId } from '@atrium/shared/ids.ts'
import { createAuth } from './create-auth.ts'
import { openBrowser, startAuthServer, testConfig, type AuthServer, type Browser } from './testing/auth-server.ts'
import { aMember, anOrganization } from './testing/builders.ts'

const database = useTestDatabase()
let server: AuthServer
beforeAll(async () => {
  server = await startAuthServer(database())
})
afterAll(() => server.close())

const password = 'correct horse battery'
let count = 0
async function signUp(name = 'Ada'): Promise<{ browser: Browser; email: string }> {
  const [browser, email] = [openBrowser(server.url), `person${(count += 1)}@example.com`]
  const answer = await browser.post('/api/auth/sign-up/email', { name, email, password })
  expect(answer.status).toBe(200)
  return { browser, email }
}
const resolve = (browser: Browser) => server.auth.resolveActor({ cookie: browser.cookie() })
async function lastLink(to: string): Promise<string> {
  const email = (await server.services.accounts.outgoingEmail(50)).find((one) => one.to === to)
  if (!email?.link) throw new Error(`no e-mail to ${to}`)
  expect(email.body).toContain(email.link)
  return email.link
}

it('[ID1] signs up, in and out with e-mail and password', async () => {
  const { browser, email } = await signUp()
  const first = await resolve(browser)
  expect(first).toMatchObject({ actor: null, userId: expect.any(String), sessionHash: expect.stringMatching(/^[0-9a-f]{64}$/) })
  await browser.post('/api/auth/sign-out', {})
  expect(await resolve(browser)).toEqual({ actor: null, userId: null, sessionHash: null })
  expect((await browser.post('/api/auth/sign-in/email', { email, password: 'wrong horse battery' })).status).toBe(401)
  expect((await browser.post('/api/auth/sign-in/email', { email, password })).status).toBe(200)
  expect((await resolve(browser)).userId).toBe(first.userId)
})

it('[ID1] signs in by an e-mailed link, once', async () => {
  const [browser, email] = [openBrowser(server.url), 'linked@example.com']
  expect((await browser.post('/api/auth/sign-in/magic-link', { email, callbackURL: '/' })).status).toBe(200)
  const link = await lastLink(email)
  expect((await browser.get(link)).status).toBe(302)
  const { userId } = await resolve(browser)
  expect(await server.services.accounts.find(userId as UserId)).toMatchObject({ email, emailVerified: true })
  const second = openBrowser(server.url)
  await second.get(link)
  expect((await resolve(second)).userId).toBeNull()
})

it('[ID1] verifies the e-mail by the link in it, which carries over to the membership', async () => {
  const { browser, email } = await signUp()
  const { userId } = await resolve(browser)
  const organizationId = await anOrganization(server.services)
  const member = await aMember(server.services, organizationId, { userId: userId as UserId, email, emailVerified: false })
  await browser.get(await lastLink(email))
  expect(await server.services.accounts.find(userId as UserId)).toMatchObject({ emailVerified: true })
  const row = await database().owner.db.selectFrom('member').select('email_verified').where('id', '=', member.id).executeTakeFirst()
  expect(row).toEqual({ email_verified: true })
})

it('[ID1] resets a forgotten password, which ends every session', async () => {
  const { browser, email } = await signUp()
  await openBrowser(server.url).post('/api/auth/request-password-reset', { email, redirectTo: '/reset-password' })
  const link = await lastLink(email)
  const answer = await openBrowser(server.url).get(link)
  const token = new URL(answer.headers.get('location') ?? '', server.url).searchParams.get('token')
  const reset = await openBrowser(server.url).post('/api/auth/reset-password', { token, newPassword: 'another horse battery' })
  expect(reset.status).toBe(200)
  expect((await resolve(browser)).userId).toBeNull()
})

it('finds the member behind the session, and nobody once they have left', async () => {
  const { browser, email } = await signUp()
  const { userId } = await resolve(browser)
  const organizationId = await anOrganization(server.services)
  const member = await aMember(server.services, organizationId, { userId: userId as UserId, email, role: 'admin' })
  expect((await resolve(browser)).actor).toEqual({ kind: 'member', organizationId, personId: member.id, userId, role: 'admin' })
  await database().owner.db.updateTable('member').set({ deactivated_at: new Date() }).where('id', '=', member.id).execute()
  expect((await resolve(browser)).actor).toBeNull()
})

it('lets a person of several organizations choose by cookie, among their own only', async () => {
  const { browser, email } = await signUp()
  const userId = (await resolve(browser)).userId as UserId
  const ids = [await anOrganization(server.services), await anOrganization(server.services)].toSorted()
  const foreign = await anOrganization(server.services)
  for (const id of ids) await aMember(server.services, id, { userId, email })
  const chosen = async (id: string) => {
    const { actor } = await server.auth.resolveActor({ cookie: `${browser.cookie()}; atrium-organization=${id}` })
    return actor?.organizationId
  }
  expect([await chosen(ids[0]!), await chosen(ids[1]!), await chosen(foreign)]).toEqual([ids[0], ids[1], ids[0]])
})

it('refuses a request from another origin, or from none', async () => {
  const { browser, email } = await signUp()
  const from = (origin: string) => browser.post('/api/auth/sign-in/email', { email, password }, { origin })
  expect((await from('https://evil.example')).status).toBe(403)
  expect((await from('null')).status).toBe(403)
  const bare = await fetch(`${server.url}/api/auth/sign-in/email`, {
    method: 'POST',
    body: '{}',
    headers: { 'content-type': 'application/json' },
  })
  expect(bare.status).toBe(403)
})

it('refuses a cookie whose signature is not ours', async () => {
  const { browser } = await signUp()
  const forged = browser.cookie().replace(/\.[^.]+$/, '.AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA%3D')
  expect(await server.auth.resolveActor({ cookie: forged })).toEqual({ actor: null, userId: null, sessionHash: null })
})

it('stops guessing after a while, whatever is tried', async () => {
  const statuses: number[] = []
  // Not even an address: the count comes before anything that costs.
  for (let attempt = 0; attempt < 40; attempt++) {
    statuses.push((await openBrowser(server.url).post('/api/auth/sign-in/email', { email: 'nobody', password: 'x' })).status)
  }
  expect(statuses.at(-1)).toBe(429)
})

it('calls its cookies __Host- and Secure over https, and by plain names on localhost', async () => {
  const { services } = server
  const auth = createAuth({ config: testConfig('https://atrium.example.com'), services, connection: database().auth })
  const { browser } = await signUp()
  const { userId } = await resolve(browser)
  const [secure] = await auth.openSession(userId as UserId, {})
  expect(secure).toMatch(/^__Host-atrium-session=.*; Path=\/; HttpOnly; Secure; SameSite=Lax$/)
  const [plain] = await server.auth.openSession(userId as UserId, {})
  expect(plain).toMatch(/^atrium-session=[^;]+; Max-Age=2592000; Path=\/; HttpOnly; SameSite=Lax$/)
})
