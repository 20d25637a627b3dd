import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'
import { aMember, anOrganization, type TestMember } from '../identity/testing/builders.ts'
import { aSpace, type TestSpace } from '../space/testing/builders.ts'
import { rawClient, type RawClient } from './testing/raw-client.ts'
import { eventually, readFeed } from './testing/test-client.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const database = useTestDatabase()
let server: TestServer
const clients: RawClient[] = []

beforeAll(async () => {
  server = await startTestServer(database())
})
afterAll(async () => {
  clients.forEach(({ socket }) => socket.terminate())
  await server.running.close()
})

interface Office {
  organizationId: OrganizationId
  space: TestSpace
}
async function anOffice(): Promise<Office> {
  const organizationId = await anOrganization(server.services)
  return { organizationId, space: await aSpace(server.services, organizationId) }
}

interface Visit {
  member: TestMember
  cookie: string
  client: RawClient
  presence: PresenceView
}
async function enter({ organizationId, space }: Office, name: string, known?: Visit): Promise<Visit> {
  const member = known?.member ?? (await aMember(server.services, organizationId, { name }))
  const cookie = known?.cookie ?? (await server.cookieOf(member))
  const client = rawClient(server.url, { cookie, origin: server.url })
  clients.push(client)
  const answer = (await client.call('mutation', 'space.enter', { spaceId: space.id })) as { presence: PresenceView }
  return { member, cookie, client, presence: answer.presence }
}

const lastOf = ({ client }: Pick<Visit, 'client'>, slot: number) =>
  client.presence
    .flatMap((frame) => (frame.kind === 'positions' || frame.kind === 'sight' ? frame.positions : []))
    .findLast((position) => position.slot === slot)

describe('people in a space', () => {
  it('[SP1] see each other walk, over the socket that carries their procedures', async () => {
    const office = await anOffice()
    const [ada, ben] = [await enter(office, 'Ada'), await enter(office, 'Ben')]
    const { slot, x, y } = ada.presence
    for (let step = 1; step <= 3; step++) {
      await ada.client.call('query', 'identity.me')
      ada.client.walk(x + step, y)
    }
    await eventually(() => lastOf(ben, slot)?.x === x + 3)
    expect(await ben.client.call('query', 'space.presence', { spaceId: office.space.id })).toMatchObject({ present: { length: 2 } })
    expect(ben.client.order).toContain('binary')
    expect(ada.client.order.filter((kind) => kind === 'text')).toHaveLength(4)
  })

  it('[SP1] are walked back when they jump', async () => {
    const office = await anOffice()
    const ada = await enter(office, 'Ada')
    ada.client.walk(1200, 900)
    await eventually(() => ada.client.presence.some(({ kind }) => kind === 'correction'))
    const correction = ada.client.presence.find((frame) => frame.kind === 'correction')
    expect(correction?.x).toBeLessThan(ada.presence.x + 200)
  })

  it('[SP2] are one avatar in two tabs, gone 15 s after a kill at the latest, and back where they stood', async () => {
    const office = await anOffice()
    const ben = await enter(office, 'Ben')
    const reader = readFeed(server.url, ben.cookie)
    await reader.until(({ items }) => items.length > 0)
    const ada = await enter(office, 'Ada')
    const tab = await enter(office, 'Ada', ada)
    expect(tab.presence.slot).toBe(ada.presence.slot)
    tab.client.walk(ada.presence.x + 5, ada.presence.y)
    await eventually(() => lastOf(ada, ada.presence.slot)?.x === ada.presence.x + 5)
    ada.client.socket.terminate()
    tab.client.socket.terminate()
    await reader.until((one) => one.changes().some(({ kind }) => kind === 'space.presenceLeft'))
    const back = await enter(office, 'Ada', ada)
    expect(back.presence).toMatchObject({ x: ada.presence.x + 5, y: ada.presence.y })
    await reader.close()
  })

  it('[SP4] a change of rooms is told to all', async () => {
    const office = await anOffice()
    const ada = await enter(office, 'Ada')
    const reader = readFeed(server.url, ada.cookie)
    await reader.until(({ items }) => items.length > 0)
    await ada.client.call('mutation', 'space.goToRoom', { roomId: office.space.library })
    await reader.until((one) =>
      one.changes().some((change) => change.kind === 'space.presenceChanged' && change.payload.presence.roomId === office.space.library),
    )
    expect(ada.client.presence.some(({ kind }) => kind === 'correction')).toBe(true)
    await reader.close()
  })
})

it('[OP4] at shutdown everybody’s place is kept', async () => {
  const office = await anOffice()
  const own = await startTestServer(database())
  const member = await aMember(own.services, office.organizationId)
  const client = rawClient(own.url, { cookie: await own.cookieOf(member), origin: own.url })
  const { presence } = (await client.call('mutation', 'space.enter', { spaceId: office.space.id })) as { presence: PresenceView }
  client.walk(presence.x + 7, presence.y)
  await eventually(() => lastOf({ client }, presence.slot)?.x === presence.x + 7)
  await own.running.close()
  const place = await inOrganization(server.services.db, office.organizationId, (tx) =>
    tx.selectFrom('last_place').select(['x', 'y']).where('organization_id', '=', office.organizationId).executeTakeFirst(),
  )
  expect(place).toEqual({ x: presence.x + 7, y: presence.y })
  expect(client.closed).toBe(1012)
})
