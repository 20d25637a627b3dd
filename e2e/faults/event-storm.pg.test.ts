import { inOrganization } from '@atrium/db/transaction.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  type ConnectedOffice,
} from '@atrium/server/slack/testing/slack-scene.ts'
import { anEventBody } from '@atrium/server/slack/testing/signed-events.ts'
import { expect, it } from 'vitest'
import { atOnce } from './at-once.ts'
import { checkHistory } from './checker.ts'
import { createRandom, jumbled } from './random.ts'
import { recordHistory } from './record-history.ts'
import { useRig } from './rig.ts'
import { again, atScale, report, seed, withinMs } from './scale.ts'
import { deliver } from './storm/send-events.ts'
import { aBusySlack, type ModelMessage, type StormPlace } from './storm/slack-model.ts'

const rig = useRig()
const count = atScale({ small: 500, full: 100_000 })
/** Slack has been seen to be minutes late, but an answer waits ten seconds for its root: later, the conversation is opened without it. */
const REACH = 600

it(
  `[IN1, BR6, BR7] ${count} events, each delivered one to five times and out of order, end where they should ${again}`,
  { timeout: withinMs({ small: 300_000, count, eachMs: 40 }) },
  async () => {
    const random = createRandom(seed)
    const office = await aConnectedOffice(rig)
    const places = await somePlaces(office)
    await keepHistoryClosed()
    const startsAtSeconds = Math.floor(Date.now() / 1000) + 60
    const { events, messages } = aBusySlack({ places, count, startsAtSeconds }, random)
    const bodies = events.flatMap(({ event, authorizedUserId }, index) => {
      const authorization = { user_id: authorizedUserId ?? office.botUserId, is_bot: authorizedUserId === null }
      const of = { teamId: rig.demo.northwind.team_id, apiAppId: office.apiAppId, authorization }
      const first = anEventBody(event, { ...of, eventId: `Ev${index}` })
      // A repetition is the same event again, or another one that tells of the same.
      const repeated = () => (random.chance(0.7) ? first : anEventBody(event, { ...of, eventId: `Ev${index}-${random.below(100)}` }))
      return [first, ...Array.from({ length: random.below(5) }, repeated)]
    })
    const startedAt = Date.now()
    await atOnce(jumbled(bodies, random, REACH), 64, (body) => deliver(`${rig.url}/api/slack/events`, body, office.signingSecret))
    const seconds = (Date.now() - startedAt) / 1000
    await eventually(
      () => unsettled(office),
      (left) => left === 0,
      60_000,
    )
    expect(await stateIn(office, places)).toEqual(expected(messages))
    const promised = messages.filter(({ deleted }) => !deleted).map(({ text }) => text)
    const { db } = rig.database.owner
    const { organizationId, apiAppId: appId } = office
    expect(checkHistory(await recordHistory({ db, control: rig.control, organizationId, appId, channelIds: [], promised }))).toEqual([])
    report('event-storm', {
      events: count,
      deliveries: bodies.length,
      messages: messages.length,
      perSecond: Math.round(bodies.length / seconds),
    })
  },
)

/** The storm is the model's, and the sandbox's history knows nothing of it: compared with that, all of it would be found deleted after some minutes. */
async function keepHistoryClosed(): Promise<void> {
  for (const method of ['conversations.history', 'conversations.replies'])
    await rig.control.faults.add({ method, kind: '429', times: 1_000_000, retry_after_s: 3_600 })
}

/** Two watched channels, and the direct message behind a mention chat. */
async function somePlaces(office: ConnectedOffice): Promise<StormPlace[]> {
  const { users } = rig.demo.northwind
  const acme = await aWatchedChannel(rig, office, 'support-acme')
  const globex = await aWatchedChannel(rig, office, 'support-globex')
  const [ada, ben] = [await aLinkedMember(rig, office, { person: 'ada' }), await aLinkedMember(rig, office, { person: 'ben' })]
  const { channel_id } = await rig.control.act.openDm({ user_id: ada.slackUserId, with: ben.slackUserId })
  const [one = '', other = ''] = [ada.slackUserId, ben.slackUserId].toSorted()
  await inOrganization(rig.services.db, office.organizationId, (tx) =>
    tx
      .insertInto('slack_direct')
      .values({
        ...{ organization_id: office.organizationId, installation_id: office.installationId, kind: 'person' },
        ...{ lane_key: `dm:${one}:${other}`, slack_channel_id: channel_id },
      })
      .execute(),
  )
  return [
    { kind: 'channel', channelId: acme.channelId, authors: [users.dana, users.fay, users.ben] },
    { kind: 'channel', channelId: globex.channelId, authors: [users.cy, users.gus] },
    { kind: 'direct', channelId: channel_id, authors: [ada.slackUserId, ben.slackUserId] },
  ]
}

async function unsettled({ organizationId }: ConnectedOffice): Promise<number> {
  const rows = await rig.database.owner.db
    .selectFrom('slack_inbox')
    .select('event_id')
    .where('organization_id', '=', organizationId)
    .where('state', 'in', ['pending', 'dead'])
    .execute()
  return rows.length
}

interface Shown {
  text: string
  deleted: boolean
  /** The thread whose conversation it stands in. */
  of: string
}

function expected(messages: ModelMessage[]): Map<string, Shown> {
  return new Map(
    messages.map(({ channelId, ts, threadTs, text, deleted }) => [
      `${channelId} ${ts}`,
      { text: deleted ? '' : text, deleted, of: threadTs ?? 'direct' },
    ]),
  )
}

/** What people see, by channel and time. Fails when something stands there that nobody wrote. */
async function stateIn({ organizationId }: ConnectedOffice, places: StormPlace[]): Promise<Map<string, Shown>> {
  const { db } = rig.database.owner
  const threads = await db.selectFrom('slack_thread').selectAll().where('organization_id', '=', organizationId).execute()
  const threadOf = new Map(threads.map(({ conversation_id, thread_ts }) => [conversation_id, thread_ts]))
  const inbox = await db
    .selectFrom('conversation_message')
    .leftJoin('slack_message', 'slack_message.entity_id', 'conversation_message.id')
    .select(['channel_id', 'ts', 'text', 'deleted_at', 'conversation_id'])
    .where('conversation_message.organization_id', '=', organizationId)
    .execute()
  const chat = await db
    .selectFrom('message')
    .leftJoin('slack_message', 'slack_message.entity_id', 'message.id')
    .select(['slack_message.channel_id', 'ts', 'text', 'deleted_at'])
    .where('message.organization_id', '=', organizationId)
    .execute()
  expect(threadOf.size).toBe(threads.length)
  expect(new Set([...inbox, ...chat].map(({ channel_id }) => channel_id))).toEqual(new Set(places.map(({ channelId }) => channelId)))
  const shown = [
    ...inbox.map((row) => ({ ...row, of: threadOf.get(row.conversation_id) ?? 'a conversation without a thread' })),
    ...chat.map((row) => ({ ...row, of: 'direct' })),
  ]
  const state = new Map(
    shown.map(({ channel_id, ts, text, deleted_at, of }) => [`${channel_id} ${ts}`, { text, deleted: deleted_at !== null, of }]),
  )
  expect(state.size).toBe(shown.length)
  return state
}
