import { randomUUID } from 'node:crypto'
import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { ClientMutationId, ConversationId } from '@atrium/shared/ids.ts'
import { actorOf } from '../../identity/testing/builders.ts'
import { addNote } from '../../inbox/add-note.ts'
import { reply } from '../../inbox/reply.ts'
import { claimDeliveries } from '../../infra/deliveries/claim-deliveries.ts'
import { enqueueDeliveries } from '../../infra/deliveries/enqueue-delivery.ts'
import { settleDeliveries } from '../../infra/deliveries/settle-deliveries.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { createMirrorWorker } from '../mirror/mirror.worker.ts'
import { bridgeOf } from '../mirror/testing/written.ts'
import { reconcile, syncNow } from '../reconcile/testing/reconciling.ts'
import { applyChange, emptyState } from '@atrium/shared/realtime/apply-change.ts'
import { sendEvent, type RawEvent } from '../testing/signed-events.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '../testing/slack-scene.ts'
import { retryDueEvents } from './inbox.worker.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let channelId: string
let ada: Awaited<ReturnType<typeof aLinkedMember>>
let ben: Awaited<ReturnType<typeof aLinkedMember>>
const NEW = 'C0NEWID'
const stops: (() => Promise<void>)[] = []

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  ada = await aLinkedMember(scene, office, { person: 'ada' })
  ben = await aLinkedMember(scene, office, { person: 'ben' })
})
beforeEach(async () => {
  channelId = (await aWatchedChannel(scene, office, 'random')).channelId
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  const { db } = database().owner
  for (const table of ['delivery', 'delivery_lane', 'slack_message', 'slack_thread', 'slack_reaction', 'slack_direct'] as const)
    await db.deleteFrom(table).execute()
  for (const table of ['slack_reconcile', 'slack_channel', 'conversation_message', 'conversation'] as const)
    await db.deleteFrom(table).execute()
})

const owner = () => database().owner.db
const inOffice: <T>(work: Parameters<typeof inOrganization<T>>[2]) => Promise<T> = (work) =>
  inOrganization(scene.services.db, office.organizationId, work)
const send = (event: RawEvent) => sendEvent(scene, office, { event })
const changeId = (to = NEW, from = channelId) => send({ type: 'channel_id_changed', old_channel_id: from, new_channel_id: to })

let lastSecond = 0
/** Later than all that was said, and than now: what is older than its channel's watching would be nobody's. */
const nextSecond = () => (lastSecond = Math.max(lastSecond + 1, Math.floor(Date.now() / 1000) + 10))
const aTs = () => `${nextSecond()}.000100`
interface Said {
  in?: string
  ts?: string
  under?: string
}
const message = (text: string, said: Said = {}): RawEvent & { ts: string } => ({
  ...{ type: 'message', channel: said.in ?? channelId, channel_type: 'channel', user: 'U0CUSTOMER', user_team: 'T0OTHER' },
  ...{ user_profile: { real_name: 'Carla' }, text, ts: said.ts ?? aTs(), ...(said.under ? { thread_ts: said.under } : {}) },
})
const edited = (of: RawEvent & { ts: string }, text: string, channel = channelId) => ({
  ...{ type: 'message', subtype: 'message_changed', channel, channel_type: 'channel', ts: aTs() },
  message: { ...of, text, edited: { user: 'U0CUSTOMER', ts: aTs() } },
})
const deleted = (of: RawEvent & { ts: string }, channel = channelId) => ({
  ...{ type: 'message', subtype: 'message_deleted', channel, channel_type: 'channel', ts: aTs(), deleted_ts: of.ts },
  previous_message: of,
})
/** The new channel came up in a list and was watched by hand before Slack told that it is the old one. */
const watchByHand = () =>
  owner()
    .insertInto('slack_channel')
    .columns(['organization_id', 'installation_id', 'channel_id', 'name', 'is_member', 'customer_id', 'watched_at'])
    .expression((from) =>
      from
        .selectFrom('slack_channel')
        .select((eb) => [
          ...['organization_id' as const, 'installation_id' as const],
          ...[eb.val(NEW).as('channel_id'), eb.val('random-shared').as('name'), eb.val(true).as('is_member')],
          ...['customer_id' as const, eb.val(new Date()).as('watched_at')],
        ])
        .where('channel_id', '=', channelId),
    )
    .execute()

/** As people see them, by the number of their conversation. */
async function conversations() {
  const rows = await owner()
    .selectFrom('conversation')
    .leftJoin('conversation_message', 'conversation_message.conversation_id', 'conversation.id')
    .select(['conversation.number', 'conversation.status', 'text', 'deleted_at'])
    .where('conversation.organization_id', '=', office.organizationId)
    .orderBy('conversation.number')
    .orderBy('conversation_message.id')
    .execute()
  const byNumber = Map.groupBy(rows, ({ number }) => number)
  return [...byNumber.values()].map((said) => ({
    status: said[0]?.status,
    said: said.flatMap(({ text, deleted_at }) => (text === null ? [] : [deleted_at ? '(deleted)' : text])),
  }))
}
const conversationId = async () =>
  (await owner().selectFrom('conversation').select('id').orderBy('number').executeTakeFirstOrThrow()).id as ConversationId

const lanes = async () =>
  (await owner().selectFrom('delivery_lane').select(['key', 'pending']).orderBy('key').execute()).filter(({ key }) => !key.includes(':'))

/** What is owed where, in the order in which it goes out. */
const owed = async () =>
  (
    await owner()
      .selectFrom('delivery')
      .innerJoin('delivery_lane', 'delivery_lane.id', 'delivery.lane_id')
      .select(['delivery_lane.key', 'delivery.state', 'delivery.payload'])
      .orderBy('delivery.ordinal')
      .execute()
  ).map(({ key, state, payload }) => {
    const { text, to } = payload as { text: string; to: { channelId: string } }
    return `${text} ${state} ${key} ${to.channelId}`
  })
const owe = (text: string, to = channelId) =>
  inOffice(async (tx) => {
    const { organizationId, installationId } = office
    const payload = {
      as: { kind: 'app', username: null, iconUrl: null },
      to: { kind: 'channel', channelId: to, threadTs: null },
      ...{ linked: [], mentionChannelId: null, text, blocks: null },
    }
    const lane = { organizationId, transport: 'slack', scopeId: installationId, laneKey: to }
    const [id = ''] = await enqueueDeliveries(tx, [
      { ...lane, operation: 'chat.postMessage', payload, entityKind: null, entityId: null, nowMs: Date.now() },
    ])
    return id
  })
const claim = () => claimDeliveries(scene.services.db, { transports: ['slack'], limit: 10, leaseMs: 60_000 })
const setState = (id: string, state: string) =>
  inOffice(async (tx) => {
    await tx
      .updateTable('delivery')
      .set({ state, ...(state === 'queued' ? {} : { settled_at: new Date() }) })
      .where('id', '=', id)
      .execute()
    const { lane_id } = await tx.selectFrom('delivery').select('lane_id').where('id', '=', id).executeTakeFirstOrThrow()
    await tx
      .updateTable('delivery_lane')
      .set((eb) => ({ pending: eb('pending', '-', 1) }))
      .where('id', '=', lane_id)
      .execute()
  })

describe('what is owed', () => {
  it('[SL7] of both ids goes out under the new one in the order in which it was owed, nothing of it twice, however often Slack tells', async () => {
    for (const [id, state] of [
      [await owe('went'), 'sent'],
      [await owe('failed'), 'failed'],
    ] as const)
      await setState(id, state)
    await owe('one')
    await owe('two', NEW)
    await owe('three')
    await owe('four', NEW)
    const all = ['went sent', 'failed failed', 'one queued', 'two queued', 'three queued', 'four queued']
    for (const _ of ['told', 'told again']) {
      await changeId()
      expect(await lanes()).toEqual([{ key: NEW, pending: 4 }])
      expect(await owed()).toEqual(all.map((what) => `${what} ${NEW} ${NEW}`))
    }
    const [first, ...others] = await claim()
    expect([first?.laneKey, first?.payload, others]).toMatchObject([NEW, { text: 'one', to: { channelId: NEW } }, []])
  })

  it('[SL7] a call that is under way to the former id is looked for under the new one; one to the new id settles as ever', async () => {
    await owe('to the former')
    await owe('to the new', NEW)
    const claimed = await claim()
    const [former, known] = [claimed.find(({ laneKey }) => laneKey === channelId), claimed.find(({ laneKey }) => laneKey === NEW)]
    if (!former || !known) throw new Error('both lanes were to be claimed')
    await changeId()
    const decided = (delivery: typeof former) => {
      const outcome = { kind: 'sent', result: { channel: delivery.laneKey, ts: aTs() } } as const
      return { delivery, decision: { state: 'sent', holdMs: 0, absences: 0, doubts: 0, outcome, gate: null } as const }
    }
    const settled = await inOffice((tx) => settleDeliveries(tx, office.organizationId, [decided(former), decided(known)]))
    expect(settled.map(({ delivery }) => delivery.id)).toEqual([known.id])
    expect(await lanes()).toEqual([{ key: NEW, pending: 1 }])
    expect(await claim()).toMatchObject([{ id: former.id, action: 'look', laneKey: NEW, payload: { to: { channelId: NEW } } }])
  })

  it('[SL7] a lane that only the former id has is claimed anew at once, and its order stays', async () => {
    await owe('under way')
    await owe('next')
    const [held] = await claim()
    await changeId()
    expect(await claim()).toMatchObject([{ id: held?.id, action: 'look', laneKey: NEW }])
    expect(await lanes()).toEqual([{ key: NEW, pending: 2 }])
  })

  it('[SL7][IN3] an agent’s reply that is under way while the id changes stands once in its thread, and the next one after it', async () => {
    const { control, demo, services } = scene
    const { channel_id: old } = await control.createChannel({
      ...{ team_id: demo.northwind.team_id, name: `deal-${randomUUID().slice(0, 8)}`, is_private: true },
      members: [demo.northwind.users.gus, office.botUserId],
    })
    const [row] = [await owner().selectFrom('slack_channel').selectAll().where('channel_id', '=', channelId).executeTakeFirstOrThrow()]
    await owner()
      .insertInto('slack_channel')
      .values({ ...row, channel_id: old, name: 'deal', is_private: true })
      .execute()
    const root = await control.act.postMessage({ user_id: demo.northwind.users.gus, channel_id: old, text: 'Is it signed?' })
    await eventually(conversations, (all) => all.length === 1)
    const mirror = createMirrorWorker({ services })
    mirror.start()
    const egress = createSlackDeliveryWorker(services, BRISK)
    egress.start()
    stops.push(
      () => mirror.stop(),
      () => egress.stop(),
    )
    const answer = (text: string) =>
      commitInOrganization(services, office.organizationId, async (tx) => {
        const clientId = randomUUID() as ClientMutationId
        return reply(tx, actorOf(ada), { clientId, conversationId: await conversationId(), text, nowMs: Date.now() })
      })
    await control.faults.add({ method: 'chat.postMessage', kind: 'reset', when: 'after' })
    const first = await answer('It is')
    await eventually(
      () => bridgeOf(services, office.organizationId, first.id),
      (bridge) => bridge?.state === 'unknown',
    )
    const { channel_id: moved } = await control.changeChannel({
      ...{ channel_id: old, user_id: demo.northwind.users.gus, change: 'change_id' },
    })
    await eventually(
      () => owner().selectFrom('slack_channel').select('name').where('channel_id', '=', moved).execute(),
      (rows) => rows.length === 1,
    )
    const second = await answer('Here it is')
    for (const { id } of [first, second]) {
      await eventually(
        () => bridgeOf(services, office.organizationId, id),
        (bridge) => bridge?.state === 'sent',
        15_000,
      )
    }
    const { messages } = await control.state.channel(moved)
    const inThread = messages.filter(({ thread_ts, ts }) => thread_ts === root.ts && ts !== root.ts)
    expect(inThread.map(({ text }) => text)).toEqual(['It is', 'Here it is'])
    const noted = await owner().selectFrom('slack_message').select(['channel_id', 'entity_id']).orderBy('ts').execute()
    expect(noted.map(({ channel_id }) => channel_id)).toEqual([moved, moved, moved])
    expect(noted.slice(1).map(({ entity_id }) => entity_id)).toEqual([first.id, second.id])
  })
})

describe('in a group direct message', () => {
  const laneKey = () => `group:${ada.slackUserId}:${ben.slackUserId}`
  const OLD = 'G0GROUP'
  const said = (text: string, channel = OLD) => ({
    ...{ type: 'message', channel, channel_type: 'mpim', user: ben.slackUserId, text, client_msg_id: randomUUID(), ts: aTs() },
  })
  const reacted = (to: { ts: string }, channel: string, type: 'reaction_added' | 'reaction_removed' = 'reaction_added') => ({
    ...{ type, user: ada.slackUserId, reaction: 'eyes', item: { type: 'message', channel, ts: to.ts }, event_ts: aTs() },
  })
  const reactions = () => owner().selectFrom('message_reaction').select(['message_id', 'emoji', 'person_id']).execute()
  const idOf = async (of: { ts: string }) =>
    (await owner().selectFrom('slack_message').select('entity_id').where('ts', '=', of.ts).executeTakeFirstOrThrow()).entity_id

  beforeEach(async () => {
    const { organizationId: organization_id, installationId: installation_id } = office
    await owner().deleteFrom('message_reaction').execute()
    await owner()
      .insertInto('slack_direct')
      .values({ organization_id, installation_id, lane_key: laneKey(), kind: 'group', slack_channel_id: OLD })
      .execute()
  })

  it('[SL7][BR6][BR7] what follows comes to the same chat, and an edit or a delete that is owed to the former id finds its message', async () => {
    const before = said('Before')
    await send(before)
    const id = (await idOf(before)) ?? ''
    const { organizationId, installationId } = office
    const revision = (change: Record<string, unknown>) => ({
      ...{ as: { kind: 'sender', memberId: ben.id, slackUserId: ben.slackUserId }, linked: [], messageId: id, change },
      target: { channelId: OLD, ts: before.ts },
    })
    await inOffice((tx) =>
      enqueueDeliveries(
        tx,
        [{ kind: 'update', text: 'Rather', blocks: null }, { kind: 'delete' }].map((change) => ({
          ...{ organizationId, transport: 'slack', scopeId: installationId, laneKey: laneKey(), operation: `chat.${change.kind}` },
          ...{ payload: revision(change), entityKind: 'message', entityId: id, nowMs: Date.now() },
        })),
      ),
    )
    await changeId(NEW, OLD)
    const targets = (await owner().selectFrom('delivery').select('payload').orderBy('ordinal').execute()).map(
      ({ payload }) => (payload as ReturnType<typeof revision>).target,
    )
    expect(targets).toEqual([
      { channelId: NEW, ts: before.ts },
      { channelId: NEW, ts: before.ts },
    ])
    await owner().deleteFrom('delivery').execute()
    const after = said('After', NEW)
    await send(after)
    const chats = await owner()
      .selectFrom('message')
      .select(['text', 'channel_id'])
      .where('id', 'in', [id, (await idOf(after)) ?? ''])
      .orderBy('id')
      .execute()
    expect(chats.map(({ text }) => text)).toEqual(['Before', 'After'])
    expect(new Set(chats.map(({ channel_id }) => channel_id)).size).toBe(1)
  })

  it('[SL7][BR7] a reaction that was kept before its message comes to it when that comes under the new id', async () => {
    const late = said('Late', NEW)
    await send(reacted(late, OLD))
    await changeId(NEW, OLD)
    await send(late)
    expect(await reactions()).toMatchObject([{ message_id: await idOf(late), person_id: ada.id }])
  })

  it('[SL7][BR7] reactions told under the new id of a message that came under the former count, the last of them', async () => {
    const [liked, unliked] = [said('Liked'), said('Not any more')]
    for (const one of [liked, unliked]) await send(one)
    await send(reacted(unliked, OLD))
    // It was opened anew before Slack told that its id is another.
    await owner().updateTable('slack_direct').set({ slack_channel_id: NEW }).execute()
    const stale = reacted(unliked, NEW)
    await send(reacted(liked, NEW))
    await send(reacted(unliked, NEW, 'reaction_removed'))
    await send({ ...stale, event_ts: '1.000100' })
    for (const _ of ['told', 'told again']) {
      await changeId(NEW, OLD)
      expect(await reactions()).toMatchObject([{ message_id: await idOf(liked), person_id: ada.id }])
      const kept = await owner().selectFrom('slack_reaction').select(['channel_id', 'ts', 'present']).orderBy('ts').execute()
      expect(kept).toEqual([
        { channel_id: NEW, ts: liked.ts, present: true },
        { channel_id: NEW, ts: unliked.ts, present: false },
      ])
    }
  })
})

describe('a channel that is known under both', () => {
  it('[SL7] stays one channel of its customer, watched since the earlier time, also when Slack tells twice', async () => {
    const before = await owner().selectFrom('slack_channel').selectAll().where('channel_id', '=', channelId).executeTakeFirstOrThrow()
    await watchByHand()
    for (const _ of ['told', 'told again']) {
      await changeId()
      const rows = await owner().selectFrom('slack_channel').selectAll().where('channel_id', 'in', [channelId, NEW]).execute()
      expect(rows).toMatchObject([
        { channel_id: NEW, name: 'random-shared', customer_id: before.customer_id, watched_at: before.watched_at },
      ])
    }
  })

  it('[SL7] is shown under its new id alone on a page that was open all the time', async () => {
    await watchByHand()
    await changeId()
    const told = await owner()
      .selectFrom('change')
      .select(['kind', 'payload'])
      .where('organization_id', '=', office.organizationId)
      .where('kind', 'like', 'slack.channel%')
      .orderBy('seq')
      .execute()
    const state = emptyState()
    for (const change of told) applyChange(state, change as never, office.owner.id)
    const shown = Object.values(state.slackChannels).filter((channel) => [channelId, NEW].includes(channel.channelId))
    expect(shown).toMatchObject([{ channelId: NEW, name: 'random-shared' }])
  })

  it('[SL7] that nobody watches is not lost when Slack tells twice', async () => {
    await owner().updateTable('slack_channel').set({ customer_id: null, watched_at: null }).where('channel_id', '=', channelId).execute()
    await changeId()
    await changeId()
    const rows = await owner().selectFrom('slack_channel').select('name').where('channel_id', '=', NEW).execute()
    expect(rows).toEqual([{ name: 'random' }])
  })

  it('[SL7] what was edited or deleted under the new id is so in its conversation, and what was said there goes on in it', async () => {
    const root = message('root')
    const [fine, typo, gone] = ['fine', 'typo', 'gone'].map((text) => message(text, { under: root.ts })) as [
      typeof root,
      typeof root,
      typeof root,
    ]
    for (const one of [root, fine, typo, gone]) await send(one)
    await watchByHand()
    await send(edited({ ...typo, channel: NEW }, 'corrected', NEW))
    await send(deleted({ ...gone, channel: NEW }, NEW))
    // Nobody knows yet that it is the same thread.
    await owner()
      .updateTable('slack_channel')
      .set({ watched_at: new Date(Date.now() + 3_600_000) })
      .where('channel_id', '=', NEW)
      .execute()
    await send(message('under the new id', { in: NEW, under: root.ts }))
    const { id: second } = await owner().selectFrom('conversation').select('id').where('number', '=', 2).executeTakeFirstOrThrow()
    const noted = {
      clientId: randomUUID() as ClientMutationId,
      conversationId: second as ConversationId,
      text: 'Call them',
      nowMs: Date.now(),
    }
    await commitInOrganization(scene.services, office.organizationId, (tx) => addNote(tx, actorOf(ada), noted))
    for (const _ of ['told', 'told again']) {
      await changeId()
      expect(await conversations()).toEqual([
        { status: 'open', said: ['root', 'fine', 'corrected', '(deleted)', 'under the new id'] },
        { status: 'closed', said: [] },
      ])
      const notes = await owner().selectFrom('note').select(['conversation_id', 'text']).execute()
      expect(notes).toEqual([{ conversation_id: await conversationId(), text: 'Call them' }])
      const left = await owner().selectFrom('slack_message').select('ts').where('channel_id', '=', channelId).execute()
      const threads = await owner().selectFrom('slack_thread').select(['channel_id', 'thread_ts', 'conversation_id']).execute()
      expect([left, threads]).toEqual([[], [{ channel_id: NEW, thread_ts: root.ts, conversation_id: await conversationId() }]])
    }
    await send(message('goes on', { in: NEW, under: root.ts }))
    expect((await conversations())[0]?.said.at(-1)).toBe('goes on')
  })

  it('[SL7] a message that came under both stands once', async () => {
    await watchByHand()
    const twice = message('twice')
    await send(twice)
    await send({ ...twice, channel: NEW })
    await changeId()
    expect((await conversations()).flatMap(({ said }) => said).filter((text) => text === 'twice')).toHaveLength(1)
  })

  it('[SL7] an edit told under the former id of a message that came under the new one is applied', async () => {
    await watchByHand()
    const said = message('first words', { in: NEW })
    await send(edited({ ...said, channel: channelId }, 'last words'))
    await send(said)
    await changeId()
    expect((await conversations()).map((one) => one.said)).toEqual([['last words']])
  })
})

it('[SL7][SL11] history is compared under the new id, threads too, from where the less far of both has come, and soon', async () => {
  const root = message('root')
  await send(root)
  await syncNow(scene, office)
  const targets = () =>
    owner()
      .selectFrom('slack_reconcile')
      .select(['channel_id', 'thread_ts', 'verified_through', 'since_ts', 'next_at', 'fence', 'pass', 'lease_until'])
      .where('kind', '<>', 'direct')
      .orderBy('thread_ts')
      .execute()
  const [top, thread] = await targets()
  if (!top || !thread) throw new Error('the channel and its thread were to be compared')
  const { organizationId: organization_id, installationId: installation_id } = office
  const later = new Date(Date.now() + 3_600_000)
  await owner()
    .updateTable('slack_reconcile')
    .set({ next_at: later, pass: JSON.stringify({ found: [] }) as never, lease_until: later, fence: 7 })
    .where('kind', '<>', 'direct')
    .execute()
  await owner()
    .insertInto('slack_reconcile')
    .values({
      ...{ organization_id, installation_id, channel_id: NEW, kind: 'channel', since_ts: root.ts, verified_through: root.ts, fence: 3 },
      ...{ active_at: later, woken_at: later, next_at: later },
    })
    .execute()
  for (const _ of ['told', 'told again']) {
    await changeId()
    const moved = await targets()
    expect(moved).toMatchObject([
      { channel_id: NEW, thread_ts: '', verified_through: top.verified_through, since_ts: top.since_ts, pass: null, lease_until: null },
      { channel_id: NEW, thread_ts: root.ts, verified_through: thread.verified_through, pass: null, lease_until: null },
    ])
    expect(moved.every(({ next_at, fence }) => next_at.getTime() <= Date.now() && Number(fence) > 7)).toBe(true)
  }
})

it('[SL7][SL11] what was written while nobody knew of the new id is taken in from history, once', async () => {
  const { control, demo } = scene
  const gus = demo.northwind.users.gus
  const { channel_id: old } = await control.createChannel({
    ...{ team_id: demo.northwind.team_id, name: `deal-${randomUUID().slice(0, 8)}`, is_private: true, members: [gus, office.botUserId] },
  })
  const row = await owner().selectFrom('slack_channel').selectAll().where('channel_id', '=', channelId).executeTakeFirstOrThrow()
  await owner()
    .insertInto('slack_channel')
    .values({ ...row, channel_id: old, name: 'deal', is_private: true })
    .execute()
  const root = await control.act.postMessage({ user_id: gus, channel_id: old, text: 'Is it signed?' })
  await eventually(conversations, (all) => all.length === 1)
  await syncNow(scene, office)
  await control.faults.events({ drop: 1 })
  const { channel_id: moved } = await control.changeChannel({ channel_id: old, user_id: gus, change: 'change_id' })
  await control.act.postMessage({ user_id: gus, channel_id: moved, text: 'Anyone?', thread_ts: root.ts })
  await control.faults.events({})
  await changeId(moved, old)
  await reconcile(scene, office)
  await reconcile(scene, office)
  expect(await conversations()).toEqual([{ status: 'open', said: ['Is it signed?', 'Anyone?'] }])
})

it('[SL7] an event that waits to be tried again is tried for the new id', async () => {
  const root = message('root')
  const early = message('early reply', { under: root.ts })
  await send(early)
  const waiting = await owner().selectFrom('slack_inbox').select('event_id').where('state', '=', 'pending').execute()
  expect(waiting).toHaveLength(1)
  await changeId()
  await send({ ...root, channel: NEW })
  await owner()
    .updateTable('slack_inbox')
    .set({ not_before: new Date(0) })
    .where('state', '=', 'pending')
    .execute()
  await retryDueEvents(scene.services)
  expect((await conversations()).map(({ said }) => said)).toEqual([['root', 'early reply']])
})
