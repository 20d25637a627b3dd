import { sql } from 'kysely'
import { setTimeout as sleep } from 'node:timers/promises'
import pg from 'pg'
import { afterEach, describe, expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type OrganizationId, type SpaceId } from '@atrium/shared/ids.ts'
import { createPostgresBus } from './bus-postgres.ts'
import type { AddressedSignal, Bus, SceneNews } from './bus.ts'
import { createLogger } from './logger.ts'

const database = useTestDatabase()
const buses: Bus[] = []
afterEach(async () => {
  await Promise.all(buses.splice(0).map((bus) => bus.close()))
})

interface Node {
  bus: Bus
  heads: [OrganizationId, number][]
  owed: number
  signals: AddressedSignal[]
  news: SceneNews[]
}

function aNode(): Node {
  const bus = createPostgresBus({ databaseUrl: database().url, logger: createLogger('silent') })
  buses.push(bus)
  const node: Node = { bus, heads: [], owed: 0, signals: [], news: [] }
  bus.onFeedMoved((organizationId, head) => node.heads.push([organizationId, head]))
  bus.onDeliveriesOwed(() => (node.owed += 1))
  bus.onSignal((signal) => node.signals.push(signal))
  bus.onSceneNews((news) => node.news.push(news))
  return node
}

async function until(check: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1_500; attempt++) {
    if (await check()) return
    await sleep(20)
  }
  throw new Error('it did not come about')
}

async function listening(count: number): Promise<void> {
  await until(async () => {
    const { rows } = await sql<{ count: number }>`
      select count(*)::int as count from pg_stat_activity
      where application_name = 'atrium-bus' and datname = current_database() and query like 'listen%'
    `.execute(database().owner.db)
    return rows[0]?.count === count
  })
}

describe('[OP3] several processes on one database', () => {
  it('hear of each other, and a node hears of itself once and at once', async () => {
    const [one, two] = [aNode(), aNode()]
    await listening(2)
    const id = newId<OrganizationId>()
    one.bus.feedMoved(id, 7)
    one.bus.deliveriesOwed()
    expect([one.heads, one.owed]).toEqual([[[id, 7]], 1])
    await until(() => two.heads.length > 0 && two.owed > 0)
    await sleep(50)
    expect([two.heads, two.owed, one.heads.length, one.owed]).toEqual([[[id, 7]], 1, 1, 1])
  })

  it('tell the newest head alone, of more organizations than one message holds', async () => {
    const [one, two] = [aNode(), aNode()]
    await listening(2)
    const ids = Array.from({ length: 250 }, () => newId<OrganizationId>())
    for (const head of [1, 3, 2]) for (const id of ids) one.bus.feedMoved(id, head)
    await until(() => two.heads.length >= 250)
    expect(new Map(two.heads)).toEqual(new Map(ids.map((id) => [id, 3])))
    expect(two.heads).toHaveLength(250)
  })

  it('hear signals in their order, more of them than one message holds, and go on without one that none holds', async () => {
    const [one, two] = [aNode(), aNode()]
    await listening(2)
    const signal = (text: string): AddressedSignal => ({ organizationId: newId<OrganizationId>(), audience: ['members'], text })
    const signals = Array.from({ length: 60 }, (_, index) => signal(JSON.stringify({ index, name: 'ü'.repeat(200) })))
    const tooLarge = signal('x'.repeat(9_000))
    for (const each of [...signals.slice(0, 30), tooLarge, ...signals.slice(30)]) one.bus.signal(each)
    await until(() => two.signals.length >= 60)
    expect(two.signals).toEqual(signals)
    expect(one.signals).toHaveLength(61)
  })

  it('hear where people have walked, and what they have walked themselves not again', async () => {
    const [one, two] = [aNode(), aNode()]
    await listening(2)
    const where = { organizationId: newId<OrganizationId>(), spaceId: newId<SpaceId>() }
    const news = Array.from({ length: 20 }, (_, slot): SceneNews => {
      const positions = Array.from({ length: 300 }, () => [slot, 65_535, 65_535]).flat()
      return { ...where, what: { kind: 'moved', positions } }
    })
    for (const each of news) one.bus.sceneNews(each)
    await until(() => two.news.length >= 20)
    expect([two.news, one.news]).toEqual([news, []])
  })

  it('are told one query after the other: a connection takes no second while it is at one', async () => {
    const [one, two] = [aNode(), aNode()]
    await listening(2)
    const original = Reflect.get(pg.Client.prototype, 'query') as (this: pg.Client, ...input: unknown[]) => Promise<unknown>
    let [open, most] = [0, 0]
    const query = vi.spyOn(pg.Client.prototype, 'query').mockImplementation(async function (this: pg.Client, ...input: unknown[]) {
      if (!String(input[0]).includes('pg_notify')) return original.apply(this, input)
      most = Math.max(most, (open += 1))
      return original.apply(this, input).finally(() => (open -= 1))
    } as never)
    try {
      const ids = Array.from({ length: 20_000 }, () => newId<OrganizationId>())
      for (let at = 0; at < ids.length; at += 1_000) {
        for (const id of ids.slice(at, at + 1_000)) one.bus.feedMoved(id, 1)
        await sleep(6)
      }
      await until(() => two.heads.length >= ids.length)
    } finally {
      query.mockRestore()
    }
    expect(most).toBe(1)
  })

  it('find each other again after the connection was lost', async () => {
    const [one, two] = [aNode(), aNode()]
    await listening(2)
    await sql`
      select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'atrium-bus' and datname = current_database()
    `.execute(database().owner.db)
    await listening(0)
    await listening(2)
    const id = newId<OrganizationId>()
    one.bus.feedMoved(id, 1)
    await until(() => two.heads.length > 0)
    expect(two.heads).toEqual([[id, 1]])
  })
})
