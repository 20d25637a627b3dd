import { beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { ChannelId } from '@atrium/shared/ids.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { randomFrom, shuffled } from '../testing/shuffle.ts'
import { anEventBody, type RawEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { readEventEnvelope } from './event-envelope.rules.ts'
import { retryDueEvents } from './inbox.worker.ts'
import type { Arrival } from './read-arrivals.ts'
import { recordEvents } from './record-events.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let ada: Awaited<ReturnType<typeof aLinkedMember>>
let ben: Awaited<ReturnType<typeof aLinkedMember>>
let directId: string
let chatId: ChannelId

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  ada = await aLinkedMember(scene, office, { person: 'ada' })
  ben = await aLinkedMember(scene, office, { person: 'ben' })
  directId = (await scene.control.act.openDm({ user_id: ada.slackUserId, with: ben.slackUserId })).channel_id
  const { organizationId, installationId } = office
  chatId = await commitInOrganization(scene.services, organizationId, async (tx) => {
    const lane_key = ['dm', ...[ada.slackUserId, ben.slackUserId].toSorted()].join(':')
    const row = { organization_id: organizationId, installation_id: installationId, lane_key, kind: 'person', slack_channel_id: directId }
    await tx.insertInto('slack_direct').values(row).execute()
    return (await openMentionChannel(tx, { organizationId, people: [ada.id, ben.id], nowMs: 0 })).id
  })
})

const SHUFFLES = 60

/**
 * Two messages, edited, one deleted; reactions given, taken back and given again, by the two and by a stranger. A thread under the
 * first one: a reply that is edited, one that is also in the channel, one that is broadcast later, and one that is deleted.
 */
function aHistory(round: number): { events: RawEvent[]; sinceTs: number } {
  const base = Math.floor(Date.now() / 1000) + 100 + round * 100
  const ts = (at: number) => `${base + at}.000100`
  const place = { channel: directId, channel_type: 'im' }
  const message = (at: number, user: string, text: string) => ({
    type: 'message',
    ...place,
    user,
    text,
    ts: ts(at),
    client_msg_id: `typed-${at}`,
  })
  const changed = (of: RawEvent, text: string, at: number) => ({
    type: 'message',
    subtype: 'message_changed',
    ...place,
    ts: ts(at),
    message: { ...of, text, edited: { user: String(of.user), ts: ts(at) } },
  })
  const deleted = (of: RawEvent, at: number) => ({
    type: 'message',
    subtype: 'message_deleted',
    ...place,
    ts: ts(at),
    deleted_ts: String(of.ts),
    previous_message: of,
  })
  const reacted = (of: RawEvent, [user, reaction]: [string, string], [at, isAdded]: [number, boolean]) => ({
    type: isAdded ? 'reaction_added' : 'reaction_removed',
    user,
    reaction,
    item: { type: 'message', channel: directId, ts: String(of.ts) },
    item_user: String(of.user),
    event_ts: ts(at),
  })
  const reply = (at: number, user: string, text: string) => ({
    ...message(at, user, text),
    thread_ts: ts(0),
    parent_user_id: ben.slackUserId,
  })
  const broadcast = (of: RawEvent) => ({ ...of, subtype: 'thread_broadcast', root: { ts: ts(0) } })
  const later = (of: RawEvent, at: number) => ({
    ...{ type: 'message', subtype: 'message_changed', ...place, ts: ts(at) },
    message: { ...of, subtype: 'thread_broadcast' },
  })
  const edited = reply(2, ada.slackUserId, 'reply')
  const both = broadcast(reply(3, ben.slackUserId, 'to both'))
  const late = reply(4, ada.slackUserId, 'first here')
  const gone = reply(5, ben.slackUserId, 'gone')
  const [one, two] = [message(0, ben.slackUserId, 'one'), message(1, ada.slackUserId, 'two')]
  const events = [
    ...[
      one,
      two,
      changed(one, 'one, edited', 10),
      changed(one, 'one, edited again', 20),
      changed(two, 'two, edited', 11),
      deleted(two, 21),
    ],
    ...[
      reacted(one, [ada.slackUserId, '+1'], [12, true]),
      reacted(one, [ada.slackUserId, '+1'], [13, false]),
      reacted(one, [ada.slackUserId, '+1'], [14, true]),
      reacted(one, [ben.slackUserId, 'eyes'], [15, true]),
      reacted(one, [ben.slackUserId, 'eyes'], [16, false]),
      reacted(one, ['U0STRANGER', 'heart'], [17, true]),
      reacted(two, [ben.slackUserId, 'tada'], [18, true]),
    ],
    ...[edited, both, late, gone, changed(edited, 'reply, edited', 22), later(late, 23), deleted(gone, 24)],
    reacted(edited, [ben.slackUserId, '+1'], [25, true]),
  ]
  return { events, sinceTs: base }
}

function arrivalOf(event: RawEvent, eventId: string): Arrival {
  const authorization = { user_id: ada.slackUserId, is_bot: false }
  const of = { eventId, teamId: scene.demo.northwind.team_id, apiAppId: office.apiAppId, authorization }
  const body: unknown = JSON.parse(anEventBody(event, of))
  const envelope = readEventEnvelope(body)
  if (!envelope) throw new Error('not an event')
  return { ...envelope, body }
}

/** What the two see of it. */
async function stateOf(sinceTs: number): Promise<unknown> {
  const { db } = database().owner
  const messages = await db
    .selectFrom('message')
    .select(['id', 'author_id', 'text', 'deleted_at', 'created_at', 'thread_root_id', 'also_in_channel', 'thread'])
    .where('channel_id', '=', chatId)
    .where('created_at', '>=', new Date(sinceTs * 1000))
    .where('created_at', '<', new Date((sinceTs + 50) * 1000))
    .orderBy('created_at')
    .execute()
  const reactions = await db.selectFrom('message_reaction').select(['message_id', 'person_id', 'emoji']).execute()
  return messages.map(({ id, author_id, text, deleted_at, thread_root_id, also_in_channel, thread }) => ({
    by: author_id === ada.id ? 'Ada' : 'Ben',
    text,
    deleted: deleted_at !== null,
    ...(thread_root_id ? { under: messages.find((root) => root.id === thread_root_id)?.text, also: also_in_channel } : {}),
    ...(thread ? { replies: (thread as { replies: number }).replies } : {}),
    reactions: reactions
      .filter(({ message_id }) => message_id === id)
      .map(({ person_id, emoji }) => [person_id === ada.id ? 'Ada' : 'Ben', emoji]),
  }))
}

/** In pieces of random size, with repeats; as Slack would after a bad minute. */
async function play(events: RawEvent[], { round, random }: { round: number; random: () => number }): Promise<void> {
  const known = events.map((event, index) => arrivalOf(event, `Ev${round}-${index}`))
  const again = known.filter(() => random() < 0.3).map((arrival) => ({ ...arrival, eventId: `${arrival.eventId}-other` }))
  const arrivals = shuffled([...known, ...again], random)
  while (arrivals.length > 0) await recordEvents(scene.services, office.organizationId, arrivals.splice(0, 1 + Math.floor(random() * 10)))
  const { db } = database().owner
  const pending = () => db.selectFrom('slack_inbox').select('event_id').where('state', '=', 'pending').execute()
  // What had to wait for another waits no longer than that.
  for (let tries = 0; tries < 5 && (await pending()).length > 0; tries++) {
    await db
      .updateTable('slack_inbox')
      .set({ not_before: new Date(0) })
      .where('state', '=', 'pending')
      .execute()
    await retryDueEvents(scene.services)
  }
}

it(
  `[BR6] [BR7] ${SHUFFLES} shufflings of messages, replies, broadcasts, edits, deletes and reactions in a direct message end as they do in their order`,
  { timeout: 300_000 },
  async () => {
    const inOrder = aHistory(0)
    for (const [index, event] of inOrder.events.entries()) {
      await recordEvents(scene.services, office.organizationId, [arrivalOf(event, `EvOrder-${index}`)])
    }
    const expected = [
      { by: 'Ben', text: 'one, edited again', deleted: false, reactions: [['Ada', '👍']], replies: 3 },
      { by: 'Ada', text: '', deleted: true, reactions: [] },
      { by: 'Ada', text: 'reply, edited', deleted: false, reactions: [['Ben', '👍']], under: 'one, edited again', also: false },
      { by: 'Ben', text: 'to both', deleted: false, reactions: [], under: 'one, edited again', also: true },
      { by: 'Ada', text: 'first here', deleted: false, reactions: [], under: 'one, edited again', also: true },
      { by: 'Ben', text: '', deleted: true, reactions: [], under: 'one, edited again', also: false },
    ]
    expect(await stateOf(inOrder.sinceTs)).toEqual(expected)
    for (let round = 1; round <= SHUFFLES; round++) {
      const { events, sinceTs } = aHistory(round)
      await play(events, { round, random: randomFrom(round) })
      expect(await stateOf(sinceTs), `seed ${round}`).toEqual(expected)
    }
    const { db } = database().owner
    expect(await db.selectFrom('slack_inbox').select('event_id').where('state', '<>', 'applied').execute()).toEqual([])
    expect(await db.selectFrom('delivery').select('id').execute()).toEqual([])
    expect(await db.selectFrom('slack_reaction').select('ts').where('slack_user_id', '=', 'U0STRANGER').execute()).toEqual([])
  },
)
