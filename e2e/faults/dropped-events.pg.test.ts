import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { lookUntilIdle, reconcile, syncNow, useMovedClock } from '@atrium/server/slack/reconcile/testing/reconciling.ts'
import { randomFrom, shownInAtrium, shownInSlack, slackTraffic } from '@atrium/server/slack/reconcile/testing/slack-traffic.ts'
import {
  aConnectedOffice,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '@atrium/server/slack/testing/slack-scene.ts'
import { beforeAll, expect, it } from 'vitest'
import { again, atScale, report, seed, withinMs } from './scale.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
const runs = atScale({ small: 1, full: 5 })
const posts = atScale({ small: 60, full: 1_000 })
const HOUR_MS = 3_600_000
let office: ConnectedOffice
let clock: ReturnType<typeof useMovedClock>
let places: { channelId: string; people: string[] }[]

beforeAll(async () => {
  clock = useMovedClock(scene)
  office = await aConnectedOffice(scene)
  const { northwind, acme } = scene.demo
  const { fay, gus, dana } = northwind.users
  const [one, other] = [await aWatchedChannel(scene, office), await aWatchedChannel(scene, office, 'support-globex')]
  places = [
    { channelId: one.channelId, people: [acme.users.zoe, acme.users.max, fay] },
    { channelId: other.channelId, people: [gus, dana] },
  ]
  // What Slack drops it never sends again.
  await scene.control.settings({ retry_delays_ms: [] })
  await clock.advance(60_000)
  await syncNow(scene, office)
})

for (let run = 0; run < runs; run++) {
  it(
    `[SL11] run ${run + 1}: 1 % of the events of ${posts} messages and all of some hours are dropped, and everything is back, once and in order ${again}`,
    { timeout: withinMs({ small: 120_000, count: posts, eachMs: 600 }) },
    async () => {
      const random = randomFrom(seed * 1_000 + run)
      let eachMs = 2_000
      const traffic = slackTraffic({ scene, places, random, pass: () => clock.advance(eachMs) })
      await scene.control.faults.events({ drop: 0.01, seed: seed + run })
      await traffic.untilPosted(posts)
      await scene.control.faults.clear()
      await scene.control.faults.events({ drop: 1 })
      const before = scene.services.clock.now()
      eachMs = Math.ceil((2 * HOUR_MS) / posts)
      await traffic.untilPosted(posts)
      await quiet()
      await scene.control.faults.clear()
      const blockedMs = scene.services.clock.now() - before
      expect(blockedMs).toBeGreaterThan(HOUR_MS)

      const dropped = (await scene.control.deliveries()).filter(({ state }) => state === 'dropped').length
      expect(dropped).toBeGreaterThanOrEqual(posts * (run + 1))

      // What is missing is found at once; what seems deleted is believed when it is missing a second time.
      for (let look = 0; look < 2; look++) {
        await clock.advance(30_000)
        await reconcile(scene, office)
        await clock.advance(60_000)
        await lookUntilIdle(scene, office)
      }
      const channelIds = places.map(({ channelId }) => channelId)
      const inSlack = await shownInSlack(scene, channelIds)
      expect(Object.fromEntries(await shownInAtrium(database(), channelIds))).toEqual(Object.fromEntries(inSlack))
      expect(await unapplied()).toEqual([])
      report('dropped-events', {
        run: run + 1,
        threads: inSlack.size,
        messages: [...inSlack.values()].flat().length,
        dropped,
        hours: Math.round((blockedMs / HOUR_MS) * 10) / 10,
      })
    },
  )
}

const quiet = () =>
  eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state !== 'pending'),
    60_000,
  )
const unapplied = () =>
  database().owner.db.selectFrom('slack_inbox').select(['event_id', 'error']).where('state', '<>', 'applied').execute()
