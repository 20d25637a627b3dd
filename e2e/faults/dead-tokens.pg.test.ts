import { describeBotGrant, completeInstall } from '@atrium/server/slack/install/complete-install.ts'
import { actorOf } from '@atrium/server/identity/testing/builders.ts'
import { commitInOrganization } from '@atrium/server/realtime/commit.ts'
import { aConnectedOffice, eventually, type ConnectedOffice } from '@atrium/server/slack/testing/slack-scene.ts'
import { setTimeout as sleep } from 'node:timers/promises'
import { expect, it } from 'vitest'
import { atOnce } from './at-once.ts'
import { checkHistory } from './checker.ts'
import { answer, someInboxLanes, unsent, type InboxLane } from './inbox-lanes.ts'
import { createRandom, type Random } from './random.ts'
import { recordHistory } from './record-history.ts'
import { useRig } from './rig.ts'
import { again, atScale, report, seed, withinMs } from './scale.ts'

const rig = useRig()
const rounds = atScale({ small: 4, full: 100 })
const AT_ONCE = 4
const LANES = 2
const FATES = ['revoked', 'uninstalled', 'rotated'] as const
type Fate = (typeof FATES)[number]

it(
  `[SL6, SL7] ${rounds} times the token ends while posts are under way: lanes wait, go on after reconnecting, and nothing is lost ${again}`,
  { timeout: withinMs({ small: 300_000, count: rounds, eachMs: 10_000 }) },
  async () => {
    const random = createRandom(seed)
    const plans = Array.from({ length: rounds }, (_, round) => ({ fate: FATES[round % FATES.length] ?? 'revoked', random: random.fork() }))
    let posts = 0
    let blocked = 0
    await atOnce(plans, AT_ONCE, async (plan, round) => {
      const outcome = await play(plan).catch((error: unknown) => {
        throw new Error(`round ${round}, ${plan.fate}, seed ${seed}: ${String(error)}`, { cause: error })
      })
      posts += outcome.posts
      blocked += Number(outcome.wasBlocked)
    })
    // A rotation stops nobody, unless its answer was lost: then the old token is used up and only a person can help.
    expect(blocked).toBeGreaterThanOrEqual(plans.filter(({ fate }) => fate !== 'rotated').length)
    report('dead-tokens', { rounds, posts, blocked })
  },
)

/** An organization of its own answers customers; at some moment its token ends, and is given again after a while. */
async function play({ fate, random }: { fate: Fate; random: Random }): Promise<{ posts: number; wasBlocked: boolean }> {
  const office = await aConnectedOffice(rig, { tokenRotation: fate === 'rotated' })
  const lanes = await someInboxLanes(rig, office, LANES)
  const promised: string[] = []
  const say = async (count: number) => {
    for (let number = 0; number < count; number++) {
      const lane = random.pick(lanes)
      const text = `answer ${promised.length} in ${lane.channelId}`
      await answer(rig, office, { lane, text })
      promised.push(text)
    }
  }
  await say(4)
  await sleep(random.below(2_500))
  await end(office, { fate, random })
  await say(3)
  const isBlocked = async () => (await stateOf(office)) === 'revoked'
  await eventually(async () => (await isBlocked()) || (fate === 'rotated' && (await unsent(rig, office)) === 0), Boolean, 40_000)
  const wasBlocked = await isBlocked()
  if (wasBlocked) {
    await say(2)
    const before = await callsOf(office)
    await sleep(1_200)
    expect(await callsOf(office)).toBe(before)
    await reconnect(office, lanes)
  }
  await eventually(
    () => unsent(rig, office),
    (left) => left === 0,
    40_000,
  )
  const { organizationId, apiAppId: appId } = office
  const channelIds = lanes.map(({ channelId }) => channelId)
  const history = await recordHistory({ db: rig.database.owner.db, control: rig.control, organizationId, appId, channelIds, promised })
  expect(checkHistory(history)).toEqual([])
  expect(history.owed.map(({ state }) => state)).toEqual(promised.map(() => 'sent'))
  return { posts: promised.length, wasBlocked }
}

async function end(office: ConnectedOffice, { fate, random }: { fate: Fate; random: Random }): Promise<void> {
  const { control, demo, database } = rig
  const { apiAppId: app_id, botUserId: user_id, organizationId, installationId } = office
  if (fate === 'revoked') return void (await control.revokeToken({ app_id, user_id }))
  if (fate === 'uninstalled') return void (await control.uninstallApp({ app_id, team_id: demo.northwind.team_id }))
  if (random.chance(0.5)) {
    const when = random.pick(['before', 'after'] as const)
    await control.faults.add({ method: 'oauth.v2.access', kind: random.pick(['500', 'reset'] as const), when })
  }
  // As if twelve hours had gone by.
  await database.owner.db
    .updateTable('secret')
    .set({ expires_at: new Date(Date.now() + 30_000) })
    .where('organization_id', '=', organizationId)
    .where('subject_id', '=', installationId)
    .where('purpose', '=', 'bot_token')
    .execute()
}

async function reconnect(office: ConnectedOffice, lanes: InboxLane[]): Promise<void> {
  const { services, control, demo } = rig
  const { team_id, users } = demo.northwind
  const again = await control.installApp({ app_id: office.apiAppId, team_id, user_id: users.ada, user_scopes: [] })
  const grant = await describeBotGrant(services, again)
  for (const { channelId } of lanes) await control.addMember({ channel_id: channelId, user_id: grant.botUserId })
  await commitInOrganization(services, office.organizationId, (tx) =>
    completeInstall(tx, services, { actor: actorOf(office.owner), slackAppId: office.slackAppId, grant, address: '127.0.0.1' }),
  )
}

async function stateOf({ organizationId }: ConnectedOffice): Promise<string | undefined> {
  const row = await rig.database.owner.db
    .selectFrom('slack_installation')
    .select('state')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return row?.state
}

async function callsOf({ apiAppId }: ConnectedOffice): Promise<number> {
  return (await rig.control.log({ method: 'chat.postMessage' })).filter(({ app_id }) => app_id === apiAppId).length
}
