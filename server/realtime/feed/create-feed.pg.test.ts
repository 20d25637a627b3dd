import { setTimeout as sleep } from 'node:timers/promises'
import { afterEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { actorOf, aMember, anOrganization, testServices, type TestMember } from '../../identity/testing/builders.ts'
import type { Services } from '../../infra/services.ts'
import { appendChange } from '../append-change.ts'
import { commitInOrganization } from '../commit.ts'
import { socketTape, type SocketTape } from '../testing/socket-tape.ts'
import { createFeed, type Feed, type FeedOptions } from './create-feed.ts'

const database = useTestDatabase()
let feed: Feed | undefined
let ending = new AbortController()
afterEach(async () => {
  ending.abort()
  await feed?.stop()
})

/** Polling is slow here, so that what comes soon has come by a hint. */
function begin(services: Services, options: FeedOptions = {}): Feed {
  ending = new AbortController()
  feed = createFeed(services, { pollMs: 60_000, heartbeatMs: 60_000, ...options })
  return feed
}

interface Office {
  services: Services
  organizationId: OrganizationId
  ada: TestMember
}
async function anOffice(): Promise<Office> {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  return { services, organizationId, ada: await aMember(services, organizationId) }
}

function follow({ ada }: Office, socket: SocketTape, subscriptionId: string | number = 1): void {
  const items = feed?.follow({ actor: actorOf(ada), socket, subscriptionId, after: null, signal: ending.signal, onActor: () => {} })
  void items?.[Symbol.asyncIterator]().next()
}

function say({ services, organizationId }: Office, name: string): Promise<void> {
  const organization = { id: organizationId, name, slug: 'x', groupMentions: true, awayMinutes: 10 }
  return commitInOrganization(services, organizationId, async (tx) => {
    appendChange(tx, {
      kind: 'identity.organizationChanged',
      audience: ['members'],
      entityId: organizationId,
      rev: 1,
      payload: { organization },
    })
  })
}

async function until(check: () => boolean): Promise<void> {
  for (let attempt = 0; attempt < 3_000; attempt++) {
    if (check()) return
    await sleep(10)
  }
  throw new Error('it did not come about')
}

interface Wire {
  id: string | number
  result: { type: string; id: string; data: { id: string; data: { type: string; changes?: { seq: number }[] } } }
}
const wire = (socket: SocketTape) => socket.texts() as Wire[]
const seqsOf = (socket: SocketTape) => wire(socket).flatMap(({ result }) => result.data.data.changes?.map(({ seq }) => seq) ?? [])

describe('frames', () => {
  it('are tRPC’s, and the same bytes for all who call their subscription alike', async () => {
    const office = await anOffice()
    begin(office.services)
    const [one, two, other] = [socketTape(), socketTape(), socketTape()]
    follow(office, one, 7)
    follow(office, two, 7)
    follow(office, other, 'a"b')
    await until(() => [one, two, other].every((socket) => socket.frames.length === 1))
    await say(office, 'A')
    await until(() => [one, two, other].every((socket) => socket.frames.length === 2))
    expect(one.frames[1]).toBe(two.frames[1])
    expect(wire(one)[1]).toMatchObject({ id: 7, result: { type: 'data', id: '1', data: { id: '1', data: { type: 'changes' } } } })
    expect(wire(other)[1]).toEqual({ ...wire(one)[1], id: 'a"b' })
  })

  it('under load hold what came together', async () => {
    const office = await anOffice()
    begin(office.services)
    const socket = socketTape()
    follow(office, socket)
    await until(() => socket.frames.length === 1)
    await Promise.all(Array.from({ length: 40 }, (_, index) => say(office, String(index))))
    await until(() => seqsOf(socket).length === 40)
    expect(socket.frames.length).toBeLessThan(40)
  })
})

describe('hints', () => {
  it('that are lost cost no more than a poll', async () => {
    const office = await anOffice()
    begin(office.services, { pollMs: 50 })
    const socket = socketTape()
    follow(office, socket)
    await until(() => socket.frames.length === 1)
    const elsewhere = { ...office, services: testServices(database()) }
    for (const name of ['A', 'B', 'C']) await say(elsewhere, name)
    await until(() => seqsOf(socket).length === 3)
    expect(seqsOf(socket)).toEqual([1, 2, 3])
  })
})

describe('slow readers', () => {
  it('are written nothing above the pause, and get all of it once they read again', async () => {
    const office = await anOffice()
    begin(office.services, { limits: { pauseAtBytes: 1_000, lookMs: 10 } })
    const [slow, quick] = [socketTape(), socketTape()]
    follow(office, slow)
    follow(office, quick)
    await until(() => slow.frames.length === 1 && quick.frames.length === 1)
    slow.buffered = 2_000
    for (const name of ['A', 'B', 'C']) await say(office, name)
    await until(() => seqsOf(quick).length === 3)
    expect(seqsOf(slow)).toEqual([])
    slow.buffered = 0
    await until(() => seqsOf(slow).length === 3)
    await say(office, 'D')
    await until(() => seqsOf(slow).length === 4)
    expect(seqsOf(slow)).toEqual([1, 2, 3, 4])
  })

  it('are cut when they stay so, or when far too much is waiting', async () => {
    const office = await anOffice()
    begin(office.services, { limits: { pauseAtBytes: 1_000, cutAtBytes: 10_000, stalledMs: 50, lookMs: 10 } })
    const [stalled, flooded] = [socketTape(), socketTape()]
    follow(office, stalled)
    follow(office, flooded)
    await until(() => stalled.frames.length === 1 && flooded.frames.length === 1)
    stalled.buffered = 2_000
    flooded.buffered = 20_000
    await say(office, 'A')
    await until(() => stalled.closed !== null && flooded.closed !== null)
    expect([stalled.frames.length, flooded.frames.length]).toEqual([1, 1])
  })
})

it('a heartbeat moves on where a client would resume, though nothing was for it', async () => {
  const office = await anOffice()
  begin(office.services, { heartbeatMs: 30 })
  const socket = socketTape()
  follow(office, socket)
  const organization = { id: office.organizationId, name: 'x', slug: 'x', groupMentions: true, awayMinutes: 10 }
  await commitInOrganization(office.services, office.organizationId, async (tx) => {
    const entityId = office.organizationId
    appendChange(tx, { kind: 'identity.organizationChanged', audience: ['admins'], entityId, rev: 1, payload: { organization } })
  })
  await until(() => wire(socket).at(-1)?.result.id === '1')
  expect(seqsOf(socket)).toEqual([])
})
