import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { WebSocket } from 'ws'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type SpaceId } from '@atrium/shared/ids.ts'
import { aMember, anOrganization, aVisitor, type TestMember } from '../identity/testing/builders.ts'
import { rawClient, type RawClient } from './testing/raw-client.ts'
import { eventually, readFeed } from './testing/test-client.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const database = useTestDatabase()
let server: TestServer
const clients: RawClient[] = []

beforeEach(async () => {
  server = await startTestServer(database())
})
afterEach(async () => {
  clients.splice(0).forEach(({ socket }) => socket.terminate())
  await server.running.close()
})

function open(headers: { cookie?: string; origin?: string }, path?: string): RawClient {
  const client = rawClient(server.url, headers, path)
  clients.push(client)
  return client
}
async function aSignedInMember(): Promise<{ member: TestMember; cookie: string }> {
  const organizationId = await anOrganization(server.services)
  const member = await aMember(server.services, organizationId)
  return { member, cookie: await server.cookieOf(member) }
}

describe('the upgrade', () => {
  it('takes no origin but its own', async () => {
    const { cookie } = await aSignedInMember()
    for (const origin of ['http://evil.example', `${server.url}.evil.example`, server.url.replace('http', 'https'), undefined]) {
      const client = open({ cookie, ...(origin === undefined ? {} : { origin }) })
      await eventually(() => client.refused !== null)
      expect(client.refused).toBe(403)
    }
    const elsewhere = open({ cookie, origin: server.url }, '/other')
    await eventually(() => elsewhere.refused !== null)
    expect(elsewhere.refused).toBe(404)
  })

  it('tells strangers to sign in', async () => {
    for (const cookie of ['', 'atrium-session=forged', 'atrium-visitor=forged']) {
      const client = open({ cookie, origin: server.url })
      await eventually(() => client.closed !== null)
      expect(client.closed).toBe(4401)
    }
  })

  it('has a limit for the sockets of one person', async () => {
    const { cookie } = await aSignedInMember()
    const tabs = Array.from({ length: 33 }, () => open({ cookie, origin: server.url }))
    await eventually(() => tabs.some(({ closed }) => closed !== null))
    expect(tabs.filter(({ closed }) => closed !== null).map(({ closed }) => closed)).toEqual([4429])
    tabs[0]?.socket.terminate()
  })
})

it('has a limit for the sockets of one address, which a closed one frees', async () => {
  const office = await startTestServer(database(), { sockets: { perPerson: 32, perAddress: 2 } })
  const [one, two] = [rawClient(office.url, { origin: office.url }), rawClient(office.url, { origin: office.url })]
  const cookie = await office.cookieOf((await aSignedInMember()).member)
  await eventually(() => one.closed !== null && two.closed !== null)
  const tabs = [1, 2, 3].map(() => rawClient(office.url, { cookie, origin: office.url }))
  await eventually(() => tabs.some(({ refused }) => refused !== null))
  expect(tabs.filter(({ refused }) => refused !== null).map(({ refused }) => refused)).toEqual([429])
  await office.running.close()
})

describe('an open socket', () => {
  it('answers procedures and takes binary frames for presence alone', async () => {
    const { member, cookie } = await aSignedInMember()
    const client = open({ cookie, origin: server.url })
    await eventually(() => client.socket.readyState === WebSocket.OPEN)
    client.walk(1, 1)
    client.socket.send(Buffer.from('{"id":9,"method":"query","params":{"path":"identity.me"}}'))
    expect(await client.call('query', 'identity.me')).toMatchObject({ actor: { personId: member.id } })
    client.walk(2, 2)
    expect(await client.call('query', 'identity.me')).toMatchObject({ actor: { personId: member.id } })
    expect(client.texts).toHaveLength(2)
  })

  it('is cut for a message above 64 KiB', async () => {
    const { cookie } = await aSignedInMember()
    const client = open({ cookie, origin: server.url })
    await eventually(() => client.socket.readyState === WebSocket.OPEN)
    client.socket.send('x'.repeat(70_000))
    await eventually(() => client.closed !== null)
    expect(client.closed).toBe(1009)
  })

  it('answers what is no tRPC with an error and lives on', async () => {
    const { cookie } = await aSignedInMember()
    const client = open({ cookie, origin: server.url })
    await eventually(() => client.socket.readyState === WebSocket.OPEN)
    for (const nonsense of ['{', '[]', '[1,null,{}]', '{"id":99,"method":"subscription","params":{"path":"realtime.changes","input":7}}'])
      client.socket.send(nonsense)
    expect(await client.call('query', 'identity.me')).toMatchObject({ setup: 'done' })
    expect(client.closed).toBeNull()
  })

  it('[ID1] closes with 4401 when its session is revoked', async () => {
    const { member, cookie } = await aSignedInMember()
    const client = open({ cookie, origin: server.url })
    await client.call('query', 'identity.me')
    const [session] = await server.services.accounts.sessionsOf(member.userId)
    await server.services.accounts.endSession(member.userId, session?.id ?? '')
    await eventually(() => client.closed !== null)
    expect(client.closed).toBe(4401)
  })

  it('[ID4] closes with 4401 when the visit is ended', async () => {
    const organizationId = await anOrganization(server.services)
    const visitor = await aVisitor(server.services, organizationId, { spaceId: newId<SpaceId>() })
    const client = open({ cookie: await server.cookieOf(visitor), origin: server.url })
    await client.call('query', 'identity.me')
    await inOrganization(server.services.db, organizationId, (tx) =>
      tx
        .updateTable('visitor')
        .set({ revoked_at: new Date() })
        .where('organization_id', '=', organizationId)
        .where('id', '=', visitor.id)
        .execute(),
    )
    await eventually(() => client.closed !== null)
    expect(client.closed).toBe(4401)
  })
})

describe('[OP4] shutdown', () => {
  it('asks clients to come back (1012), lets nobody in, and is over once', async () => {
    const { cookie } = await aSignedInMember()
    const client = open({ cookie, origin: server.url })
    const reader = readFeed(server.url, cookie)
    await reader.until(({ items }) => items.length > 0)
    await client.call('query', 'identity.me')
    await Promise.all([server.running.close(), server.running.close()])
    await eventually(() => client.closed !== null)
    expect([client.closed, reader.closeCodes[0]]).toEqual([1012, 1012])
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow()
    await reader.close()
  })
})
