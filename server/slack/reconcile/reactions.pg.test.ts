import { afterEach, beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { newId, type MessageId, type PersonId } from '@atrium/shared/ids.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { addReaction, removeReaction } from '../../chat/react-to-message.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { actorOf, aMember, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { readEventEnvelope } from '../ingress/event-envelope.rules.ts'
import { recordEvents } from '../ingress/record-events.ts'
import { createMirrorWorker } from '../mirror/mirror.worker.ts'
import { USER_SCOPES } from '../scopes.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { lookIntoHistory } from './look-into-history.ts'
import { GENEROUS, lookUntilIdle, reconcile, syncNow, useMovedClock } from './testing/reconciling.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
const stops: (() => Promise<void>)[] = []
let office: ConnectedOffice
let clock: ReturnType<typeof useMovedClock>
type Linked = Awaited<ReturnType<typeof aLinkedMember>>
let ada: Linked
let ben: Linked
let una: TestMember

beforeAll(async () => {
  clock = useMovedClock(scene)
  office = await aConnectedOffice(scene)
  ada = await aLinkedMember(scene, office, { person: 'ada' })
  ben = await aLinkedMember(scene, office, { person: 'ben' })
  una = await aMember(scene.services, office.organizationId, { name: 'Una Unlinked' })
  await scene.control.settings({ retry_delays_ms: [] })
  await clock.advance(60_000)
})
afterEach(async () => {
  await stop()
  await hearing()
})

function start(...workers: { start(): void; stop(): Promise<void> }[]): void {
  for (const worker of workers) {
    worker.start()
    stops.push(() => worker.stop())
  }
}
const stop = async () => {
  for (const one of stops.splice(0)) await one()
}
const mirror = () => createMirrorWorker({ services: scene.services })
const egress = () => createSlackDeliveryWorker(scene.services, BRISK)
const committed = <T>(work: (tx: Tx) => Promise<T>) => commitInOrganization(scene.services, office.organizationId, work)
const give = (by: TestMember, messageId: MessageId, emoji: string) => committed((tx) => addReaction(tx, actorOf(by), { messageId, emoji }))
const take = (by: TestMember, messageId: MessageId, emoji: string) =>
  committed((tx) => removeReaction(tx, actorOf(by), { messageId, emoji }))

interface Standing {
  id: MessageId
  channel_id: string
  ts: string
}
/** A message of the mention chat, as it stands in Slack. */
async function mirrored(from: TestMember, to: { id: PersonId }, text: string): Promise<Standing> {
  const { services } = scene
  const pair = {
    organizationId: office.organizationId,
    people: [from.id, to.id] as [PersonId, PersonId],
    nowMs: services.clock.now(),
  }
  const channel = await committed((tx) => openMentionChannel(tx, pair))
  const { message } = await sendMessage(services, { actor: actorOf(from), clientId: newId(), channelId: channel.id, text })
  await delivered()
  return standing(message)
}
async function standing({ id }: Pick<MessageView, 'id'>): Promise<Standing> {
  const row = await database()
    .owner.db.selectFrom('slack_message')
    .select(['channel_id', 'ts'])
    .where('entity_id', '=', id)
    .executeTakeFirstOrThrow()
  return { id, ...row }
}
/** The feed has been followed. */
const followed = () =>
  eventually(
    async () => {
      const { db } = database().owner
      const [head] = await db.selectFrom('organization_head').select('seq').where('organization_id', '=', office.organizationId).execute()
      const [read] = await db.selectFrom('feed_cursor').select('seq').where('organization_id', '=', office.organizationId).execute()
      return Number(head?.seq) - Number(read?.seq ?? 0)
    },
    (behind) => behind === 0,
    30_000,
  )
const owed = () => database().owner.db.selectFrom('delivery').select(['operation', 'payload']).where('settled_at', 'is', null).execute()
/** What is owed has gone out, and Slack has told of it. */
const delivered = async () => {
  start(mirror(), egress())
  await followed()
  await eventually(owed, (rows) => rows.length === 0, 30_000)
  await stop()
  await heard()
}
const heard = async () => {
  await eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state !== 'pending'),
  )
  await scene.ingress.idle()
}
const deaf = async () => {
  await heard()
  await scene.control.faults.events({ drop: 1 })
}
const hearing = () => scene.control.faults.clear()
const at = ({ channel_id, ts }: Standing) => ({ channel_id, ts })
const reacts = (by: Linked, on: Standing, name: string) => scene.control.act.react({ user_id: by.slackUserId, ...at(on), name })
const unreacts = (by: Linked, on: Standing, name: string) => scene.control.act.unreact({ user_id: by.slackUserId, ...at(on), name })
const catchUp = async () => {
  await clock.advance(60_000)
  await hearing()
  await reconcile(scene, office)
}
/** By whom, and which: in the order of their names. */
const seen = async ({ id }: { id: MessageId }) => {
  const rows = await database()
    .owner.db.selectFrom('message_reaction')
    .select(['emoji', 'person_id'])
    .where('message_id', '=', id)
    .execute()
  const names = new Map<string, string>([
    [ada.id, 'Ada'],
    [ben.id, 'Ben'],
    [una.id, 'Una'],
  ] as const)
  return rows.map(({ emoji, person_id }) => `${names.get(person_id) ?? person_id} ${emoji}`).toSorted()
}
const inSlack = async (of: Standing) => {
  const { messages } = await scene.control.state.channel(of.channel_id)
  return (messages.find(({ ts }) => ts === of.ts)?.reactions ?? []).map(({ name, users }) => ({ name, users }))
}

it('[SL11] [BR7] reactions that were given and taken back unheard are found, also to replies and to what was missed itself, and none of it goes back', async () => {
  const message = await mirrored(ada, ben, 'Shipped')
  const person = { user_id: ben.slackUserId, channel_id: message.channel_id }
  const { ts: replyTs } = await scene.control.act.postMessage({ ...person, thread_ts: message.ts, text: 'At last' })
  await heard()
  const reply = { ...message, ts: replyTs }
  await reacts(ben, message, 'tada')
  await reacts(ada, message, '+1::skin-tone-3')
  await reacts(ada, reply, 'heart')
  await heard()
  await deaf()
  await unreacts(ben, message, 'tada')
  await reacts(ben, message, 'partyparrot')
  await reacts(ben, message, 'eyes')
  await unreacts(ben, message, 'eyes')
  await unreacts(ada, reply, 'heart')
  await reacts(ben, reply, 'rocket')
  const { ts: missedTs } = await scene.control.act.postMessage({ ...person, text: 'Missed' })
  await reacts(ada, { ...message, ts: missedTs }, 'wave')
  // Of somebody who is not one of the two nothing is kept.
  await scene.control.act.react({ user_id: office.botUserId, channel_id: message.channel_id, ts: missedTs, name: 'robot_face' })
  const before = await deliveryCount()
  await catchUp()
  const [replied, missed] = [await entityAt(reply), await entityAt({ ...message, ts: missedTs })]
  const found = async () => [await seen(message), await seen(replied), await seen(missed)]
  const expected = [['Ada 👍🏼', 'Ben :partyparrot:'], ['Ben 🚀'], ['Ada 👋']]
  expect(await found()).toEqual(expected)
  const count = await noted()
  await clock.advance(60_000)
  await reconcile(scene, office)
  expect(await found()).toEqual(expected)
  expect(await noted()).toBe(count)
  await delivered()
  expect(await deliveryCount()).toBe(before)
})

it('[SL11] [BR7] what was given here and taken back in Slack unheard is found, though Slack had told of neither', async () => {
  const message = await mirrored(ada, ben, 'Given here')
  await deaf()
  await give(ada, message.id, '👍')
  await give(ben, message.id, '👀')
  await delivered()
  await unreacts(ada, message, '+1')
  await catchUp()
  expect(await seen(message)).toEqual(['Ben 👀'])
})

it('[SL11] [BR7] what a person does here and what is still on its way to Slack has the last word', async () => {
  const message = await mirrored(ada, ben, 'On its way')
  const other = await mirrored(ada, ben, 'Not even owed')
  await reacts(ada, message, '+1')
  await reacts(ada, other, '+1')
  await reacts(ben, message, 'tada')
  await deaf()
  await unreacts(ada, message, '+1')
  await unreacts(ada, other, '+1')
  start(mirror())
  await take(ada, message.id, '👍')
  await give(ada, message.id, '👍')
  await take(ben, message.id, '🎉')
  await give(ben, message.id, '🚀')
  await followed()
  await stop()
  await take(ada, other.id, '👍')
  await give(ada, other.id, '👍')
  expect((await owed()).map(({ operation }) => operation)).toContain('reactions.add')
  await catchUp()
  expect(await seen(message)).toEqual(['Ada 👍', 'Ben 🚀'])
  expect(await seen(other)).toEqual(['Ada 👍'])
  await delivered()
  expect(await inSlack(message)).toEqual([
    { name: '+1', users: [ada.slackUserId] },
    { name: 'rocket', users: [ben.slackUserId] },
  ])
  await catchUp()
  expect([await seen(message), await seen(other)]).toEqual([['Ada 👍', 'Ben 🚀'], ['Ada 👍']])
})

/** One message a page, the newest first: what it shows is applied with the last page. */
const ONE_BY_ONE = { ...GENEROUS, page: 1 }
async function readNewestPage({ channel_id }: Standing, found: string): Promise<void> {
  const { db } = database().owner
  await clock.advance(60_000)
  await syncNow(scene, office)
  await db
    .updateTable('slack_reconcile')
    .set({ next_at: new Date(0), woken_at: new Date(scene.services.clock.now()), deep_at: null })
    .where('channel_id', '=', channel_id)
    .where('thread_ts', '=', '')
    .execute()
  const passes = () => db.selectFrom('slack_reconcile').select('pass').where('channel_id', '=', channel_id).execute()
  while (!JSON.stringify(await passes()).includes(found)) await lookIntoHistory(scene.services, office, ONE_BY_ONE)
}

it('[SL11] [BR7] what happened after a page was read is not undone by it, in Slack or here', { timeout: 300_000 }, async () => {
  const [older, middle, newest] = [
    await mirrored(ada, ben, 'older'),
    await mirrored(ada, ben, 'middle'),
    await mirrored(ada, ben, 'newest'),
  ]
  await reacts(ada, newest, 'heart')
  await deaf()
  await reacts(ben, newest, 'tada')
  await reacts(ben, newest, 'rocket')
  await unreacts(ada, newest, 'heart')
  await readNewestPage(newest, 'rocket')
  await hearing()
  await clock.advance(30_000)
  await unreacts(ben, newest, 'tada')
  await reacts(ada, newest, 'heart')
  await heard()
  // Heard meanwhile, and taken away here.
  await deaf()
  await give(ben, newest.id, '🚀')
  await delivered()
  await take(ben, newest.id, '🚀')
  await delivered()
  await hearing()
  await lookUntilIdle(scene, office, ONE_BY_ONE)
  expect(await seen(newest)).toEqual(['Ada ❤️'])
  await catchUp()
  expect([await seen(newest), await seen(middle), await seen(older)]).toEqual([['Ada ❤️'], [], []])
})

it('[SL11] [BR7] what somebody took away here without a way to Slack stays away; what our bot shows for somebody stays theirs', async () => {
  const scopes = USER_SCOPES.filter((scope) => scope !== 'reactions:write')
  const fay = await aLinkedMember(scene, office, { person: 'fay', userScopes: scopes })
  const message = await mirrored(ada, fay, 'No way back')
  const toBen = await mirrored(una, ben, 'By the bot')
  await reacts(fay, message, 'tada')
  await heard()
  await take(fay, message.id, '🎉')
  await give(fay, message.id, '🚀')
  await deaf()
  await give(una, toBen.id, '👀')
  await delivered()
  expect(await inSlack(toBen)).toEqual([{ name: 'eyes', users: [office.botUserId] }])
  await catchUp()
  expect(await seen(toBen)).toEqual(['Una 👀'])
  await clock.advance(60_000)
  await reconcile(scene, office)
  expect(await inSlack(message)).toEqual([{ name: 'tada', users: [fay.slackUserId] }])
  expect(await seen(message)).toHaveLength(1)
  expect((await seen(message))[0]).toContain('🚀')
  expect(await seen(toBen)).toEqual(['Una 👀'])
})

it('[SL11] [BR7] what a page shows is no news any more when its event has come late and somebody has taken it away here', async () => {
  const scopes = USER_SCOPES.filter((scope) => scope !== 'reactions:write')
  const hana = await aLinkedMember(scene, office, { person: 'hana', userScopes: scopes })
  await mirrored(ada, hana, 'older')
  const newest = await mirrored(ada, hana, 'newest')
  await deaf()
  await reacts(hana, newest, 'tada')
  await readNewestPage(newest, 'tada')
  const [dropped] = (await scene.control.deliveries({ type: 'reaction_added' })).filter(({ payload }) =>
    JSON.stringify(payload).includes(newest.ts),
  )
  const late = readEventEnvelope(dropped?.payload)
  if (!late) throw new Error('no event of the reaction')
  await recordEvents(scene.services, office.organizationId, [{ ...late, body: dropped?.payload }])
  expect(await seen(newest)).toHaveLength(1)
  await take(hana, newest.id, '🎉')
  start(mirror())
  await followed()
  await lookUntilIdle(scene, office, ONE_BY_ONE)
  expect(await seen(newest)).toEqual([])
})

const entityAt = async ({ channel_id, ts }: Standing) => {
  const row = await database()
    .owner.db.selectFrom('slack_message')
    .select('entity_id')
    .where('channel_id', '=', channel_id)
    .where('ts', '=', ts)
    .executeTakeFirstOrThrow()
  return { id: row.entity_id as MessageId }
}
const deliveryCount = async () => (await database().owner.db.selectFrom('delivery').select('id').execute()).length
/** Events of whatever origin. */
const noted = async () => (await database().owner.db.selectFrom('slack_inbox').select('event_id').execute()).length
