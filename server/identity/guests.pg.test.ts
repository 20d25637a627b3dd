import { afterAll, beforeAll, expect, it } from 'vitest'
import { inOrganization } from '@atrium/db/transaction.ts'
import { jsonb } from '@atrium/db/json.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type GuestLinkId, type OrganizationId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { createGuestLink } from './create-guest-link.ts'
import { revokeGuestLink } from './revoke-guest-link.ts'
import { openBrowser, startAuthServer, type AuthServer } from './testing/auth-server.ts'
import { actorOf, aGuestLink, aMember, anOrganization, aVisitor, testServices, type TestMember } from './testing/builders.ts'

const database = useTestDatabase()
const services = () => testServices(database())
let server: AuthServer
beforeAll(async () => {
  server = await startAuthServer(database())
})
afterAll(() => server.close())

async function aPlace(org: OrganizationId): Promise<{ spaceId: SpaceId; roomId: RoomId }> {
  const [spaceId, roomId] = [newId<SpaceId>(), newId<RoomId>()]
  await inOrganization(services().db, org, async (tx) => {
    await tx
      .insertInto('space')
      .values({ organization_id: org, id: spaceId, name: 'Office', map: jsonb({}) as never })
      .execute()
    const room = { organization_id: org, id: roomId, space_id: spaceId, name: 'Lobby', x: 0, y: 0, width: 64, height: 64 }
    await tx.insertInto('room').values(room).execute()
  })
  return { spaceId, roomId }
}
async function anOffice() {
  const org = await anOrganization(services())
  const [owner, member, other] = [
    await aMember(services(), org, { role: 'owner' }),
    await aMember(services(), org),
    await aMember(services(), org),
  ]
  return { org, owner, member, other, ...(await aPlace(org)) }
}
const create = (by: TestMember, place: { spaceId: SpaceId; roomId: RoomId | null }) => {
  const input = { ...place, label: 'Suppliers', expiresInHours: 2, publicUrl: server.url, address: '192.0.2.1', nowMs: Date.now() }
  return commitInOrganization(services(), by.organizationId, (tx) => createGuestLink(tx, actorOf(by), input))
}
const revoke = (by: TestMember, guestLinkId: GuestLinkId) => {
  const input = { guestLinkId, address: '192.0.2.1', nowMs: Date.now() }
  return commitInOrganization(services(), by.organizationId, (tx) => revokeGuestLink(tx, actorOf(by), input))
}
const resolve = (cookie: string) => server.auth.resolveActor({ cookie })

it('[ID4] lets a visitor into the room the link is for, for as long as it lasts', async () => {
  const { org, member, spaceId, roomId } = await anOffice()
  const { link, url } = await create(member, { spaceId, roomId })
  const browser = openBrowser(server.url)
  const answer = await browser.post('/api/guest', { token: url.split('/guest/')[1], name: 'Vera' })
  expect([answer.status, await answer.json()]).toEqual([200, { spaceId, roomId }])
  const [cookie = ''] = answer.headers.getSetCookie()
  expect(cookie).toMatch(/^atrium-visitor=[\w-]{32}; Path=\/; Expires=[^;]+; HttpOnly; SameSite=Lax$/)
  expect(new Date(/Expires=([^;]+)/.exec(cookie)?.[1] ?? '').getTime()).toBe(Math.floor(link.expiresAt / 1000) * 1000)
  const { actor, userId } = await resolve(browser.cookie())
  expect(actor).toMatchObject({ kind: 'visitor', organizationId: org, spaceId, roomId, sinceMs: expect.any(Number) })
  expect(userId).toBeNull()
})

it('[ID4] keeps only hashes of what opens the door', async () => {
  const { member, spaceId } = await anOffice()
  const { url } = await create(member, { spaceId, roomId: null })
  const browser = openBrowser(server.url)
  const token = url.split('/guest/')[1] ?? ''
  await browser.post('/api/guest', { token, name: 'Vera' })
  const kept = JSON.stringify([
    await database().owner.db.selectFrom('guest_link').selectAll().execute(),
    await database().owner.db.selectFrom('visitor').selectAll().execute(),
    await database().owner.db.selectFrom('organization_route').selectAll().execute(),
  ])
  expect(kept).not.toContain(token)
  expect(kept).not.toContain(browser.cookie().split('=')[1])
})

it('[ID4] makes no link to a place of another organization', async () => {
  const [one, two] = [await anOffice(), await anOffice()]
  await expect(create(one.member, { spaceId: two.spaceId, roomId: null })).rejects.toMatchObject({ code: 'not_found' })
  await expect(create(one.member, { spaceId: one.spaceId, roomId: two.roomId })).rejects.toMatchObject({ code: 'not_found' })
})

it('[ID4] is revoked by whoever made it or an admin, and by nobody else', async () => {
  const { owner, member, other, spaceId } = await anOffice()
  const stranger = await anOffice()
  const [first, second] = [await create(member, { spaceId, roomId: null }), await create(member, { spaceId, roomId: null })]
  await expect(revoke(other, first.link.id)).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(revoke(stranger.owner, first.link.id)).rejects.toMatchObject({ code: 'not_found' })
  await revoke(member, first.link.id)
  await revoke(owner, second.link.id)
})

it('[ID4] puts everybody who came by a link out when it is revoked', async () => {
  const { org, member, spaceId } = await anOffice()
  const { link, url } = await create(member, { spaceId, roomId: null })
  const visitor = await aVisitor(services(), org, { spaceId, guestLinkId: link.id })
  const untouched = await aVisitor(services(), org, { spaceId })
  const closed: string[] = []
  for (const { id, token } of [visitor, untouched]) {
    server.sockets.register(await resolve(`atrium-visitor=${token}`), { close: () => closed.push(id), onClose: () => {} })
  }
  await revoke(member, link.id)
  await server.sockets.check()
  expect(closed).toEqual([visitor.id])
  expect((await resolve(`atrium-visitor=${visitor.token}`)).actor).toBeNull()
  const late = await openBrowser(server.url).post('/api/guest', { token: url.split('/guest/')[1], name: 'Late' })
  expect([late.status, ((await late.json()) as { error: string }).error]).toEqual([410, 'expired'])
})

it('[ID4] ends when the link expires', async () => {
  const { org, spaceId } = await anOffice()
  const link = await aGuestLink(services(), org, { spaceId, expiresAtMs: Date.now() - 1 })
  expect((await openBrowser(server.url).post('/api/guest', { token: link.token, name: 'Late' })).status).toBe(410)
  const visitor = await aVisitor(services(), org, { spaceId, expiresAtMs: Date.now() - 1 })
  expect((await resolve(`atrium-visitor=${visitor.token}`)).actor).toBeNull()
})

it('[ID4] refuses a visitor without a name, and a page that is not ours', async () => {
  const { org, spaceId } = await anOffice()
  const { token } = await aGuestLink(services(), org, { spaceId })
  expect((await openBrowser(server.url).post('/api/guest', { token, name: '  ' })).status).toBe(400)
  const foreign = await openBrowser(server.url).post('/api/guest', { token, name: 'Vera' }, { origin: 'https://evil.example' })
  expect(foreign.status).toBe(403)
})
