import { randomUUID } from 'node:crypto'
import { beforeAll, expect, it } from 'vitest'
import { countStatements } from '@atrium/db/testing/count-statements.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type ChannelId } from '@atrium/shared/ids.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { actorOf } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createMirrorWorker } from '../mirror/mirror.worker.ts'
import { anEventBody, type RawEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { readEventEnvelope } from './event-envelope.rules.ts'
import type { Arrival } from './read-arrivals.ts'
import { recordEvents } from './record-events.ts'
import { DELIVERY_METADATA } from './slack-message.rules.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
type Linked = Awaited<ReturnType<typeof aLinkedMember>>
let office: ConnectedOffice
let ada: Linked
/** Each has a direct message with Ada, in which a mention chat goes on. */
let others: { person: Linked; directId: string; chatId: ChannelId }[]

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  ada = await aLinkedMember(scene, office, { person: 'ada' })
  others = []
  for (const name of ['ben', 'cy', 'dana'] as const) {
    const person = await aLinkedMember(scene, office, { person: name })
    others.push({ person, ...(await aMentionChat(person)) })
  }
  // That something came is noted once in ten seconds, which would be one statement more.
  await owner()
    .updateTable('slack_installation')
    .set({ last_event_at: new Date(Date.now() + 3_600_000) })
    .execute()
})

const owner = () => database().owner.db

async function aMentionChat(person: Linked): Promise<{ directId: string; chatId: ChannelId }> {
  const { organizationId, installationId } = office
  const { channel_id } = await scene.control.act.openDm({ user_id: ada.slackUserId, with: person.slackUserId })
  const lane_key = ['dm', ...[ada.slackUserId, person.slackUserId].toSorted()].join(':')
  const row = { organization_id: organizationId, installation_id: installationId, lane_key, kind: 'person', slack_channel_id: channel_id }
  const channel = await commitInOrganization(scene.services, organizationId, async (tx) => {
    await tx.insertInto('slack_direct').values(row).execute()
    return openMentionChannel(tx, { organizationId, people: [ada.id, person.id], nowMs: 0 })
  })
  return { directId: channel_id, chatId: channel.id }
}

let lastSecond = 0
/** Later than all that was said, and than now: what is older than its channel's watching would be nobody's. */
const nextSecond = () => (lastSecond = Math.max(lastSecond + 1, Math.floor(Date.now() / 1000) + 10))
const typed = (channel: string, user: string, text: string, more: Record<string, unknown> = {}): RawEvent & { ts: string } => ({
  ...{ type: 'message', channel, channel_type: 'im', user, text, ts: `${nextSecond()}.000100`, client_msg_id: randomUUID() },
  ...more,
})
function arrivalOf(event: RawEvent): Arrival {
  const authorization = { user_id: ada.slackUserId, is_bot: false }
  const of = { eventId: `Ev${randomUUID()}`, teamId: scene.demo.northwind.team_id, apiAppId: office.apiAppId, authorization }
  const body: unknown = JSON.parse(anEventBody(event, of))
  const envelope = readEventEnvelope(body)
  if (!envelope) throw new Error('not an event')
  return { ...envelope, body }
}

/** How many statements Kysely makes of them. */
async function statementsFor(events: RawEvent[]): Promise<number> {
  const { db, count } = countStatements(scene.services.db)
  const arrivals = events.map((event) => arrivalOf(event))
  await recordEvents({ ...scene.services, db }, office.organizationId, arrivals)
  return count()
}

const textsIn = async (chatId: ChannelId) =>
  (await owner().selectFrom('message').select(['text', 'author_name']).where('channel_id', '=', chatId).orderBy('id').execute()).map(
    ({ text, author_name }) => `${author_name.split(' ')[0]}: ${text}`,
  )

it('[BR6] needs as many statements for thirty messages in several mention chats as for two, and keeps the order of each', async () => {
  const said = (count: number, run: string) =>
    Array.from({ length: count }, (_, index) => {
      const { directId, person } = others[index % others.length]!
      return typed(directId, index % 2 ? ada.slackUserId : person.slackUserId, `${run} ${index}`)
    })
  const few = await statementsFor(said(2, 'few'))
  expect(await statementsFor(said(30, 'many'))).toBe(few)
  for (const [at, { chatId, person }] of others.entries()) {
    const mine = Array.from({ length: 30 }, (_, index) => index).filter((index) => index % others.length === at)
    const by = (index: number) => (index % 2 ? 'Ada' : person.name.split(' ')[0])
    expect((await textsIn(chatId)).filter((text) => text.includes('many'))).toEqual(mine.map((index) => `${by(index)}: many ${index}`))
  }
})

it('[BR6] [BR7] what is told twice in one batch stands once, and an edit or a reaction that came before its message is done to it', async () => {
  const { directId, chatId, person } = others[0]!
  const [one, two, three] = ['twice', 'edited first', 'liked first'].map((text) => typed(directId, person.slackUserId, text))
  const edit = { ...two!, text: 'edited already', edited: { user: person.slackUserId, ts: `${nextSecond()}.000200` } }
  const changed = {
    type: 'message',
    subtype: 'message_changed',
    channel: directId,
    channel_type: 'im',
    ts: `${nextSecond()}.000200`,
    message: edit,
  }
  const liked = {
    ...{ type: 'reaction_added', user: ada.slackUserId, reaction: '+1', item_user: person.slackUserId, event_ts: `${nextSecond()}.000200` },
    item: { type: 'message', channel: directId, ts: three!.ts },
  }
  await statementsFor([liked, changed, one!, one!, two!, three!])
  expect((await textsIn(chatId)).slice(-3).map((text) => text.split(': ')[1])).toEqual(['twice', 'edited already', 'liked first'])
  const reactions = await owner()
    .selectFrom('message_reaction')
    .innerJoin('message', 'message.id', 'message_reaction.message_id')
    .select(['text', 'person_id', 'emoji'])
    .execute()
  expect(reactions).toEqual([{ text: 'liked first', person_id: ada.id, emoji: '👍' }])
})

it('[BR7] needs as many statements for twenty echoes whose answers are not written down yet as for two, and writes none as a message', async () => {
  const { organizationId } = office
  const mirror = createMirrorWorker({ services: scene.services })
  mirror.start()
  const sent: Awaited<ReturnType<typeof sendMessage>>[] = []
  for (let index = 0; index < 22; index++) {
    const { chatId } = others[index % others.length]!
    sent.push(await sendMessage(scene.services, { actor: actorOf(ada), clientId: newId(), channelId: chatId, text: `echoed ${index}` }))
  }
  const owed = await eventually(
    () => owner().selectFrom('delivery').select(['id', 'entity_id']).where('organization_id', '=', organizationId).execute(),
    (rows) => rows.length === sent.length,
  )
  await mirror.stop()
  const echoes = sent.map(({ message }, index) => {
    const id = owed.find(({ entity_id }) => entity_id === message.id)?.id
    const metadata = { event_type: DELIVERY_METADATA, event_payload: { id } }
    const { directId } = others[index % others.length]!
    return typed(directId, ada.slackUserId, message.text, { app_id: office.apiAppId, client_msg_id: undefined, metadata })
  })
  const few = await statementsFor(echoes.slice(0, 2))
  expect(await statementsFor(echoes.slice(2))).toBe(few)
  const noted = await owner()
    .selectFrom('slack_message')
    .select(['ts', 'entity_id', 'arrived'])
    .where('delivery_id', 'is not', null)
    .execute()
  const told = echoes.map(({ ts }, index) => [ts, { ts, entity_id: sent[index]?.message.id, arrived: true }] as const)
  expect(new Map(noted.map((row) => [row.ts, row]))).toEqual(new Map(told))
  for (const { chatId } of others) {
    const texts = (await textsIn(chatId)).filter((text) => text.includes('echoed'))
    expect(new Set(texts).size).toBe(texts.length)
  }
  // Told once more they are nothing new, and one that stands in Slack twice is the message once.
  await statementsFor([...echoes, { ...echoes[0]!, ts: `${nextSecond()}.000300` }])
  const twice = await owner().selectFrom('slack_message').select('ts').where('entity_id', '=', sent[0]!.message.id).execute()
  expect(twice).toEqual([{ ts: echoes[0]!.ts }])
})
