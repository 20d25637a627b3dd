import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { openMentionChannel } from '@atrium/server/chat/open-mention-channel.ts'
import { sendMessage } from '@atrium/server/chat/send-message.ts'
import { actorOf } from '@atrium/server/identity/testing/builders.ts'
import { commitInOrganization } from '@atrium/server/realtime/commit.ts'
import { createSlackDeliveryWorker } from '@atrium/server/slack/egress/slack-delivery-worker.ts'
import { BRISK } from '@atrium/server/slack/egress/testing/brisk.ts'
import { createMirrorWorker } from '@atrium/server/slack/mirror/mirror.worker.ts'
import { reactionsInAtrium, reactionsInSlack, reactionTraffic } from '@atrium/server/slack/reconcile/testing/reaction-traffic.ts'
import { lookUntilIdle, reconcile, syncNow, useMovedClock } from '@atrium/server/slack/reconcile/testing/reconciling.ts'
import { randomFrom, shownInAtrium, shownInSlack, slackTraffic } from '@atrium/server/slack/reconcile/testing/slack-traffic.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '@atrium/server/slack/testing/slack-scene.ts'
import { newId } from '@atrium/shared/ids.ts'
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
/** Reactions that stand in the direct message. */
const given = new Set<string>()
/** The direct message of two who are linked, and what they have said there. */
let direct: { channelId: string; people: string[]; timestamps: string[] }

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
  direct = await aDirectMessage()
  await syncNow(scene, office)
})

for (let run = 0; run < runs; run++) {
  it(
    `[SL11] run ${run + 1}: 1 % of the events of ${posts} messages and all of some hours are dropped, with reactions given and taken back beside them, and everything is back, once and in order ${again}`,
    { timeout: withinMs({ small: 300_000, count: posts, eachMs: 600 }) },
    async () => {
      const random = randomFrom(seed * 1_000 + run)
      let eachMs = 2_000
      const reactions = reactionTraffic({ scene, place: direct, random, given })
      const pass = async () => {
        await clock.advance(eachMs)
        await reactions.step()
      }
      const traffic = slackTraffic({ scene, places, random, pass })
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
      const reacted = await reactionsInSlack(scene, direct.channelId)
      expect(await reactionsInAtrium(database(), direct.channelId)).toEqual(reacted)
      expect(await unapplied()).toEqual([])
      report('dropped-events', {
        run: run + 1,
        threads: inSlack.size,
        messages: [...inSlack.values()].flat().length,
        reactions: Object.values(reacted).flat().length,
        dropped,
        hours: Math.round((blockedMs / HOUR_MS) * 10) / 10,
      })
    },
  )
}

async function aDirectMessage(): Promise<typeof direct> {
  const { services } = scene
  const { organizationId } = office
  const [ada, ben] = [await aLinkedMember(scene, office, { person: 'ada' }), await aLinkedMember(scene, office, { person: 'ben' })]
  const people: [typeof ada.id, typeof ben.id] = [ada.id, ben.id]
  const pair = { organizationId, people, nowMs: services.clock.now() }
  const channel = await commitInOrganization(services, organizationId, (tx) => openMentionChannel(tx, pair))
  const workers = [createMirrorWorker({ services }), createSlackDeliveryWorker(services, BRISK)]
  for (const worker of workers) worker.start()
  await sendMessage(services, { actor: actorOf(ada), clientId: newId(), channelId: channel.id, text: 'From Atrium' })
  const told = () => database().owner.db.selectFrom('slack_message').select(['channel_id', 'ts']).where('arrived', '=', true).execute()
  const [first] = await eventually(told, (rows) => rows.length > 0)
  for (const worker of workers) await worker.stop()
  const channel_id = first?.channel_id ?? ''
  const said = await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, text: 'From Slack' })
  await eventually(told, (rows) => rows.length > 1)
  return { channelId: channel_id, people: [ada.slackUserId, ben.slackUserId], timestamps: [first?.ts ?? '', said.ts] }
}

const quiet = () =>
  eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state !== 'pending'),
    60_000,
  )
const unapplied = () =>
  database().owner.db.selectFrom('slack_inbox').select(['event_id', 'error']).where('state', '<>', 'applied').execute()
