import { beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { randomFrom, shuffled } from '../testing/shuffle.ts'
import { anEventBody, type RawEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aWatchedChannel, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { readEventEnvelope } from './event-envelope.rules.ts'
import { retryDueEvents } from './inbox.worker.ts'
import type { Arrival } from './read-arrivals.ts'
import { recordEvents } from './record-events.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  channelId = (await aWatchedChannel(scene, office)).channelId
})

const SHUFFLES = 80

/** A root that is edited twice, replies that are edited, deleted, or both, a link that unfurls, and everything again. */
function aHistory(round: number): { events: RawEvent[]; rootTs: string } {
  const base = Math.floor(Date.now() / 1000) + 10 + round * 100
  const ts = (at: number) => `${base + at}.000100`
  const place = { channel: channelId, channel_type: 'channel' }
  const by = (user: string) => ({ user, user_team: 'T0OTHER', user_profile: { real_name: `Customer ${user}` } })
  const message = (at: number, user: string, text: string) => ({
    type: 'message',
    ...place,
    ...by(user),
    text,
    ts: ts(at),
    ...(at > 0 ? { thread_ts: ts(0) } : {}),
  })
  const changed = (of: RawEvent, text: string, editedAt: number) => ({
    type: 'message',
    subtype: 'message_changed',
    ...place,
    ts: ts(editedAt),
    message: { ...of, text, edited: { user: String(of.user), ts: ts(editedAt) } },
  })
  const deleted = (of: RawEvent, at: number) => ({
    type: 'message',
    subtype: 'message_deleted',
    ...place,
    ts: ts(at),
    deleted_ts: String(of.ts),
    previous_message: of,
  })
  const root = message(0, 'U0ONE', 'root')
  const [second, third, fourth, fifth] = [
    message(1, 'U0TWO', 'two'),
    message(2, 'U0ONE', 'three'),
    message(3, 'U0TWO', 'four'),
    message(4, 'U0ONE', 'five'),
  ]
  const unfurled = {
    type: 'message',
    subtype: 'message_changed',
    ...place,
    ts: ts(5),
    message: { ...root, attachments: [{ text: 'preview' }] },
  }
  const written = [root, second, third, fourth, fifth, unfurled]
  const edits = [changed(root, 'root edited', 10), changed(root, 'root edited again', 20), changed(second, 'two edited', 11)]
  const events = [...written, ...edits, deleted(third, 12), changed(fourth, 'four edited', 13), deleted(fourth, 14)]
  return { events, rootTs: ts(0) }
}

function arrivalOf(event: RawEvent, eventId: string): Arrival {
  const authorization = { user_id: office.botUserId, is_bot: true }
  const body: unknown = JSON.parse(
    anEventBody(event, { eventId, teamId: scene.demo.northwind.team_id, apiAppId: office.apiAppId, authorization }),
  )
  const envelope = readEventEnvelope(body)
  if (!envelope) throw new Error('not an event')
  return { ...envelope, body }
}

/** What people can see of a thread. */
async function stateOf(rootTs: string): Promise<unknown> {
  const { db } = database().owner
  const threads = await db.selectFrom('slack_thread').select('conversation_id').where('thread_ts', '=', rootTs).execute()
  const conversationId = threads[0]?.conversation_id ?? ''
  const conversation = await db
    .selectFrom('conversation')
    .select(['subject', 'status', 'place'])
    .where('id', '=', conversationId)
    .executeTakeFirst()
  const messages = await db
    .selectFrom('conversation_message')
    .leftJoin('contact', 'contact.id', 'conversation_message.author_id')
    .select(['text', 'contact.name', 'edited_at', 'deleted_at', 'conversation_message.created_at'])
    .where('conversation_id', '=', conversationId)
    .orderBy('conversation_message.created_at')
    .execute()
  const base = Number(rootTs) * 1000
  const seen = messages.map(({ text, name, edited_at, deleted_at, created_at }) => {
    const edited = edited_at && !deleted_at ? edited_at.getTime() - base : null
    return { text, name, edited, deleted: deleted_at !== null, at: created_at.getTime() - base }
  })
  return { threads: threads.length, conversation, messages: seen }
}

/** In pieces of random size, some of them at the same time, with repeats; as Slack would after a bad minute. */
async function play(events: RawEvent[], { round, random }: { round: number; random: () => number }): Promise<void> {
  const known = events.map((event, index) => arrivalOf(event, `Ev${round}-${index}`))
  const again = known
    .filter(() => random() < 0.3)
    .map((arrival) => (random() < 0.5 ? arrival : { ...arrival, eventId: `${arrival.eventId}-other` }))
  const arrivals = shuffled([...known, ...again], random)
  while (arrivals.length > 0) {
    const pieces = [arrivals.splice(0, 1 + Math.floor(random() * 5)), random() < 0.2 ? arrivals.splice(0, 2) : []]
    await Promise.all(pieces.filter((piece) => piece.length > 0).map((piece) => recordEvents(scene.services, office.organizationId, piece)))
  }
  for (let left = 1; left > 0;) {
    const pending = database()
      .owner.db.updateTable('slack_inbox')
      .set({ not_before: new Date(0) })
      .where('state', '=', 'pending')
    left = (await pending.returning('event_id').execute()).length
    await retryDueEvents(scene.services)
  }
}

it(
  `[IN1] [BR7] ${SHUFFLES} shufflings of one history end in the same state as the history in its order`,
  { timeout: 300_000 },
  async () => {
    const inOrder = aHistory(0)
    for (const [index, event] of inOrder.events.entries()) {
      await recordEvents(scene.services, office.organizationId, [arrivalOf(event, `EvOrder-${index}`)])
    }
    const expected = await stateOf(inOrder.rootTs)
    expect(expected).toMatchObject({
      threads: 1,
      conversation: { subject: 'root' },
      messages: [
        { text: 'root edited again', deleted: false },
        { text: 'two edited', deleted: false },
        { text: '', deleted: true },
        { text: '', deleted: true },
        { text: 'five', deleted: false },
      ],
    })
    for (let round = 1; round <= SHUFFLES; round++) {
      const { events, rootTs } = aHistory(round)
      await play(events, { round, random: randomFrom(round) })
      expect(await stateOf(rootTs), `seed ${round}`).toEqual(expected)
    }
    expect(await database().owner.db.selectFrom('slack_inbox').select('event_id').where('state', '<>', 'applied').execute()).toEqual([])
  },
)
