import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { Registry } from 'prom-client'
import { beforeEach, describe, expect, it } from 'vitest'
import { jsonb } from '@atrium/db/json.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization, organizationsOfKey } from '@atrium/db/transaction.ts'
import { newId, type ClientMutationId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { REPEAT_WITHIN_MS } from '@atrium/shared/realtime/repeat-window.ts'
import { testConfig } from '../identity/testing/auth-server.ts'
import { actorOf, aMember, anOrganization, testServices } from '../identity/testing/builders.ts'
import { enqueueDelivery } from '../infra/deliveries/enqueue-delivery.ts'
import { applyRetention, type RetentionRun } from '../infra/retention/apply-retention.ts'
import { DAY_MS, type Retention } from '../infra/retention/retention.ts'
import { startRetentionWorker } from '../infra/retention/retention.worker.ts'
import type { Services } from '../infra/services.ts'
import { appendChange } from '../realtime/append-change.ts'
import { once } from '../realtime/client-mutation.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { postPayload } from '../slack/egress/post-payload.ts'
import { revisionPayload } from '../slack/egress/revision-payload.ts'
import { sharePayload } from '../slack/egress/share-payload.ts'
import { retentionsOf } from './retention.ts'

const database = useTestDatabase()
const now = Date.now()
const daysAgo = (days: number) => new Date(now - days * DAY_MS)
const retentions = retentionsOf(testConfig('http://localhost'))
const owner = () => database().owner.db
let services: Services
let organizationId: OrganizationId

/** Each test has the database to itself: a run looks at every organization. */
beforeEach(async () => {
  await sql`truncate organization cascade`.execute(owner())
  services = testServices(database())
  organizationId = await anOrganization(services)
})

const run = (kinds: readonly Retention[] = retentions, more: Partial<RetentionRun> = {}) =>
  applyRetention(services, kinds, { nowMs: now, batch: 2, ...more })
const kind = (name: string): Retention => {
  const found = retentions.find((one) => one.name === name)
  if (!found) throw new Error(`no retention of ${name}`)
  return found
}

describe('changes of the feed', () => {
  const say = (name: string, at: Date, id = organizationId) =>
    commitInOrganization(services, id, async (tx) => {
      const organization = { id, name, slug: 'x', groupMentions: true, awayMinutes: 10 }
      appendChange(tx, { kind: 'identity.organizationChanged', audience: ['members'], entityId: id, rev: 1, payload: { organization } })
    }).then(() =>
      sql`update change set at = ${at} where organization_id = ${id} and seq = (select max(seq) from change where organization_id = ${id})`.execute(
        owner(),
      ),
    )
  const readUpTo = (seq: number, consumer = 'slack') =>
    owner().insertInto('feed_cursor').values({ organization_id: organizationId, consumer, seq }).execute()
  const kept = async (id = organizationId) =>
    (await owner().selectFrom('change').select('seq').where('organization_id', '=', id).orderBy('seq').execute()).map(({ seq }) => seq)

  it('go from the beginning, batch by batch, once they are older than they are kept', async () => {
    for (const days of [30, 20, 9, 8, 7.1, 6.9, 8, 0]) await say('x', daysAgo(days))
    await readUpTo(8)
    expect((await run()).gone.change).toBe(5)
    // The seventh is old, but stands behind one that is kept: the feed has no holes.
    expect(await kept()).toEqual([6, 7, 8])
    expect((await run()).gone.change).toBe(0)
  })

  it('stay, however old, until every consumer inside the server has read them', async () => {
    for (let index = 0; index < 5; index++) await say('x', daysAgo(400))
    expect((await run()).gone.change).toBe(0)
    await readUpTo(3)
    await readUpTo(1, 'other')
    expect((await run()).gone.change).toBe(1)
    expect(await kept()).toEqual([2, 3, 4, 5])
  })

  it('are those of every organization, each by itself', async () => {
    const other = await anOrganization(services)
    await say('here', daysAgo(30))
    await say('there', daysAgo(30), other)
    await readUpTo(1)
    await run()
    expect([await kept(), await kept(other)]).toEqual([[], [1]])
  })
})

describe('words of deliveries', () => {
  const addressed = { as: { kind: 'app', username: 'Ada', iconUrl: null }, linked: ['U1'], mentionChannelId: null } as const
  const to = { kind: 'channel', channelId: 'C1', threadTs: null } as const
  const post = { ...addressed, to, text: 'a secret', blocks: [{ type: 'section', text: 'a secret' }] }
  const share = { ...addressed, to, fileIds: ['f1'], comment: 'a secret' }
  const revision = { as: addressed.as, linked: ['U1'], target: { deliveryId: 'd1' }, messageId: 'm1' }
  const update = { ...revision, change: { kind: 'update', text: 'a secret', blocks: null } }

  async function aDelivery(state: string, settledAt: Date | null, [operation, payload]: [string, unknown] = ['chat.postMessage', post]) {
    const lane = { transport: 'slack', scopeId: randomUUID(), laneKey: randomUUID() }
    const entity = { entityKind: 'message', entityId: randomUUID() } as const
    const id = await inOrganization(services.db, organizationId, (tx) =>
      enqueueDelivery(tx, { organizationId, ...lane, ...entity, operation, payload, nowMs: now - 400 * DAY_MS }),
    )
    await owner().updateTable('delivery').set({ state, settled_at: settledAt }).where('id', '=', id).execute()
    return id
  }
  const payloadOf = async (id: string) =>
    (await owner().selectFrom('delivery').select('payload').where('id', '=', id).executeTakeFirstOrThrow()).payload

  it('go batch by batch from what was sent or dropped long enough ago, and nothing else of it does', async () => {
    const old = daysAgo(31)
    const ids = await Promise.all([
      aDelivery('sent', old),
      aDelivery('dropped', old),
      aDelivery('sent', old, ['files.completeUploadExternal', share]),
      aDelivery('sent', old, ['chat.update', update]),
      aDelivery('sent', old, ['reactions.add', { ...revision, change: { kind: 'react', name: 'tada' } }]),
    ])
    expect((await run()).gone.delivery).toBe(5)
    const [sent, dropped, shared, updated, reacted] = await Promise.all(ids.map(payloadOf))
    expect(postPayload.parse(sent)).toEqual(postPayload.parse({ ...post, text: '', blocks: null }))
    expect(postPayload.parse(dropped)).toEqual(postPayload.parse(sent))
    expect(sharePayload.parse(shared)).toEqual(sharePayload.parse({ ...share, comment: null }))
    expect(revisionPayload.parse(updated)).toEqual(
      revisionPayload.parse({ ...revision, change: { kind: 'update', text: '', blocks: null } }),
    )
    expect(revisionPayload.parse(reacted).change).toEqual({ kind: 'react', name: 'tada' })
    expect((await run()).gone.delivery).toBe(0)
  })

  it('stay with what is young, what failed and may be sent again, and what has not been delivered, however old it is', async () => {
    const ids = await Promise.all([
      aDelivery('sent', daysAgo(29)),
      aDelivery('failed', daysAgo(300)),
      ...['queued', 'sending', 'unknown'].map((state) => aDelivery(state, null)),
    ])
    expect((await run()).gone.delivery).toBe(0)
    for (const id of ids) expect(await payloadOf(id)).toEqual(post)
  })
})

describe('ids of mutations', () => {
  async function aMutation(actor: PersonActor, { at, idAt = at }: { at: Date; idAt?: Date }): Promise<ClientMutationId> {
    const clientId = newId<ClientMutationId>(idAt.getTime())
    await doOnce(actor, clientId, 'first')
    await owner().updateTable('client_mutation').set({ at }).where('client_id', '=', clientId).execute()
    return clientId
  }
  const doOnce = (actor: PersonActor, clientId: ClientMutationId, result: string) =>
    inOrganization(services.db, organizationId, (tx) => once(tx, { actor, clientId, procedure: 'test' }, async () => result))
  const someone = async () => actorOf(await aMember(services, organizationId))

  it('go of everybody, batch by batch, long after the last time that a client sends one again', async () => {
    const people = [await someone(), await someone(), await someone()]
    const young: Promise<ClientMutationId>[] = []
    for (const actor of people) {
      for (const days of [400, 60, 46]) await aMutation(actor, { at: daysAgo(days) })
      for (const days of [44, 0]) young.push(aMutation(actor, { at: daysAgo(days) }))
    }
    await Promise.all(young)
    expect((await run()).gone.client_mutation).toBe(9)
    expect(await owner().selectFrom('client_mutation').select('at').where('at', '<', daysAgo(45)).execute()).toEqual([])
    expect(await owner().selectFrom('client_mutation').select('at').execute()).toHaveLength(6)
  })

  it('[SP11] are known for as long as a client may send one again, so that nothing is done twice', async () => {
    const ada = await someone()
    const clientId = await aMutation(ada, { at: new Date(now - REPEAT_WITHIN_MS) })
    await run()
    expect(await doOnce(ada, clientId, 'second')).toBe('first')
  })

  it('stay as long when the clock of the client is wrong', async () => {
    const ada = await someone()
    const behind = await aMutation(ada, { at: daysAgo(10), idAt: daysAgo(4_000) })
    const ahead = await aMutation(ada, { at: daysAgo(10), idAt: daysAgo(-4_000) })
    expect((await run()).gone.client_mutation).toBe(0)
    for (const clientId of [behind, ahead]) expect(await doOnce(ada, clientId, 'second')).toBe('first')
  })
})

describe('events of Slack', () => {
  const anEvent = (state: string, received_at: Date) =>
    owner()
      .insertInto('slack_inbox')
      .values({
        ...{ organization_id: organizationId, installation_id: randomUUID(), event_id: `Ev${randomUUID()}`, kind: 'message' },
        ...{ payload: jsonb({ text: 'a secret' }) as never, state, received_at },
      })
      .execute()
  const kept = async (state: string) =>
    (await owner().selectFrom('slack_inbox').select('event_id').where('state', '=', state).execute()).length

  it('go batch by batch: applied ones after a week, given up ones after six, those still to be applied never', async () => {
    for (const days of [400, 50, 9, 8, 7.1, 6.9, 0]) await anEvent('applied', daysAgo(days))
    for (const days of [400, 50, 46, 44]) await anEvent('dead', daysAgo(days))
    for (const days of [400, 0]) await anEvent('pending', daysAgo(days))
    expect((await run()).gone).toMatchObject({ slack_inbox: 5, slack_inbox_dead: 3 })
    expect([await kept('applied'), await kept('dead'), await kept('pending')]).toEqual([2, 1, 2])
  })
})

describe('states of OAuth', () => {
  it('go a day after they have ended, with the way that led to them', async () => {
    const states: Record<string, Date> = {
      long: daysAgo(30),
      longer: daysAgo(40),
      longest: daysAgo(50),
      just: daysAgo(0.9),
      open: daysAgo(-1),
    }
    for (const [state_hash, expires_at] of Object.entries(states)) {
      const own = { organization_id: organizationId }
      const of = { purpose: 'install', slack_app_id: randomUUID(), member_id: randomUUID(), session_hash: 'x' }
      await owner()
        .insertInto('slack_oauth_state')
        .values({ ...own, ...of, state_hash, expires_at })
        .execute()
      await owner()
        .insertInto('organization_route')
        .values({ ...own, kind: 'oauth_state', key: state_hash })
        .execute()
    }
    await owner().insertInto('organization_route').values({ organization_id: organizationId, kind: 'user', key: 'long' }).execute()
    expect((await run()).gone.slack_oauth_state).toBe(3)
    const left = await owner().selectFrom('slack_oauth_state').select('state_hash').orderBy('state_hash').execute()
    expect(left.map(({ state_hash }) => state_hash)).toEqual(['just', 'open'])
    expect(await organizationsOfKey(services.db, 'oauth_state', 'long')).toEqual([])
    expect(await organizationsOfKey(services.db, 'oauth_state', 'just')).toEqual([organizationId])
    expect(await organizationsOfKey(services.db, 'user', 'long')).toEqual([organizationId])
  })
})

const many = (count: number, id = organizationId) =>
  sql`
    insert into client_mutation (organization_id, person_id, client_id, procedure, at)
    select ${id}, gen_random_uuid(), ('00000000-0000-7000-8000-' || lpad(n::text, 12, '0'))::uuid, 'test', ${daysAgo(100)}
    from generate_series(1, ${count}::int) n
  `.execute(owner())
const countOf = async (id = organizationId) =>
  (await owner().selectFrom('client_mutation').select('client_id').where('organization_id', '=', id).execute()).length

describe('[ID2] row security', () => {
  it.each(retentions.map(({ name }) => name))('%s: nothing of another organization goes, whatever is asked', async (name) => {
    const other = await anOrganization(services)
    await many(3, other)
    const gone = await inOrganization(services.db, organizationId, (tx) =>
      kind(name).forget(tx, other, { before: new Date(now), limit: 10 }),
    )
    expect([gone, await countOf(other)]).toEqual([0, 3])
  })
})

describe('a run', () => {
  it('takes no more than a batch in one transaction', async () => {
    await many(7)
    const counts: number[] = []
    const counted: Retention = {
      ...kind('client_mutation'),
      async forget(tx, id, batch) {
        const count = await kind('client_mutation').forget(tx, id, batch)
        counts.push(count)
        return count
      },
    }
    await run([counted], { batch: 3 })
    expect(counts).toEqual([3, 3, 1])
  })

  it('leaves what another node is at to it, without waiting, and takes everything else', async () => {
    const other = await anOrganization(services)
    await many(4)
    await many(2, other)
    const { promise: finish, resolve } = Promise.withResolvers<void>()
    const { promise: begun, resolve: begin } = Promise.withResolvers<void>()
    const slow: Retention = {
      ...kind('client_mutation'),
      async forget(tx, id, batch) {
        const count = await kind('client_mutation').forget(tx, id, batch)
        begin()
        if (id === organizationId) await finish
        return count
      },
    }
    const one = run([slow])
    await begun
    const another = await run()
    expect(another).toMatchObject({ gone: { client_mutation: 2 }, failed: 0 })
    resolve()
    expect((await one).gone.client_mutation).toBe(4)
    expect([await countOf(), await countOf(other)]).toEqual([0, 0])
  })

  it('at the same time on three nodes takes everything, once', async () => {
    await many(60)
    const results = await Promise.all([run(), run(), run()])
    expect(results.map(({ failed }) => failed)).toEqual([0, 0, 0])
    expect(results.reduce((sum, { gone }) => sum + (gone.client_mutation ?? 0), 0)).toBe(60)
    expect(await countOf()).toBe(0)
  })

  it('goes on with the other kinds and organizations when one fails', async () => {
    const other = await anOrganization(services)
    await many(2)
    await many(2, other)
    const broken: Retention = {
      name: 'broken',
      keepMs: 0,
      async forget(tx) {
        await sql`select 1 / 0`.execute(tx)
        return 0
      },
    }
    expect(await run([broken, ...retentions])).toMatchObject({ failed: 2, gone: { broken: 0, client_mutation: 4 } })
  })

  it('ends between two batches when the node stops', async () => {
    await many(6)
    let looks = 0
    await run([kind('client_mutation')], { stopping: () => ++looks > 2 })
    expect(await countOf()).toBe(2)
  })
})

describe('the worker', () => {
  it('runs again and again, counts what went, and says when all of it went well', async () => {
    await many(3)
    const registry = new Registry()
    const worker = startRetentionWorker(services, { retentions, registry, firstMs: 0, everyMs: 5 })
    const until = async (holds: (metrics: string) => boolean) => {
      for (let attempt = 0; attempt < 500; attempt++) {
        const metrics = await registry.metrics()
        if (holds(metrics)) return metrics
        await sleep(10)
      }
      throw new Error('it did not come about')
    }
    await until((metrics) => metrics.includes('atrium_retention_rows_total{rows="client_mutation"} 3'))
    await many(2)
    const metrics = await until((text) => text.includes('atrium_retention_rows_total{rows="client_mutation"} 5'))
    expect(metrics).toContain('atrium_retention_failures_total 0')
    expect(metrics).toMatch(/atrium_retention_last_run_timestamp_seconds 1\d{9}/)
    await worker.stop()
    await many(1)
    expect(await countOf()).toBe(1)
  })

  it('counts what fails and does not call that a run that went well', async () => {
    const registry = new Registry()
    const broken: Retention = { name: 'broken', keepMs: 0, forget: () => Promise.reject(new Error('disk full')) }
    const worker = startRetentionWorker(services, { retentions: [broken], registry, firstMs: 0, everyMs: 5 })
    for (let attempt = 0; !(await registry.metrics()).includes('atrium_retention_failures_total 2'); attempt++) {
      if (attempt > 500) throw new Error('it did not come about')
      await sleep(10)
    }
    await worker.stop()
    expect(await registry.metrics()).toContain('atrium_retention_last_run_timestamp_seconds 0')
  })
})
