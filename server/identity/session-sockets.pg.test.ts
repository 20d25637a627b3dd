import { afterAll, beforeAll, expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { UserId } from '@atrium/shared/ids.ts'
import { listSessions } from './list-sessions.ts'
import { createSessionSockets, type SessionSockets } from './session-sockets.ts'
import { openBrowser, startAuthServer, type AuthServer, type Browser } from './testing/auth-server.ts'
import { aMember, anOrganization } from './testing/builders.ts'

const database = useTestDatabase()
let server: AuthServer
/** Another node on the same database. */
let otherNode: SessionSockets
beforeAll(async () => {
  server = await startAuthServer(database())
  otherNode = createSessionSockets(server.services)
})
afterAll(() => server.close())

const account = { email: 'ada@example.com', password: 'correct horse battery' }
async function signedInMember() {
  const browser = openBrowser(server.url)
  const email = `${crypto.randomUUID()}@example.com`
  await browser.post('/api/auth/sign-up/email', { name: 'Ada', email, password: account.password })
  const { userId } = await server.auth.resolveActor({ cookie: browser.cookie() })
  const member = await aMember(server.services, await anOrganization(server.services), { userId: userId as UserId, email })
  return { browser, email, userId: userId as UserId, member }
}
/** @returns the codes it was closed with. */
async function openSocket(node: SessionSockets, browser: Browser): Promise<number[]> {
  const codes: number[] = []
  node.register(await server.auth.resolveActor({ cookie: browser.cookie() }), { close: (code) => codes.push(code), onClose: () => {} })
  return codes
}

it('[ID1] lists the sessions of a person, the one that asks marked', async () => {
  const { browser, email, userId } = await signedInMember()
  const second = openBrowser(server.url)
  await second.post('/api/auth/sign-in/email', { email, password: account.password })
  const { sessionHash } = await server.auth.resolveActor({ cookie: browser.cookie() })
  const sessions = await listSessions(server.services.accounts, { userId, sessionHash })
  expect(sessions.map(({ current }) => current)).toEqual([false, true])
  expect(sessions[0]).toMatchObject({ address: '127.0.0.1', userAgent: expect.any(String), expiresAt: expect.any(Number) })
})

it('[ID1] closes the sockets of a session that was revoked, on every node, and no others', async () => {
  const { browser, email, userId } = await signedInMember()
  const second = openBrowser(server.url)
  await second.post('/api/auth/sign-in/email', { email, password: account.password })
  const [here, there, kept] = [
    await openSocket(server.sockets, browser),
    await openSocket(otherNode, browser),
    await openSocket(otherNode, second),
  ]
  const { sessionHash } = await server.auth.resolveActor({ cookie: browser.cookie() })
  const session = (await server.services.accounts.sessionsOf(userId)).find(({ hash }) => hash === sessionHash)
  expect(await server.services.accounts.endSession(userId, session?.id ?? '')).toBe(true)
  await Promise.all([server.sockets.check(), otherNode.check()])
  expect([here, there, kept]).toEqual([[4401], [4401], []])
})

it('[ID1] ends nobody else’s session', async () => {
  const [one, two] = [await signedInMember(), await signedInMember()]
  const [session] = await server.services.accounts.sessionsOf(two.userId)
  expect(await server.services.accounts.endSession(one.userId, session?.id ?? '')).toBe(false)
  expect((await server.auth.resolveActor({ cookie: two.browser.cookie() })).userId).toBe(two.userId)
})

it('[ID1] closes at once on the node where somebody signs out', async () => {
  const { browser } = await signedInMember()
  const codes = await openSocket(server.sockets, browser)
  await browser.post('/api/auth/sign-out', {})
  expect(codes).toEqual([4401])
})

it('[ID2] closes the sockets of a member who was removed, and asks one whose role has changed to come back', async () => {
  const [removed, promoted] = [await signedInMember(), await signedInMember()]
  const [one, two] = [await openSocket(otherNode, removed.browser), await openSocket(otherNode, promoted.browser)]
  const { db } = database().owner
  await db.updateTable('member').set({ deactivated_at: new Date() }).where('id', '=', removed.member.id).execute()
  await db.updateTable('member').set({ role: 'admin' }).where('id', '=', promoted.member.id).execute()
  await otherNode.check()
  expect([one, two]).toEqual([[4401], [1012]])
})

it('forgets a socket that has closed', async () => {
  const { browser, userId } = await signedInMember()
  const [codes, listeners]: [number[], (() => void)[]] = [[], []]
  const socket = { close: (code: number) => codes.push(code), onClose: (listener: () => void) => listeners.push(listener) }
  otherNode.register(await server.auth.resolveActor({ cookie: browser.cookie() }), socket)
  listeners.forEach((listener) => listener())
  const [session] = await server.services.accounts.sessionsOf(userId)
  await server.services.accounts.endSession(userId, session?.id ?? '')
  await otherNode.check()
  expect(codes).toEqual([])
})

it('[ID1] notices by itself', async () => {
  const { browser, userId } = await signedInMember()
  const node = createSessionSockets(server.services)
  const codes = await openSocket(node, browser)
  node.start()
  const [session] = await server.services.accounts.sessionsOf(userId)
  await server.services.accounts.endSession(userId, session?.id ?? '')
  await vi.waitFor(() => expect(codes).toEqual([4401]), 30_000)
  await node.stop()
})
