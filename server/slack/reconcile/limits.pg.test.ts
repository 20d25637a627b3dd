import { randomUUID } from 'node:crypto'
import { beforeAll, beforeEach, describe, expect, it, onTestFinished, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '../testing/slack-scene.ts'
import { claimLook } from './claim-look.ts'
import { lookIntoHistory } from './look-into-history.ts'
import { PACE } from './reconcile.rules.ts'
import { GENEROUS, lookUntilIdle, reconcile, syncNow, useMovedClock } from './testing/reconciling.ts'
import { renewTarget } from './target.queries.ts'
import { wakeAll, wakeInstallations } from './wake-reconcile.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string
let clock: ReturnType<typeof useMovedClock>

beforeAll(async () => {
  clock = useMovedClock(scene)
  await scene.control.settings({ retry_delays_ms: [] })
})
beforeEach(async () => {
  await scene.control.faults.clear()
  await scene.control.limits({})
  office = await aConnectedOffice(scene)
  channelId = (await aWatchedChannel(scene, office)).channelId
  await clock.advance(120_000)
  await syncNow(scene, office)
})

const say = (text: string, thread_ts?: string) =>
  scene.control.act.postMessage({ user_id: scene.demo.acme.users.zoe, channel_id: channelId, text, ...(thread_ts ? { thread_ts } : {}) })
const missed = async (work: () => Promise<unknown>) => {
  await scene.control.faults.events({ drop: 1 })
  await work()
  await scene.control.faults.clear()
  await clock.advance(20_000)
}
const texts = async () =>
  (
    await database()
      .owner.db.selectFrom('conversation_message')
      .select('text')
      .where('organization_id', '=', office.organizationId)
      .orderBy('id')
      .execute()
  ).map(({ text }) => text)
const rows = () =>
  database().owner.db.selectFrom('slack_reconcile').selectAll().where('organization_id', '=', office.organizationId).execute()
const installation = () =>
  database().owner.db.selectFrom('slack_installation').selectAll().where('id', '=', office.installationId).executeTakeFirstOrThrow()
const callsOf = async (since: number) =>
  (await scene.control.log({ since })).filter(({ app_id, method }) => app_id === office.apiAppId && /history|replies/.test(method))
const lastCall = async () => (await scene.control.log({})).at(-1)?.n ?? 0

describe('the limits', () => {
  it("[SL11] are kept: Slack's tiers refuse nothing while many threads are caught up with", { timeout: 300_000 }, async () => {
    await scene.control.limits({ tiers: true })
    await missed(async () => {
      for (let index = 0; index < 50; index += 1) {
        await clock.advance(10)
        const { ts } = await say(`question ${index}`)
        await say(`answer ${index}`, ts)
      }
    })
    const before = await lastCall()
    let waits = 0
    await syncNow(scene, office)
    for (let looks = 0; looks < 200; looks += 1) {
      const look = await lookIntoHistory(scene.services, office)
      if (look.kind === 'nothing') break
      if (look.kind === 'wait') {
        waits += 1
        await clock.advance(Math.max(look.ms, 1))
      }
    }
    expect(await texts()).toHaveLength(100)
    const calls = await callsOf(before)
    expect(calls.filter(({ ok }) => !ok)).toEqual([])
    for (const method of ['conversations.history', 'conversations.replies']) {
      const times = calls.filter((call) => call.method === method).map(({ at }) => at)
      expect(Math.max(...times.map((from) => times.filter((at) => at >= from && at < from + 60_000).length))).toBeLessThanOrEqual(
        PACE.perMinute,
      )
    }
    expect(waits).toBeGreaterThan(0)
  })

  it('[SL11] an app that Slack restricts is noticed, slowed down, and its gap is filled all the same', { timeout: 300_000 }, async () => {
    await scene.control.limits({ restricted_history: true })
    await missed(async () => {
      for (let index = 0; index < 40; index += 1) {
        await clock.advance(10)
        await say(`slowly ${index}`)
      }
    })
    const before = await lastCall()
    await syncNow(scene, office)
    for (let looks = 0; looks < 40 && (await texts()).length < 40; looks += 1) {
      const look = await lookIntoHistory(scene.services, office)
      if (look.kind === 'wait') await clock.advance(Math.max(look.ms, 1))
      if (look.kind === 'nothing') break
    }
    expect(await texts()).toEqual(Array.from({ length: 40 }, (_, index) => `slowly ${index}`))
    expect((await installation()).history_restricted_at).not.toBeNull()
    const calls = await callsOf(before)
    expect(calls.filter(({ ok }) => !ok).length).toBeLessThanOrEqual(1)
    expect(calls.length).toBeLessThanOrEqual(8)
  })

  it('[SL11] a wait that Slack asks for is kept', async () => {
    await missed(() => say('after a 429'))
    await scene.control.faults.add({ method: 'conversations.history', kind: '429', retry_after_s: 2 })
    const before = await lastCall()
    expect(await reconcile(scene, office)).toMatchObject({ kind: 'wait' })
    expect(await lookUntilIdle(scene, office)).toMatchObject({ kind: 'wait' })
    expect(await callsOf(before)).toMatchObject([{ status: 429 }])
    await eventually(
      () => lookUntilIdle(scene, office),
      ({ kind }) => kind === 'nothing',
    )
    expect((await installation()).history_restricted_at).toBeNull()
    expect(await texts()).toEqual(['after a 429'])
  })
})

describe('what goes wrong', () => {
  it('[SL11] a window counts only when all of it was read: it is read again after a failure', async () => {
    await missed(() => say('behind a failure'))
    const [before] = await rows()
    await scene.control.faults.add({ method: 'conversations.history', kind: '500' })
    await reconcile(scene, office)
    expect(await rows()).toMatchObject([{ verified_through: before?.verified_through, failures: 1, error: 'http_500' }])
    await clock.advance(60_000)
    await lookUntilIdle(scene, office)
    expect(await texts()).toEqual(['behind a failure'])
    expect(Number((await rows()).find(({ thread_ts }) => thread_ts === '')?.verified_through)).toBeGreaterThan(
      Number(before?.verified_through),
    )
  })

  it('[SL11] one message that cannot be applied is kept aside and stops nothing', async () => {
    await missed(async () => {
      await say('before the poison')
      const { ts } = await say('poison')
      const place = { organization_id: office.organizationId, installation_id: office.installationId, channel_id: channelId }
      await database()
        .owner.db.insertInto('slack_thread')
        .values({ ...place, thread_ts: ts, conversation_id: randomUUID() })
        .execute()
      await say('after the poison')
      await say('what no JSON\0 of Postgres \ud83d keeps')
    })
    for (let starts = 0; starts < 2; starts += 1) await reconcile(scene, office, { ...GENEROUS, page: 2 })
    expect(await texts()).toEqual(['before the poison', 'after the poison', expect.stringMatching(/^what no JSON.* keeps$/)])
    const kept = database()
      .owner.db.selectFrom('slack_inbox')
      .select(['state'])
      .where('organization_id', '=', office.organizationId)
      .where('state', '<>', 'applied')
    expect(await kept.execute()).toHaveLength(1)
    expect((await rows()).find(({ thread_ts }) => thread_ts === '')).toMatchObject({ failures: 0, pass: null })
  })

  it('[SL7] [SL11] a dead token ends the looking, and the installation says so', async () => {
    await scene.control.faults.events({ drop: 1 })
    await scene.control.uninstallApp({ app_id: office.apiAppId, team_id: scene.demo.northwind.team_id })
    await scene.control.faults.clear()
    await reconcile(scene, office)
    expect(await installation()).toMatchObject({ state: 'revoked', state_reason: expect.stringContaining('Connect') as string })
    const before = await lastCall()
    await clock.advance(2 * 3_600_000)
    expect(await lookUntilIdle(scene, office)).toEqual({ kind: 'nothing' })
    expect(await callsOf(before)).toEqual([])
  })

  it('[SL7] [SL11] connected anew, everything is compared at once', async () => {
    await reconcile(scene, office)
    expect((await rows()).every(({ deep_at }) => deep_at !== null)).toBe(true)
    await clock.advance(1_000)
    const connected_at = new Date(scene.services.clock.now())
    await database().owner.db.updateTable('slack_installation').set({ connected_at }).where('id', '=', office.installationId).execute()
    await clock.advance(1_000)
    await syncNow(scene, office)
    expect((await rows()).every(({ deep_at, next_at }) => deep_at === null && next_at.getTime() <= scene.services.clock.now())).toBe(true)
  })

  it('[SL11] looks at the same time never read the same channel twice', async () => {
    await missed(() => say('read by one'))
    await syncNow(scene, office)
    const before = await lastCall()
    const looks = await Promise.all(Array.from({ length: 6 }, () => lookIntoHistory(scene.services, office)))
    expect(looks.filter(({ kind }) => kind === 'looked')).toHaveLength(1)
    expect(await callsOf(before)).toHaveLength(1)
    expect(await texts()).toEqual(['read by one'])
  })

  it('[SL11] what a killed server was looking at is looked at half a minute later, unless it was renewed', async () => {
    await missed(() => say('while nobody listened'))
    await syncNow(scene, office)
    const claiming = await claimLook(scene.services, office)
    if (claiming.kind !== 'look') throw new Error('nothing was due')
    // As the next server does when it starts.
    await wakeAll(scene.services.db, scene.services.clock.now())
    expect(await lookUntilIdle(scene, office)).toMatchObject({ kind: 'nothing' })
    await clock.advance(20_000)
    const { target } = claiming.look
    await inOrganization(scene.services.db, office.organizationId, (tx) => renewTarget(tx, target, scene.services.clock.now()))
    await clock.advance(20_000)
    expect(await lookUntilIdle(scene, office)).toMatchObject({ kind: 'nothing' })
    expect(await texts()).toEqual([])
    await clock.advance(11_000)
    await lookUntilIdle(scene, office)
    expect(await texts()).toEqual(['while nobody listened'])
  })

  it('[SL11] a look that takes longer stays with who makes it', async () => {
    await reconcile(scene, office)
    await clock.advance(7 * 3_600_000)
    const { promise: answered, resolve: answer } = Promise.withResolvers<void>()
    const slackApi: typeof scene.services.slackApi = {
      ...scene.services.slackApi,
      call: (token, method) => answered.then(() => scene.services.slackApi.call(token, method)),
    }
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] })
    onTestFinished(() => void vi.useRealTimers())
    const looking = lookIntoHistory({ ...scene.services, slackApi }, office)
    const leasedUntil = async () => (await rows())[0]?.lease_until?.getTime() ?? 0
    const first = await eventually(leasedUntil, (until) => until > 0)
    await clock.advance(20_000)
    vi.advanceTimersByTime(10_000)
    await eventually(leasedUntil, (until) => until >= first + 20_000)
    expect((await rows())[0]?.next_at.getTime()).toBe(await leasedUntil())
    answer()
    await looking
    expect(await leasedUntil()).toBe(0)
  })

  it('[SL11] gaps that follow each other closely are looked up once', async () => {
    await reconcile(scene, office)
    const { organizationId, installationId } = office
    const wake = () =>
      commitInOrganization(scene.services, organizationId, (tx) =>
        wakeInstallations(tx, organizationId, { ids: [installationId], nowMs: scene.services.clock.now() }),
      )
    await wake()
    expect((await rows()).every(({ deep_at }) => deep_at !== null)).toBe(true)
    await clock.advance(6 * 60_000)
    await wake()
    expect((await rows()).every(({ deep_at }) => deep_at === null)).toBe(true)
  })
})

describe('direct messages', () => {
  it("[BR6] [SL11] are read by a member's token from when they were mirrored, and no other is", async () => {
    const ada = await aLinkedMember(scene, office, { person: 'ada' })
    const ben = await aLinkedMember(scene, office, { person: 'ben' })
    const { organizationId, installationId } = office
    const open = async (userId: string) => (await scene.control.act.openDm({ user_id: ada.slackUserId, with: userId })).channel_id
    const [directId, otherId] = [await open(ben.slackUserId), await open(scene.demo.northwind.users.cy)]
    const write = (channel_id: string, text: string) => scene.control.act.postMessage({ user_id: ada.slackUserId, channel_id, text })
    await missed(() => write(directId, 'long before'))
    const chat = await commitInOrganization(scene.services, organizationId, async (tx) => {
      const lane_key = ['dm', ...[ada.slackUserId, ben.slackUserId].toSorted()].join(':')
      const row = { organization_id: organizationId, installation_id: installationId, lane_key, kind: 'person', slack_channel_id: directId }
      await tx.insertInto('slack_direct').values(row).execute()
      return openMentionChannel(tx, { organizationId, people: [ada.id, ben.id], nowMs: 0 })
    })
    await syncNow(scene, office)
    await missed(async () => {
      await clock.advance(20_000)
      for (const text of ['one', 'two', 'three']) await write(directId, text)
      await write(otherId, 'a secret')
    })
    const before = await lastCall()
    await reconcile(scene, office, { ...PACE, page: 2 })
    await reconcile(scene, office)
    const { db } = database().owner
    const said = await db.selectFrom('message').select(['text', 'author_id']).where('channel_id', '=', chat.id).orderBy('id').execute()
    expect(said).toEqual(['one', 'two', 'three'].map((text) => ({ text, author_id: ada.id })))
    const read = (await callsOf(before)).filter(({ token_kind }) => token_kind === 'user')
    expect(new Set(read.map(({ args }) => args.channel))).toEqual(new Set([directId]))
    expect(JSON.stringify(await db.selectFrom('slack_inbox').selectAll().execute())).not.toContain('secret')
  })
})
