import { aConnectedOffice, eventually } from '@atrium/server/slack/testing/slack-scene.ts'
import { expect, it } from 'vitest'
import { atOnce } from './at-once.ts'
import { checkHistory, type MadeCall } from './checker.ts'
import { answer, someInboxLanes, unsent } from './inbox-lanes.ts'
import { createRandom, type Random } from './random.ts'
import { recordHistory } from './record-history.ts'
import { useRig } from './rig.ts'
import { again, atScale, report, seed, withinMs } from './scale.ts'

const rig = useRig()
const lanes = atScale({ small: 20, full: 400 })
const EACH = atScale({ small: 3, full: 25 })

it(
  `[BR7, CH6, CH7] ${lanes * EACH} posts into a Slack that limits, fails, hangs and hangs up: each arrives once, in order, and no faster than Slack allows ${again}`,
  { timeout: withinMs({ small: 300_000, count: lanes * EACH, eachMs: 150 }) },
  async () => {
    const random = createRandom(seed)
    const office = await aConnectedOffice(rig)
    const channels = await someInboxLanes(rig, office, lanes)
    await rig.control.limits({ post_per_s_per_channel: 1 })
    await rig.control.faults.events({ drop: 0.2, duplicate: 1, reorder: true, seed })
    const faults = await plantFaults(lanes * EACH, random)
    const startedAt = Date.now()
    const promised: string[] = []
    for (let number = 0; number < EACH; number++) {
      await atOnce(channels, 8, async (lane) => {
        const text = `answer ${number} in ${lane.channelId}`
        await answer(rig, office, { lane, text })
        promised.push(text)
      })
    }
    await eventually(
      () => unsent(rig, office),
      (left) => left === 0,
      60_000 + lanes * EACH * 100,
    )
    const seconds = (Date.now() - startedAt) / 1000
    const { organizationId, apiAppId: appId } = office
    const channelIds = channels.map(({ channelId }) => channelId)
    const recording = { db: rig.database.owner.db, control: rig.control, organizationId, appId, channelIds, promised, made: rig.made }
    const history = await recordHistory(recording)
    const onItsWayMs = slowestAnswer(history.made)
    const failed = history.owed.filter(({ state }) => state !== 'sent')
    expect({ violations: checkHistory(history, { onItsWayMs }), failed }).toEqual({ violations: [], failed: [] })
    const posts = history.calls.filter(({ method }) => method === 'chat.postMessage')
    const looks = history.calls.length - posts.length
    report('lost-answers', {
      posts: promised.length,
      calls: posts.length,
      looks,
      faults,
      onItsWayMs: Math.round(onItsWayMs),
      seconds: Math.round(seconds),
    })
  },
)

/** How long a call may have been on its way: client, sandbox and server share one thread here, on which hundreds wait for their turn. */
function slowestAnswer(made: readonly MadeCall[]): number {
  return made.reduce((slowest, { beganMs, answeredMs }) => Math.max(slowest, answeredMs === null ? 0 : answeredMs - beganMs), 0)
}

/**
 * Each kind before and after Slack has taken the post, and some for whoever looks for it afterwards. A 429 comes before only:
 * it says that nothing was taken. @returns how many
 */
async function plantFaults(posts: number, random: Random): Promise<number> {
  const { faults } = rig.control
  let planted = 0
  for (const when of ['before', 'after'] as const) {
    for (let passed = random.below(6); passed < posts / 2; planted++) {
      const limited = when === 'before' && random.chance(0.1)
      const kind = limited ? '429' : random.chance(0.06) ? 'timeout' : random.pick(['500', 'internal_error', 'reset'] as const)
      const skip = random.below(12)
      await faults.add({ method: 'chat.postMessage', kind, when, skip, retry_after_s: 2 + random.below(3) })
      passed += skip + 1
    }
  }
  for (let look = 0; look < posts / 40; look++, planted++) {
    const kind = random.chance(0.1) ? '429' : random.pick(['500', 'reset'] as const)
    await faults.add({ method: 'conversations.replies', kind, when: 'before', skip: random.below(4), retry_after_s: 2 })
  }
  return planted
}
