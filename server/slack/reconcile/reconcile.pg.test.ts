import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { aConnectedOffice, aWatchedChannel, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { lookUntilIdle, reconcile, syncNow, useMovedClock } from './testing/reconciling.ts'
import { wakeAll } from './wake-reconcile.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string
let clock: ReturnType<typeof useMovedClock>
let zoe: string
let max: string

beforeAll(async () => {
  clock = useMovedClock(scene)
  office = await aConnectedOffice(scene)
  channelId = (await aWatchedChannel(scene, office)).channelId
  ;({ zoe, max } = scene.demo.acme.users)
  await scene.control.settings({ retry_delays_ms: [] })
  await clock.advance(60_000)
  await syncNow(scene, office)
})

const deaf = () => scene.control.faults.events({ drop: 1 })
const hearing = () => scene.control.faults.clear()
const say = async (user_id: string, text: string, thread_ts?: string) => {
  await clock.advance(1_000)
  return (await scene.control.act.postMessage({ user_id, channel_id: channelId, text, ...(thread_ts ? { thread_ts } : {}) })).ts
}
const quiet = () =>
  eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state !== 'pending'),
  )
/** What people see, in its order: conversations by their beginning, each with its messages. */
const seen = async () => {
  const rows = await database()
    .owner.db.selectFrom('conversation_message as message')
    .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
    .select(['conversation.subject', 'message.text', 'message.edited_at', 'message.deleted_at'])
    .where('message.organization_id', '=', office.organizationId)
    .orderBy('conversation.created_at')
    .orderBy('message.id')
    .execute()
  return rows.map(
    ({ subject, text, edited_at, deleted_at }) =>
      `${subject}: ${deleted_at ? '(deleted)' : text}${edited_at && !deleted_at ? ' (edited)' : ''}`,
  )
}

describe('what no event told', () => {
  it('[SL11] is found in the history: messages, replies, edits and deletes, once however often it is looked for', async () => {
    const heard = await say(zoe, 'heard')
    await say(max, 'a reply that was heard', heard)
    const doomed = await say(zoe, 'heard and deleted')
    await quiet()
    await deaf()
    const root = await say(zoe, 'missed')
    await say(max, 'a reply that was missed', root)
    const edited = await say(zoe, 'missed and to be edited')
    await scene.control.act.editMessage({ user_id: zoe, channel_id: channelId, ts: edited, text: 'missed and edited' })
    await scene.control.act.editMessage({ user_id: zoe, channel_id: channelId, ts: heard, text: 'heard, its edit was not' })
    await scene.control.act.deleteMessage({ user_id: zoe, channel_id: channelId, ts: doomed })
    await say(max, 'one more reply', heard)
    await clock.advance(60_000)
    await hearing()
    await reconcile(scene, office)
    await clock.advance(60_000)
    await lookUntilIdle(scene, office)
    const expected = [
      'heard: heard, its edit was not (edited)',
      'heard: a reply that was heard',
      'heard: one more reply',
      'heard and deleted: (deleted)',
      'missed: missed',
      'missed: a reply that was missed',
      'missed and to be edited: missed and edited (edited)',
    ]
    const told = await seen()
    expect(told.toSorted()).toEqual(expected.map((line) => line.replace('missed and to be edited:', 'missed and edited:')).toSorted())
    await reconcile(scene, office)
    expect(await seen()).toEqual(told)
  })

  it('[SL11] what was kept to be tried again is looked for once more: it may be gone since, and a look before it was applied could not miss it', async () => {
    await deaf()
    const root = await say(zoe, 'missed, with a reply that waits for it')
    await hearing()
    const reply = await say(max, 'came before its root, then deleted', root)
    await say(max, 'stays', root)
    await quiet()
    await deaf()
    await scene.control.act.deleteMessage({ user_id: max, channel_id: channelId, ts: reply })
    await clock.advance(60_000)
    await hearing()
    await reconcile(scene, office)
    await clock.advance(60_000)
    await lookUntilIdle(scene, office)
    const lines = (await seen()).filter((line) => line.startsWith('missed, with a reply'))
    expect(lines.map((line) => line.replace(/^.*: /, ''))).toEqual(['missed, with a reply that waits for it', '(deleted)', 'stays'])
  })

  it('[SL11] the only reply of a thread that is on no list is found to be deleted: its root shows no replies any more', async () => {
    const root = await say(zoe, 'with one reply')
    const reply = await say(max, 'the only one', root)
    const other = await say(max, 'without any')
    await quiet()
    await deaf()
    await scene.control.act.deleteMessage({ user_id: max, channel_id: channelId, ts: reply })
    await clock.advance(60_000)
    await hearing()
    await syncNow(scene, office)
    // As when more threads are going on than are asked for.
    const { db } = database().owner
    await db.deleteFrom('slack_reconcile').where('kind', '=', 'thread').execute()
    await wakeAll(scene.services.db, scene.services.clock.now())
    await lookUntilIdle(scene, office)
    await clock.advance(60_000)
    await lookUntilIdle(scene, office)
    const lines = (await seen()).filter((line) => line.startsWith('with one reply') || line.startsWith('without any'))
    expect(lines).toEqual(['with one reply: with one reply', 'with one reply: (deleted)', 'without any: without any'])
    const listed = await db.selectFrom('slack_reconcile').select('thread_ts').where('kind', '=', 'thread').execute()
    expect(listed.map(({ thread_ts }) => thread_ts)).not.toContain(other)
  })
})
