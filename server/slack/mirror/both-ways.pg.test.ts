import { randomUUID } from 'node:crypto'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type ChannelId, type PersonId } from '@atrium/shared/ids.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { actorOf, aMember, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { createMirrorWorker } from './mirror.worker.ts'
import { isGone, isHere } from './testing/being-here.ts'
import { bridgeOf } from './testing/written.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
const stops: (() => Promise<void>)[] = []
let office: ConnectedOffice
type Linked = Awaited<ReturnType<typeof aLinkedMember>>
let people: { ada: Linked; ben: Linked; una: TestMember }

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  people = {
    ada: await aLinkedMember(scene, office, { person: 'ada' }),
    ben: await aLinkedMember(scene, office, { person: 'ben' }),
    una: await aMember(scene.services, office.organizationId, { name: 'Una Unlinked' }),
  }
})
beforeEach(() => {
  const { services } = scene
  for (const worker of [createMirrorWorker({ services }), createSlackDeliveryWorker(services, BRISK)]) {
    worker.start()
    stops.push(() => worker.stop())
  }
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
})
afterAll(() => scene.control.faults.clear())

async function send(from: TestMember, to: { id: PersonId }, text: string) {
  const { services } = scene
  const { organizationId } = office
  const nowMs = services.clock.now()
  const pair = { organizationId, people: [from.id, to.id] as [PersonId, PersonId], nowMs }
  const channel = await commitInOrganization(services, organizationId, (tx) => openMentionChannel(tx, pair))
  return (await sendMessage(services, { actor: actorOf(from), clientId: newId(), channelId: channel.id, text })).message
}

const sent = (entityId: string) =>
  eventually(
    () => bridgeOf(scene.services, office.organizationId, entityId),
    (bridge) => bridge?.state === 'sent',
    10_000,
  )
const chat = (channelId: ChannelId) =>
  inOrganization(scene.services.db, office.organizationId, (tx) =>
    tx.selectFrom('message').select(['author_id', 'text', 'source']).where('channel_id', '=', channelId).orderBy('id').execute(),
  )
const placeOf = async (entityId: string) => {
  const row = await inOrganization(scene.services.db, office.organizationId, (tx) =>
    tx.selectFrom('slack_message').select(['channel_id', 'ts']).where('entity_id', '=', entityId).executeTakeFirstOrThrow(),
  )
  return { channel_id: row.channel_id, ts: row.ts }
}
const quiet = () =>
  eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state === 'delivered' || state === 'dropped'),
  )

it('[BR2][BR6][BR7] goes there and back in the direct message of the two, and no echo comes back as a second message', async () => {
  const { ada, ben } = people
  const message = await send(ada, ben, 'Lunch?')
  await sent(message.id)
  const { channel_id } = await placeOf(message.id)
  await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, text: 'At noon' })
  await quiet()
  expect(await chat(message.channelId)).toEqual([
    { author_id: ada.id, text: 'Lunch?', source: 'atrium' },
    { author_id: ben.id, text: 'At noon', source: 'slack' },
  ])
})

it('[BR3][BR6] takes an answer in the thread of the bot’s message to the mention chat that it belongs to', async () => {
  const { una, ben } = people
  const other = await aMember(scene.services, office.organizationId, { name: 'Otto Unlinked' })
  const [first, second] = [await send(una, ben, 'from Una'), await send(other, ben, 'from Otto')]
  await sent(first.id)
  await sent(second.id)
  const { channel_id, ts } = await placeOf(first.id)
  await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, thread_ts: ts, text: 'to Una' })
  await quiet()
  expect((await chat(first.channelId)).map(({ text }) => text)).toEqual(['from Una', 'to Una'])
  expect((await chat(second.channelId)).map(({ text }) => text)).toEqual(['from Otto'])
})

it('finds by its echo what arrived without an answer, and does not ask Slack for it', async () => {
  const { ada, ben } = people
  const looksBefore = (await scene.control.log({ method: 'conversations.history' })).length
  await scene.control.faults.add({ method: 'chat.postMessage', kind: 'reset', when: 'after' })
  const text = `once ${randomUUID()}`
  const message = await send(ada, ben, text)
  await sent(message.id)
  await quiet()
  const { channel_id } = await placeOf(message.id)
  const { messages } = await scene.control.state.channel(channel_id)
  expect(messages.filter((post) => post.text === text)).toHaveLength(1)
  expect((await chat(message.channelId)).filter((kept) => kept.text === text)).toHaveLength(1)
  expect(await scene.control.log({ method: 'conversations.history' })).toHaveLength(looksBefore)
})

it('[BR1][BR6] an answer that comes from Slack says nothing about what waits to be read here', async () => {
  const { ada, ben } = people
  const at = { db: scene.services.db, organizationId: office.organizationId }
  const before = await send(ada, ben, 'asked before')
  await sent(before.id)
  const { channel_id } = await placeOf(before.id)
  await inOrganization(at.db, at.organizationId, (tx) =>
    tx.updateTable('slack_link').set({ preference: 'when_inactive' }).where('member_id', '=', ben.id).execute(),
  )
  await isHere(at, ben)
  const waiting = await send(ada, ben, 'asked while here')
  const stateOf = () => bridgeOf(scene.services, at.organizationId, waiting.id)
  await eventually(stateOf, (bridge) => bridge?.state === 'held')
  await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, text: 'answered in Slack' })
  await quiet()
  expect(await stateOf()).toMatchObject({ state: 'held' })
  await isGone(at, ben)
  const later = await send(ada, ben, 'asked when gone')
  for (const { id } of [waiting, later]) await sent(id)
  const { messages } = await scene.control.state.channel(channel_id)
  expect(messages.slice(-4).map(({ text }) => text)).toEqual(['asked before', 'answered in Slack', 'asked while here', 'asked when gone'])
})
