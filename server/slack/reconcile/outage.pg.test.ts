import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aConnectedOffice, aWatchedChannel, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { lookUntilIdle, reconcile, syncNow, useMovedClock } from './testing/reconciling.ts'
import { randomFrom, shownInAtrium, shownInSlack, slackTraffic } from './testing/slack-traffic.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let clock: ReturnType<typeof useMovedClock>
let channelIds: string[]
let places: { channelId: string; people: string[] }[]

beforeAll(async () => {
  clock = useMovedClock(scene)
  office = await aConnectedOffice(scene)
  const { northwind, acme } = scene.demo
  const watched = [
    await aWatchedChannel(scene, office),
    await aWatchedChannel(scene, office, 'support-globex'),
    await aWatchedChannel(scene, office, 'random'),
  ]
  channelIds = watched.map(({ channelId }) => channelId)
  const { fay, gus, dana, hana, jun } = northwind.users
  const people = [
    [acme.users.zoe, acme.users.max, fay],
    [gus, dana],
    [hana, jun, dana],
  ]
  places = channelIds.map((channelId, index) => ({ channelId, people: people[index] ?? [] }))
  await scene.control.settings({ retry_delays_ms: [] })
  await clock.advance(60_000)
  await syncNow(scene, office)
})

const quiet = () =>
  eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state !== 'pending'),
    20_000,
  )
/** After a start: everything is compared, what was missing is looked at a second time, and what is kept is tried again. */
const catchUp = async () => {
  await clock.advance(30_000)
  await reconcile(scene, office)
  await clock.advance(60_000)
  await lookUntilIdle(scene, office)
}
const expectTheSame = async () => {
  const [slack, atrium] = [await shownInSlack(scene, channelIds), await shownInAtrium(database(), channelIds)]
  expect(Object.fromEntries(atrium)).toEqual(Object.fromEntries(slack))
}
const pendingEvents = () =>
  database().owner.db.selectFrom('slack_inbox').select(['event_id', 'error']).where('state', '<>', 'applied').execute()

describe('events that never came', () => {
  for (const [index, drop] of [0.05, 0.3].entries()) {
    it(`[SL11] ${drop * 100} % of them are made up for, once and in order`, { timeout: 300_000 }, async () => {
      const traffic = slackTraffic({ scene, places, random: randomFrom(100 + index), pass: () => clock.advance(2_000) })
      await scene.control.faults.events({ drop, seed: 7 + index })
      await traffic.untilPosted(80)
      await quiet()
      await scene.control.faults.clear()
      await catchUp()
      await expectTheSame()
      expect(await pendingEvents()).toEqual([])
    })
  }
})

describe('an outage', () => {
  it(
    '[SL11] of 3 hours with 500 messages, in threads, edited and deleted, comes back complete, once and in order',
    { timeout: 300_000 },
    async () => {
      const traffic = slackTraffic({ scene, places, random: randomFrom(3), pass: () => clock.advance(15_000) })
      await traffic.untilPosted(40)
      await quiet()
      await scene.control.faults.events({ drop: 1 })
      const before = scene.services.clock.now()
      await traffic.untilPosted(500)
      expect(scene.services.clock.now() - before).toBeGreaterThan(2.5 * 3_600_000)
      await scene.control.faults.clear()
      await catchUp()
      await expectTheSame()
      expect(await pendingEvents()).toEqual([])
      await catchUp()
      await expectTheSame()
    },
  )
})
