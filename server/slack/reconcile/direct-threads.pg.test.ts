import { beforeAll, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId } from '@atrium/shared/ids.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { actorOf } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { createMirrorWorker } from '../mirror/mirror.worker.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { lookUntilIdle, reconcile, syncNow, useMovedClock } from './testing/reconciling.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let clock: ReturnType<typeof useMovedClock>
type Linked = Awaited<ReturnType<typeof aLinkedMember>>
let ada: Linked
let ben: Linked

beforeAll(async () => {
  clock = useMovedClock(scene)
  office = await aConnectedOffice(scene)
  ada = await aLinkedMember(scene, office, { person: 'ada' })
  ben = await aLinkedMember(scene, office, { person: 'ben' })
  await scene.control.settings({ retry_delays_ms: [] })
  await clock.advance(60_000)
})

/** A message of Ada's to Ben, as it stands in Slack. */
async function mirrored(text: string): Promise<{ message: MessageView; channel_id: string; ts: string }> {
  const { services } = scene
  const { organizationId } = office
  const pair = { organizationId, people: [ada.id, ben.id] as [typeof ada.id, typeof ben.id], nowMs: services.clock.now() }
  const channel = await commitInOrganization(services, organizationId, (tx) => openMentionChannel(tx, pair))
  const workers = [createMirrorWorker({ services }), createSlackDeliveryWorker(services, BRISK)]
  for (const worker of workers) worker.start()
  const { message } = await sendMessage(services, { actor: actorOf(ada), clientId: newId(), channelId: channel.id, text })
  const [row] = await eventually(
    () => database().owner.db.selectFrom('slack_message').select(['channel_id', 'ts']).where('entity_id', '=', message.id).execute(),
    (rows) => rows.length > 0,
  )
  for (const worker of workers) await worker.stop()
  return { message, channel_id: row?.channel_id ?? '', ts: row?.ts ?? '' }
}
const quiet = async () => {
  await eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state !== 'pending'),
  )
  await scene.ingress.idle()
}
const threadOf = async ({ id }: MessageView) => {
  const rows = await database()
    .owner.db.selectFrom('message')
    .select(['author_id', 'text', 'also_in_channel', 'deleted_at'])
    .where('thread_root_id', '=', id)
    .orderBy('id')
    .execute()
  return rows.map(
    (row) =>
      `${row.author_id === ada.id ? 'Ada' : 'Ben'}: ${row.deleted_at ? '(deleted)' : row.text}${row.also_in_channel ? ' (to both)' : ''}`,
  )
}

it('[SL11] [BR6] replies in a direct message’s thread that no event told of are found in it, with their edits, once', async () => {
  const { message, channel_id, ts } = await mirrored('Who is in?')
  const reply = async (text: string, more: object = {}) => {
    await clock.advance(1_000)
    return (await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, thread_ts: ts, text, ...more })).ts
  }
  const gone = await reply('heard, and deleted')
  await quiet()
  await scene.control.faults.events({ drop: 1 })
  const edited = await reply('not hered')
  await scene.control.act.editMessage({ user_id: ben.slackUserId, channel_id, ts: edited, text: 'not heard' })
  await reply('nor this', { reply_broadcast: true })
  await scene.control.act.deleteMessage({ user_id: ben.slackUserId, channel_id, ts: gone })
  await clock.advance(60_000)
  await scene.control.faults.clear()
  await reconcile(scene, office)
  await clock.advance(60_000)
  await lookUntilIdle(scene, office)
  const expected = ['Ben: (deleted)', 'Ben: not heard', 'Ben: nor this (to both)']
  expect((await threadOf(message)).toSorted()).toEqual(expected.toSorted())
  await reconcile(scene, office)
  expect((await threadOf(message)).toSorted()).toEqual(expected.toSorted())
})

it('[SL11] a thread in which somebody has written is read by itself, however old its first message is', async () => {
  const { message, channel_id, ts } = await mirrored('An old question')
  await clock.advance(10 * 86_400_000)
  await syncNow(scene, office)
  await lookUntilIdle(scene, office)
  await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, thread_ts: ts, text: 'A new answer' })
  await quiet()
  await syncNow(scene, office)
  await scene.control.faults.events({ drop: 1 })
  await clock.advance(60_000)
  await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, thread_ts: ts, text: 'And another' })
  await scene.control.faults.clear()
  await clock.advance(20 * 60_000)
  await syncNow(scene, office)
  await lookUntilIdle(scene, office)
  expect(await threadOf(message)).toEqual(['Ben: A new answer', 'Ben: And another'])
})
