import { randomUUID } from 'node:crypto'
import fc from 'fast-check'
import { beforeAll, expect, it } from 'vitest'
import { countStatements } from '@atrium/db/testing/count-statements.ts'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { eventsOf, happening } from '../testing/random-history.ts'
import { anEventBody, type RawEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, aWatchedChannel, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { readEventEnvelope } from './event-envelope.rules.ts'
import { retryDueEvents } from './inbox.worker.ts'
import type { Arrival } from './read-arrivals.ts'
import { recordEvents } from './record-events.ts'
import { DELIVERY_METADATA } from './slack-message.rules.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string
let channelIds: string[]
let fay: { slackUserId: string }

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  channelId = (await aWatchedChannel(scene, office)).channelId
  const { channelId: second } = await aWatchedChannel(scene, office, 'support-globex')
  channelIds = [channelId, second, scene.demo.northwind.channels.general]
  fay = await aLinkedMember(scene, office, { person: 'fay' })
})

let lastSecond = 0
/** Later than all that was said, and than now: what is older than its channel's watching would be nobody's. */
const nextSecond = () => (lastSecond = Math.max(lastSecond + 1, Math.floor(Date.now() / 1000) + 10))
const aMessage = (text: string, more: Record<string, unknown> = {}): RawEvent & { ts: string } => ({
  ...{ type: 'message', channel: channelId, channel_type: 'channel', user: `U0${randomUUID().slice(0, 8).toUpperCase()}` },
  ...{ user_team: 'T0OTHER', user_profile: { real_name: 'Carla' }, text, ts: `${nextSecond()}.000100` },
  ...more,
})
function arrivalOf(event: RawEvent, eventId = `Ev${randomUUID()}`): Arrival {
  const authorization = { user_id: office.botUserId, is_bot: true }
  const of = { eventId, teamId: scene.demo.northwind.team_id, apiAppId: office.apiAppId, authorization }
  const body: unknown = JSON.parse(anEventBody(event, of))
  const envelope = readEventEnvelope(body)
  if (!envelope) throw new Error('not an event')
  return { ...envelope, body }
}
const record = (arrivals: Arrival[], services = scene.services) => recordEvents(services, office.organizationId, arrivals)
const owner = () => database().owner.db
const subjectsLike = (pattern: string) =>
  owner().selectFrom('conversation').select(['number', 'subject']).where('subject', 'like', pattern).orderBy('number').execute()

/** Its message cannot be written: the conversation of its thread is not there. */
const breakThread = (thread_ts: string) => {
  const key = { organization_id: office.organizationId, installation_id: office.installationId, channel_id: channelId }
  const row = { ...key, thread_ts, conversation_id: randomUUID() }
  return owner().insertInto('slack_thread').values(row).execute()
}

/** No number is missing, none is given twice. */
async function expectNumbersWithoutGaps(): Promise<void> {
  const rows = await owner().selectFrom('conversation').select('number').orderBy('number').execute()
  expect(rows.map(({ number }) => number)).toEqual(rows.map((_, index) => index + 1))
  const { last } = await owner().selectFrom('conversation_counter').select('last').executeTakeFirstOrThrow()
  expect(last).toBe(rows.length)
}

it('[IN1] keeps a poisonous event by itself and takes in all that came with it, in order and without a gap in the numbers', async () => {
  const events = Array.from({ length: 30 }, (_, index) => aMessage(`with poison ${String(index).padStart(2, '0')}`))
  const poison = aMessage('poison itself')
  await breakThread(poison.ts)
  await record([...events.slice(0, 15), poison, ...events.slice(15)].map((event) => arrivalOf(event)))
  expect((await subjectsLike('with poison %')).map(({ subject }) => subject)).toEqual(events.map(({ text }) => text))
  expect(await subjectsLike('poison itself')).toEqual([])
  const kept = await owner().selectFrom('slack_inbox').select(['attempts', 'payload']).where('state', '=', 'pending').execute()
  expect(kept).toMatchObject([{ attempts: 1, payload: { event: { text: 'poison itself' } } }])
  await expectNumbersWithoutGaps()
  await owner().deleteFrom('slack_inbox').where('state', '=', 'pending').execute()
})

it('[IN1] gives the conversations of one batch numbers in a row, in the order in which they came', async () => {
  const events = Array.from({ length: 25 }, (_, index) => aMessage(`numbered ${String(index).padStart(2, '0')}`))
  await record(events.map((event) => arrivalOf(event)))
  const rows = await subjectsLike('numbered %')
  expect(rows.map(({ subject }) => subject)).toEqual(events.map(({ text }) => text))
  await expectNumbersWithoutGaps()
})

it('tells the feed of everything in a batch once, messages and their conversations as they stand at its end', async () => {
  const root = aMessage('told root')
  const replies = ['told one', 'told two'].map((text) => aMessage(text, { thread_ts: root.ts, user: root.user }))
  const { seq: before } = await owner().selectFrom('organization_head').select('seq').executeTakeFirstOrThrow()
  await record([root, ...replies].map((event) => arrivalOf(event)))
  const changes = await owner().selectFrom('change').select(['kind', 'rev', 'payload']).where('seq', '>', before).orderBy('seq').execute()
  expect(changes.map(({ kind }) => kind)).toEqual([
    'inbox.contactChanged',
    ...Array.from({ length: 3 }, () => 'inbox.messageChanged'),
    'inbox.conversationChanged',
  ])
  expect(changes.at(-1)?.payload).toMatchObject({ conversation: { subject: 'told root', preview: 'told two', waiting: true } })
})

it('wakes a closed conversation, and leaves it not waiting when an agent had the last word', async () => {
  const root = aMessage('closed root')
  await record([arrivalOf(root)])
  await owner().updateTable('conversation').set({ status: 'closed' }).where('subject', '=', 'closed root').execute()
  const agent = { user: fay.slackUserId, user_team: undefined, user_profile: undefined }
  await record([
    arrivalOf(aMessage('still broken', { thread_ts: root.ts })),
    arrivalOf(aMessage('fixed now', { thread_ts: root.ts, ...agent })),
  ])
  const row = await owner().selectFrom('conversation').selectAll().where('subject', '=', 'closed root').executeTakeFirst()
  expect(row).toMatchObject({ status: 'open', waiting: false, preview: 'fixed now' })
})

/** That something came is noted once in ten seconds, which would be one statement more. */
const heardJustNow = () => owner().updateTable('slack_installation').set({ last_event_at: new Date() }).execute()

/** How many statements Kysely makes of them. */
async function statementsFor(events: RawEvent[]): Promise<number> {
  const { db, count } = countStatements(scene.services.db)
  await record(
    events.map((event) => arrivalOf(event)),
    { ...scene.services, db },
  )
  return count()
}

it('needs as many statements for fifty events as for two, and nothing but a look and a note for what concerns nobody', async () => {
  const several = (count: number, more: Record<string, unknown> = {}) =>
    Array.from({ length: count }, (_, index) => aMessage(`counted ${index}`, more))
  await heardJustNow()
  expect(await statementsFor(several(50))).toBe(await statementsFor(several(2)))
  const quiet = { channel: channelIds[2] }
  expect(await statementsFor(several(50, quiet))).toBe(await statementsFor(several(1, quiet)))
  expect(await statementsFor(several(50, quiet))).toBeLessThanOrEqual(3)
})

it('[BR7] an echo of what is written down already costs nothing more than one that concerns nobody', async () => {
  const echoes = (count: number) =>
    Array.from({ length: count }, () => {
      const delivery = randomUUID()
      const metadata = { event_type: DELIVERY_METADATA, event_payload: { id: delivery } }
      return { delivery, event: aMessage('said here', { user: office.botUserId, bot_id: 'B0BOT', metadata }) }
    })
  const counted = async (count: number) => {
    const told = echoes(count)
    const key = { organization_id: office.organizationId, installation_id: office.installationId, channel_id: channelId }
    const rows = told.map(({ delivery, event }) => ({ ...key, ts: event.ts, delivery_id: delivery }))
    await owner().insertInto('slack_message').values(rows).execute()
    return statementsFor(told.map(({ event }) => event))
  }
  await heardJustNow()
  expect(await counted(20)).toBe(await statementsFor([aMessage('elsewhere', { channel: channelIds[2] })]))
})

/** What people can see of what began between these two times, in seconds; names and times relative to the run. */
async function stateOf({ from, run }: { from: number; run: string }): Promise<unknown> {
  const relative = (at: Date | null) => at && at.getTime() - from * 1000
  const ended = new Date((from + 100) * 1000)
  const conversations = await owner()
    .selectFrom('conversation')
    .leftJoin('contact', 'contact.id', 'conversation.contact_id')
    .select(['conversation.id', 'subject', 'preview', 'status', 'waiting', 'place', 'origin', 'conversation.customer_id'])
    .select(['last_activity_at', 'conversation.created_at', 'contact.name', 'contact.placeholder', 'contact.customer_id as of'])
    .where('conversation.created_at', '>=', new Date(from * 1000))
    .where('conversation.created_at', '<', ended)
    .orderBy('conversation.created_at')
    .execute()
  const messages = await owner()
    .selectFrom('conversation_message as message')
    .leftJoin('contact', 'contact.id', 'message.author_id')
    .select(['conversation_id', 'text', 'author_kind', 'edited_at', 'deleted_at', 'message.created_at', 'bridge', 'contact.name'])
    .where('message.created_at', '>=', new Date(from * 1000))
    .where('message.created_at', '<', ended)
    .orderBy('message.created_at')
    .execute()
  const nameOf = (name: string | null) => name?.replaceAll(run, '')
  return conversations.map(({ id, last_activity_at, created_at, name, ...rest }) => ({
    ...rest,
    name: nameOf(name),
    at: [relative(created_at), relative(last_activity_at)],
    messages: messages
      .filter(({ conversation_id }) => conversation_id === id)
      .map(({ text, author_kind, edited_at, deleted_at, created_at: written, bridge, name: by }) => {
        const deleted = deleted_at !== null
        return { text, author_kind, by: nameOf(by), edited: deleted ? null : relative(edited_at), deleted, at: relative(written), bridge }
      }),
  }))
}

/** Each piece is one batch. Begins with the channels as no history has left them. */
async function play(pieces: Arrival[][]): Promise<void> {
  await owner().updateTable('slack_channel').set({ name: 'before' }).where('channel_id', 'in', channelIds).execute()
  for (const piece of pieces) await record(piece)
  await owner()
    .updateTable('slack_inbox')
    .set({ not_before: new Date(0) })
    .where('state', '=', 'pending')
    .execute()
  while ((await retryDueEvents(scene.services)) > 0);
}

let runs = 0
function historyFor(history: Parameters<typeof eventsOf>[0]) {
  const run = `R${String(runs++).padStart(3, '0')}`
  const from = Math.floor(Date.now() / 1000) + 1_000 * runs
  const authors = [
    { user: `UA${run}`, user_team: 'T0OTHER', user_profile: { real_name: `Zoe ${run}` } },
    { user: `UB${run}` },
    { user: `UC${run}`, user_team: 'T0OTHER' },
    { user: `UC${run}`, user_team: 'T0OTHER', user_profile: { real_name: `Max ${run}` } },
    { user: fay.slackUserId },
    { bot_id: `BD${run}`, username: `Watchdog ${run}` },
    { user: office.botUserId },
  ]
  const events = eventsOf(history, { channelIds, authors, botUserId: office.botUserId, startsAt: from, run })
  return { run, from, arrivals: events.map(({ event, eventId }) => arrivalOf(event, eventId)) }
}

function split<T>(items: T[], sizes: number[]): T[][] {
  const rest = [...items]
  const pieces = sizes.map((size) => rest.splice(0, size))
  return [...pieces, rest].filter((piece) => piece.length > 0)
}

it('[IN1] [BR7] in whichever batches a history comes, it ends as if it had come one by one', { timeout: 300_000 }, async () => {
  const cases = fc.record({
    history: fc.array(happening, { minLength: 2, maxLength: 20 }),
    /** Which of two neighbours come the other way round. */
    swaps: fc.array(fc.nat(40), { maxLength: 6 }),
    sizes: fc.array(fc.integer({ min: 1, max: 8 }), { maxLength: 6 }),
  })
  const swapped = <T>(items: T[], swaps: number[]): T[] => {
    const result = [...items]
    for (const at of swaps) {
      const [one, other] = [result[at], result[at + 1]]
      if (one !== undefined && other !== undefined) [result[at], result[at + 1]] = [other, one]
    }
    return result
  }
  const property = fc.asyncProperty(cases, async ({ history, swaps, sizes }) => {
    const alone = historyFor(history)
    await play(swapped(alone.arrivals, swaps).map((arrival) => [arrival]))
    const together = historyFor(history)
    await play(split(swapped(together.arrivals, swaps), sizes))
    expect(await stateOf(together)).toEqual(await stateOf(alone))
  })
  await fc.assert(property, { numRuns: 60 })
  await expectNumbersWithoutGaps()
})
