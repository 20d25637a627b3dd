import { randomUUID } from 'node:crypto'
import { sql } from 'kysely'
import { afterEach, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { ClientMutationId, ConversationId } from '@atrium/shared/ids.ts'
import { actorOf } from '../../identity/testing/builders.ts'
import { reply } from '../../inbox/reply.ts'
import { enqueueDeliveries } from '../../infra/deliveries/enqueue-delivery.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { upsertChannels } from '../channels/channel.queries.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { createMirrorWorker } from '../mirror/mirror.worker.ts'
import { bridgeOf } from '../mirror/testing/written.ts'
import { anEventBody, sendEvent, type RawEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aWatchedChannel, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { readEventEnvelope } from './event-envelope.rules.ts'
import { recordEvents } from './record-events.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let made = 0
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  await aWatchedChannel(scene, office, 'random')
})
afterEach(async () => {
  await scene.control.faults.events({})
  for (const stop of stops.splice(0)) await stop()
  const { db } = database().owner
  for (const table of ['delivery', 'delivery_lane', 'slack_message', 'slack_thread', 'slack_channel_move'] as const)
    await db.deleteFrom(table).execute()
  for (const table of ['conversation_message', 'conversation'] as const) await db.deleteFrom(table).execute()
})

const owner = () => database().owner.db
const gus = () => scene.demo.northwind.users.gus
const changed = (from: string, to: string): RawEvent => ({ type: 'channel_id_changed', old_channel_id: from, new_channel_id: to })
const send = (event: RawEvent) => sendEvent(scene, office, { event })
const lines = async () =>
  (
    await owner()
      .selectFrom('conversation_message')
      .select('text')
      .where('organization_id', '=', office.organizationId)
      .orderBy('id')
      .execute()
  ).map(({ text }) => text)
/** Of these; of the channel of an earlier test something may come late. */
const whereTaken = async (...channels: string[]) => {
  const rows = await owner().selectFrom('slack_message').select('channel_id').where('channel_id', 'in', channels).execute()
  return new Set(rows.map(({ channel_id }) => channel_id))
}

/** A private channel that is watched, with a question in it that has become a conversation. */
async function aDeal() {
  const { team_id } = scene.demo.northwind
  const { channel_id: old } = await scene.control.createChannel({
    ...{ team_id, name: `deal-${++made}`, is_private: true },
    members: [gus(), office.botUserId],
  })
  const { random } = scene.demo.northwind.channels
  const row = await owner().selectFrom('slack_channel').selectAll().where('channel_id', '=', random).executeTakeFirstOrThrow()
  await owner()
    .insertInto('slack_channel')
    .values({ ...row, channel_id: old, name: `deal-${made}`, is_private: true, told_at: null, lookup_at: null })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'installation_id', 'channel_id'])
        .doUpdateSet({ customer_id: row.customer_id, watched_at: row.watched_at }),
    )
    .execute()
  const root = await scene.control.act.postMessage({ user_id: gus(), channel_id: old, text: 'Is it signed?' })
  await eventually(lines, (said) => said.includes('Is it signed?'))
  /** Slack says nothing of it: as long as nobody tells, we do not know. */
  const changeUnheard = async () => {
    await scene.control.faults.events({ drop: 1 })
    const { channel_id } = await scene.control.changeChannel({ channel_id: old, user_id: gus(), change: 'change_id' })
    await scene.control.faults.events({})
    return channel_id
  }
  return { old, root, changeUnheard }
}

function startWorking() {
  const mirror = createMirrorWorker({ services: scene.services })
  const egress = createSlackDeliveryWorker(scene.services, BRISK)
  for (const worker of [mirror, egress]) {
    worker.start()
    stops.push(() => worker.stop())
  }
}

async function answer(text: string) {
  const { id } = await owner()
    .selectFrom('conversation')
    .select('id')
    .where('organization_id', '=', office.organizationId)
    .executeTakeFirstOrThrow()
  const said = { clientId: randomUUID() as ClientMutationId, conversationId: id as ConversationId, text, nowMs: Date.now() }
  return commitInOrganization(scene.services, office.organizationId, (tx) => reply(tx, actorOf(office.owner), said))
}
const bridge = (id: string) => bridgeOf(scene.services, office.organizationId, id)
const untilSent = (id: string) =>
  eventually(
    () => bridge(id),
    (state) => state?.state === 'sent',
  )
const untilAstray = () =>
  eventually(
    () => owner().selectFrom('delivery_lane').select('astray_since').where('astray_since', 'is not', null).execute(),
    (rows) => rows.length > 0,
  )
const inThread = async (channelId: string, root: { ts: string }) =>
  (await scene.control.state.channel(channelId)).messages
    .filter(({ thread_ts, ts }) => thread_ts === root.ts && ts !== root.ts)
    .map(({ text }) => text)

describe('before we learn that a channel has another id', () => {
  it('[SL7][IN3] agents’ replies wait, and stand in the thread under the new id once Slack has told', async () => {
    const { old, root, changeUnheard } = await aDeal()
    startWorking()
    const moved = await changeUnheard()
    const [first, second] = [await answer('It is'), await answer('Here it is')]
    await untilAstray()
    expect(await bridge(first.id)).toMatchObject({ state: 'queued' })
    await send(changed(old, moved))
    for (const { id } of [first, second]) await untilSent(id)
    expect(await inThread(moved, root)).toEqual(['It is', 'Here it is'])
    const lanes = owner().selectFrom('delivery_lane').select('astray_since').where('key', 'in', [old, moved])
    expect(await lanes.execute()).toEqual([{ astray_since: null }])
  })

  it('[SL7][IN3] a reply whose answer was lost is not given up where it is looked for in vain, and stands there once', async () => {
    const { old, root, changeUnheard } = await aDeal()
    startWorking()
    await scene.control.faults.events({ drop: 1 })
    await scene.control.faults.add({ method: 'chat.postMessage', kind: 'reset', when: 'after' })
    const { id } = await answer('It is')
    await eventually(
      () => bridge(id),
      (state) => state?.state === 'unknown',
    )
    const moved = await changeUnheard()
    await untilAstray()
    expect(await bridge(id)).toMatchObject({ state: 'unknown' })
    await send(changed(old, moved))
    await untilSent(id)
    expect(await inThread(moved, root)).toEqual(['It is'])
  })

  it('[SL7] a channel that Slack does not know for long is said to be gone, and all that is owed there at once', async () => {
    const { changeUnheard } = await aDeal()
    await changeUnheard()
    startWorking()
    const first = await answer('Anybody?')
    await untilAstray()
    await owner()
      .updateTable('delivery_lane')
      .set({ astray_since: new Date(0), due_at: new Date(0) })
      .execute()
    const second = await answer('Hello?')
    for (const { id } of [first, second]) {
      await eventually(
        () => bridge(id),
        (state) => state?.state === 'failed' && state.reason.includes('does not know this channel'),
      )
    }
  })
})

describe('after a channel has got another id', () => {
  it('[SL7][IN3] what is still owed to the former one by somebody who did not know goes to the new one', async () => {
    const { old, root, changeUnheard } = await aDeal()
    const moved = await changeUnheard()
    await send(changed(old, moved))
    const { organizationId, installationId } = office
    const payload = {
      ...{ as: { kind: 'app', username: null, iconUrl: null }, to: { kind: 'channel', channelId: old, threadTs: root.ts } },
      ...{ linked: [], mentionChannelId: null, text: 'Late', blocks: null },
    }
    const lane = { organizationId, transport: 'slack', scopeId: installationId, laneKey: old }
    const owed = { ...lane, operation: 'chat.postMessage', payload, entityKind: null, entityId: null, nowMs: Date.now() }
    await inOrganization(scene.services.db, organizationId, (tx) => enqueueDeliveries(tx, [owed]))
    startWorking()
    await eventually(
      () => inThread(moved, root),
      (said) => said.includes('Late'),
    )
  })

  const late = (root: { ts: string }, channel: string): RawEvent => ({
    ...{ type: 'message', channel, channel_type: 'group', user: gus(), text: 'Late', thread_ts: root.ts },
    ts: `${Math.floor(Date.now() / 1000) + 10}.000100`,
  })

  it('[SL7][SL11] a message that is told late under the former one is taken once, under whichever it comes again', async () => {
    const { old, root, changeUnheard } = await aDeal()
    const moved = await changeUnheard()
    await send(changed(old, moved))
    const said = late(root, old)
    await send(said)
    expect(await lines()).toEqual(['Is it signed?', 'Late'])
    for (const channel of [old, moved]) {
      await send({ ...said, channel })
      await send({ ...said, channel, type: 'app_mention' })
    }
    await send({
      ...{ type: 'message', subtype: 'message_changed', channel: old },
      message: { ...said, text: 'Later', edited: { user: gus(), ts: said.ts } },
    })
    expect(await lines()).toEqual(['Is it signed?', 'Later'])
    expect(await whereTaken(old, moved)).toEqual(new Set([moved]))
  })

  it('[SL7] one that another node is writing down while the id changes is found under the new one', async () => {
    const { old, root, changeUnheard } = await aDeal()
    const moved = await changeUnheard()
    const waiting = async () => {
      const { rows } = await sql<{ count: number }>`
        select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
      `.execute(owner())
      return rows[0]?.count ?? 0
    }
    let release = () => {}
    let held = () => {}
    const isHeld = new Promise<void>((resolve) => (held = resolve))
    // Whoever changes something waits at the very end for the head of the feed.
    const holding = owner()
      .transaction()
      .execute(async (tx) => {
        await tx.selectFrom('organization_head').select('seq').where('organization_id', '=', office.organizationId).forUpdate().execute()
        held()
        await new Promise<void>((resolve) => (release = resolve))
      })
    await isHeld
    const said = late(root, old)
    const first = send(said)
    await eventually(waiting, (count) => count === 1)
    const body: unknown = JSON.parse(
      anEventBody(changed(old, moved), {
        ...{ teamId: scene.demo.northwind.team_id, apiAppId: office.apiAppId },
        authorization: { user_id: office.botUserId, is_bot: true },
      }),
    )
    const envelope = readEventEnvelope(body)
    if (!envelope) throw new Error('the event was not read')
    const second = recordEvents(scene.services, office.organizationId, [{ ...envelope, body }])
    await eventually(waiting, (count) => count === 2)
    release()
    await Promise.all([holding, first, second])
    expect(await whereTaken(old, moved)).toEqual(new Set([moved]))
    await send({ ...said, channel: moved })
    expect((await lines()).filter((text) => text === 'Late')).toHaveLength(1)
  })

  it('[SL7][SL8] a list that was asked for before does not bring the former one back; one that was asked for since does', async () => {
    const { old, changeUnheard } = await aDeal()
    const before = Date.now() - 1
    const moved = await changeUnheard()
    await send(changed(old, moved))
    const { organizationId, installationId } = office
    const channel = { channelId: old, name: 'deal', isPrivate: true, isExtShared: false, isArchived: false, isMember: true }
    const known = async () =>
      (
        await owner()
          .selectFrom('slack_channel')
          .select('channel_id')
          .where('channel_id', 'in', [old, moved])
          .orderBy('channel_id')
          .execute()
      ).map(({ channel_id }) => channel_id)
    const list = (askedAtMs: number) =>
      commitInOrganization(scene.services, organizationId, (tx) =>
        upsertChannels(tx, organizationId, { installationId, channels: [channel], askedAtMs }),
      )
    await list(before)
    expect(await known()).toEqual([moved])
    await list(Date.now() + 1_000)
    expect(await known()).toEqual([old, moved].toSorted())
  })
})
