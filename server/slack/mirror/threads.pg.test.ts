import { afterEach, beforeAll, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { createSlackApi } from '../slack-api.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ChannelId, type MessageId, type PersonId } from '@atrium/shared/ids.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { deleteMessage } from '../../chat/delete-message.ts'
import { editMessage } from '../../chat/edit-message.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { addReaction } from '../../chat/react-to-message.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { actorOf, aMember, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { retryDueEvents } from '../ingress/inbox.worker.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { createMirrorWorker } from './mirror.worker.ts'
import { bridgeOf } from './testing/written.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
const stops: (() => Promise<void>)[] = []
let office: ConnectedOffice
type Linked = Awaited<ReturnType<typeof aLinkedMember>>
let people: { ada: Linked; ben: Linked; cy: Linked; una: TestMember }

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  people = {
    ada: await aLinkedMember(scene, office, { person: 'ada' }),
    ben: await aLinkedMember(scene, office, { person: 'ben' }),
    cy: await aLinkedMember(scene, office, { person: 'cy', userScopes: ['users:read', 'users:read.email'] }),
    una: await aMember(scene.services, office.organizationId, { name: 'Una Unlinked' }),
  }
})
const mirror = () => started(createMirrorWorker({ services: scene.services }))
const egress = () => started(createSlackDeliveryWorker(scene.services, BRISK))
function started(worker: { start(): void; stop(): Promise<void> }): void {
  worker.start()
  stops.push(() => worker.stop())
}
beforeEach(() => mirror())
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await scene.control.faults.clear()
})

const committed = <T>(work: (tx: Tx) => Promise<T>) => commitInOrganization(scene.services, office.organizationId, work)
/** To somebody at the top level, or under a message of the mention chat. */
async function send(
  from: TestMember,
  text: string,
  at: { to: { id: PersonId } } | { under: MessageView; also?: boolean },
): Promise<MessageView> {
  const { services } = scene
  const channelId = 'under' in at ? at.under.channelId : await mentionChat(from, at.to)
  const thread = 'under' in at ? { threadRootId: at.under.id, alsoInChannel: at.also ?? false } : {}
  return (await sendMessage(services, { actor: actorOf(from), clientId: newId(), channelId, text, ...thread })).message
}
async function mentionChat(from: TestMember, to: { id: PersonId }): Promise<ChannelId> {
  const people: [PersonId, PersonId] = [from.id, to.id]
  const pair = { organizationId: office.organizationId, people, nowMs: scene.services.clock.now() }
  return (await committed((tx) => openMentionChannel(tx, pair))).id
}

/** Nothing is owed, on its way, or waiting to be tried again. */
const quiet = () =>
  eventually(
    async () => {
      const { db } = database().owner
      await scene.ingress.idle()
      await retryDueEvents(scene.services)
      const told = (await scene.control.deliveries()).filter(({ state }) => state !== 'delivered' && state !== 'dropped')
      const pending = await db.selectFrom('slack_inbox').select('event_id').where('state', '=', 'pending').execute()
      const heads = await db.selectFrom('organization_head').select('seq').where('organization_id', '=', office.organizationId).execute()
      const cursors = await db.selectFrom('feed_cursor').select('seq').where('organization_id', '=', office.organizationId).execute()
      const owed = await db.selectFrom('delivery').select('id').where('settled_at', 'is', null).execute()
      return { owed, pending, told, behind: Number(heads[0]?.seq) - Number(cursors[0]?.seq ?? 0) }
    },
    ({ owed, pending, told, behind }) => owed.length + pending.length + told.length + behind === 0,
    30_000,
  )
async function placeOf(message: { id: string }) {
  const row = await database()
    .owner.db.selectFrom('slack_message')
    .select(['channel_id', 'ts', 'thread_ts'])
    .where('entity_id', '=', message.id)
    .orderBy('ts')
    .executeTakeFirstOrThrow()
  return row
}
/** As Slack has them. */
async function postsOf(message: { id: string }) {
  const rows = await database()
    .owner.db.selectFrom('slack_message')
    .select(['channel_id', 'ts'])
    .where('entity_id', '=', message.id)
    .execute()
  const messages = rows[0] ? (await scene.control.state.channel(rows[0].channel_id)).messages : []
  return messages.filter(({ ts }) => rows.some((row) => row.ts === ts))
}
/** As Atrium has them, after what was there before. */
async function chat(channelId: string, after?: MessageView) {
  const rows = await database()
    .owner.db.selectFrom('message')
    .select(['id', 'author_id', 'text', 'source', 'thread_root_id', 'also_in_channel'])
    .where('channel_id', '=', channelId)
    .orderBy('id')
    .execute()
  return rows.filter(({ id }) => after === undefined || id > after.id)
}
const bridge = (message: { id: string }) => bridgeOf(scene.services, office.organizationId, message.id)
const lastCall = async () => (await scene.control.log()).at(-1)?.n ?? 0
const calls = async (method: string, since = 0) => (await scene.control.log({ method })).filter(({ n }) => n > since)
const viewOf = (row: { id: string } | undefined, channelId: ChannelId) => ({ id: row?.id as MessageId, channelId }) as MessageView

describe('in the direct message of two', () => {
  it('[BR2] [BR6] [BR7] a reply goes into the thread by its author, though the first message was just as new; the answer comes back into it', async () => {
    const { ada, ben } = people
    const root = await send(ada, 'Who waters the plants?', { to: ben })
    const reply = await send(ada, 'The fern, too', { under: root })
    egress()
    await quiet()
    const at = await placeOf(root)
    expect(await postsOf(reply)).toMatchObject([{ user: ada.slackUserId, thread_ts: at.ts, text: 'The fern, too' }])
    expect((await postsOf(reply))[0]?.subtype).toBeUndefined()
    expect(await bridge(reply)).toMatchObject({ state: 'sent', permalink: expect.stringContaining(`thread_ts=${at.ts}`) as string })

    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id: at.channel_id, thread_ts: at.ts, text: 'I do' })
    await quiet()
    expect(await chat(root.channelId, root)).toMatchObject([
      { id: reply.id, source: 'atrium' },
      { author_id: ben.id, text: 'I do', source: 'slack', thread_root_id: root.id, also_in_channel: false },
    ])
  })

  it('[BR6] [BR7] what is also sent to the channel is broadcast, both ways, and stands once', async () => {
    const { ada, ben } = people
    egress()
    const root = await send(ada, 'Lunch?', { to: ben })
    const reply = await send(ada, 'At noon', { under: root, also: true })
    await quiet()
    const { channel_id, ts } = await placeOf(root)
    expect(await postsOf(reply)).toMatchObject([{ subtype: 'thread_broadcast', thread_ts: ts, user: ada.slackUserId }])
    for (const message of [root, reply]) expect(await bridge(message)).toEqual({ state: 'sent', permalink: expect.any(String) as string })
    const by = { user_id: ben.slackUserId, channel_id, thread_ts: ts }
    await scene.control.act.postMessage({ ...by, text: 'Make it one', reply_broadcast: true })
    await quiet()
    expect(await chat(root.channelId, reply)).toMatchObject([{ text: 'Make it one', thread_root_id: root.id, also_in_channel: true }])
  })

  it('[BR6] [BR7] a reply that is broadcast later in Slack comes to the channel here', async () => {
    const { ada, ben } = people
    egress()
    const root = await send(ada, 'Who is in?', { to: ben })
    await quiet()
    const { channel_id, ts } = await placeOf(root)
    const said = await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, thread_ts: ts, text: 'me' })
    await quiet()
    const slackApi = createSlackApi({ slackApiUrl: `${scene.control.url}/api/`, logger: scene.services.logger })
    await slackApi.call(ben.userToken, (client) => client.chat.update({ channel: channel_id, ts: said.ts, reply_broadcast: true } as never))
    await quiet()
    expect(await chat(root.channelId, root)).toMatchObject([{ text: 'me', thread_root_id: root.id, also_in_channel: true }])
  })

  it('[BR7] edits, deletes and reactions of replies follow, both ways', async () => {
    const { ada, ben } = people
    egress()
    const root = await send(ada, 'root', { to: ben })
    const [mine, gone] = [await send(ada, 'mien', { under: root }), await send(ada, 'never mind', { under: root, also: true })]
    await quiet()
    const { channel_id, ts } = await placeOf(root)
    const { ts: his } = await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, thread_ts: ts, text: 'hsi' })
    await quiet()
    const since = await lastCall()
    const nowMs = scene.services.clock.now()
    await committed((tx) => editMessage(tx, actorOf(ada), { messageId: mine.id, text: 'mine', nowMs }))
    await committed((tx) => deleteMessage(tx, actorOf(ada), { messageId: gone.id, nowMs }))
    const received = (await chat(root.channelId, root)).find(({ text }) => text === 'hsi')
    await committed((tx) => addReaction(tx, actorOf(ada), { messageId: received?.id as MessageId, emoji: '👍' }))
    await quiet()
    const shown = async () =>
      (await scene.control.state.channel(channel_id)).messages.filter((one) => one.thread_ts === ts && one.ts !== ts)
    expect(await shown()).toMatchObject([{ text: 'mine' }, { text: 'hsi', reactions: [{ name: '+1', users: [ada.slackUserId] }] }])
    await scene.control.act.editMessage({ user_id: ben.slackUserId, channel_id, ts: his, text: 'his' })
    await scene.control.act.react({ user_id: ben.slackUserId, channel_id, ts: (await placeOf(mine)).ts, name: 'tada' })
    await quiet()
    expect((await chat(root.channelId, root)).map(({ text }) => text)).toEqual(['mine', '', 'his'])
    const reactions = await database()
      .owner.db.selectFrom('message_reaction')
      .select(['emoji', 'person_id'])
      .where('message_id', '=', mine.id)
      .execute()
    expect(reactions).toEqual([{ emoji: '🎉', person_id: ben.id }])
    await scene.control.act.deleteMessage({ user_id: ben.slackUserId, channel_id, ts: his })
    await quiet()
    expect((await chat(root.channelId, root)).map(({ text }) => text)).toEqual(['mine', '', ''])
    expect((await calls('chat.postMessage', since)).length).toBe(0)
  })

  it('[BR6] an answer to what was never mirrored is a message of its own; what is replied to it here joins the thread that it is in there', async () => {
    const { dana, fay } = scene.demo.northwind.users
    const { channel_id } = await scene.control.act.openDm({ user_id: dana, with: fay })
    const old = await scene.control.act.postMessage({ user_id: fay, channel_id, text: 'from before they were linked' })
    const one = await aLinkedMember(scene, office, { person: 'dana' })
    const other = await aLinkedMember(scene, office, { person: 'fay' })
    egress()
    const first = await send(one, 'first here', { to: other })
    await quiet()
    await scene.control.act.postMessage({ user_id: fay, channel_id, thread_ts: old.ts, text: 'as I said' })
    await scene.ingress.idle()
    const said = await eventually(
      () => chat(first.channelId, first),
      (rows) => rows.length > 0,
    )
    expect(said).toMatchObject([{ author_id: other.id, text: 'as I said', thread_root_id: null }])
    const reply = await send(one, 'and I heard', { under: viewOf(said[0], first.channelId) })
    await quiet()
    expect(await postsOf(reply)).toMatchObject([{ thread_ts: old.ts, user: dana }])
    await scene.control.act.postMessage({ user_id: fay, channel_id, thread_ts: old.ts, text: 'good' })
    await quiet()
    expect((await chat(first.channelId)).map(({ text }) => text)).toEqual(['first here', 'as I said', 'and I heard', 'good'])
  })

  it('[BR7] [CH7] under what never went to Slack it stands at the top level, which its sender is told, and an answer to it there joins the thread here', async () => {
    const { ada, ben } = people
    const chatId = await mentionChat(ada, ben)
    const { db } = database().owner
    const row = { organization_id: office.organizationId, channel_id: chatId, author_kind: 'member', author_id: ada.id, author_name: 'Ada' }
    const id = newId<MessageId>()
    await db
      .insertInto('message')
      .values({ ...row, id, text: 'from before Slack', source: 'atrium' })
      .execute()
    egress()
    const reply = await send(ada, 'still true', { under: viewOf({ id }, chatId), also: true })
    await quiet()
    const [post] = await postsOf(reply)
    expect([post?.text, post?.thread_ts, post?.subtype]).toEqual(['still true', undefined, undefined])
    expect(await bridge(reply)).toMatchObject({ state: 'sent', outsideThread: true })
    const { channel_id, ts } = await placeOf(reply)
    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id, thread_ts: ts, text: 'so it is' })
    await quiet()
    expect((await chat(chatId)).at(-1)).toMatchObject({ text: 'so it is', thread_root_id: id })
  })

  it.each(['unthreads', 'refuses'] as const)(
    '[BR7] [CH7] stands at the top level when the thread is gone from Slack, which %s it, and its sender is told so, also after an edit',
    async (missing_thread) => {
      const { ada, ben } = people
      await scene.control.settings({ missing_thread })
      egress()
      const root = await send(ada, 'soon gone', { to: ben })
      await quiet()
      // Slack tells nobody of it.
      await scene.control.faults.events({ drop: 1 })
      const { channel_id, ts } = await placeOf(root)
      await scene.control.act.deleteMessage({ user_id: ada.slackUserId, channel_id, ts })
      await scene.control.faults.clear()
      const reply = await send(ada, 'what I meant', { under: root, also: true })
      await quiet()
      expect((await postsOf(reply)).map(({ thread_ts }) => thread_ts)).toEqual([undefined])
      expect(await placeOf(reply)).toMatchObject({ thread_ts: null })
      const told = { state: 'sent', permalink: expect.not.stringContaining('thread_ts') as string, outsideThread: true }
      expect(await bridge(reply)).toEqual(told)
      const nowMs = scene.services.clock.now()
      await committed((tx) => editMessage(tx, actorOf(ada), { messageId: reply.id, text: 'what I did mean', nowMs }))
      await quiet()
      expect((await postsOf(reply)).map(({ text }) => text)).toEqual(['what I did mean'])
      expect(await bridge(reply)).toEqual(told)
    },
  )

  it('[BR8] a long reply stands in the thread with all of its parts, and so do new ones when it is edited', async () => {
    const { ada, ben } = people
    egress()
    const root = await send(ada, 'How did it go?', { to: ben })
    const paragraph = (word: string) => `${`${word} `.repeat(900)}end`
    const reply = await send(ada, [paragraph('first'), paragraph('second')].join('\n\n'), { under: root })
    await quiet()
    const { ts } = await placeOf(root)
    const before = await postsOf(reply)
    expect(before.length).toBeGreaterThan(1)
    const text = ['first', 'second', 'third', 'fourth'].map(paragraph).join('\n\n').slice(0, 12_000)
    await committed((tx) => editMessage(tx, actorOf(ada), { messageId: reply.id, text, nowMs: scene.services.clock.now() }))
    await quiet()
    const posts = await postsOf(reply)
    expect(posts.length).toBeGreaterThanOrEqual(before.length)
    expect(new Set(posts.map(({ thread_ts }) => thread_ts))).toEqual(new Set([ts]))
  })

  it('a lost answer is looked for in the thread and not in the channel’s history, and the reply stands once', async () => {
    const { ada, ben } = people
    egress()
    const root = await send(ada, 'Are you there?', { to: ben })
    await quiet()
    const since = await lastCall()
    await scene.control.faults.events({ drop: 1 })
    await scene.control.faults.add({ method: 'chat.postMessage', kind: 'reset', when: 'after' })
    const reply = await send(ada, 'Hello?', { under: root })
    await eventually(
      () => bridge(reply),
      (state) => state?.state === 'sent',
      15_000,
    )
    const { channel_id, ts } = await placeOf(root)
    const { messages } = await scene.control.state.channel(channel_id)
    expect(messages.filter(({ text }) => text === 'Hello?')).toMatchObject([{ thread_ts: ts }])
    expect((await calls('conversations.replies', since)).length).toBeGreaterThan(0)
    expect(await calls('conversations.history', since)).toEqual([])
    expect(await placeOf(reply)).toMatchObject({ thread_ts: ts })
    expect(await bridge(reply)).toMatchObject({ permalink: expect.stringContaining(`thread_ts=${ts}`) as string })
  })
})

describe('where the bot writes', () => {
  beforeEach(() => egress())

  it('[BR3] [BR6] a reply goes into the thread of the post that names the sender, and that thread stays the mention chat', async () => {
    const { una, ben } = people
    const root = await send(una, 'Hi Ben', { to: ben })
    const reply = await send(una, 'and one more thing', { under: root })
    await quiet()
    const at = await placeOf(root)
    expect(await postsOf(reply)).toMatchObject([{ thread_ts: at.ts, username: 'Una Unlinked' }])
    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id: at.channel_id, thread_ts: at.ts, text: 'Hi Una' })
    await quiet()
    const answer = (await chat(root.channelId, reply)).at(-1)
    expect(answer).toMatchObject({ author_id: ben.id, text: 'Hi Una', thread_root_id: null })
    const again = await send(una, 'so?', { under: viewOf(answer, root.channelId), also: true })
    await quiet()
    expect(await postsOf(again)).toMatchObject([{ thread_ts: at.ts, subtype: 'thread_broadcast' }])
    const threads = await database()
      .owner.db.selectFrom('slack_thread')
      .select('thread_ts')
      .where('mention_channel_id', '=', root.channelId)
      .execute()
    expect(threads).toEqual([{ thread_ts: at.ts }])
  })

  it('[BR2] in the group direct message of a sender without the grant, threads are threads', async () => {
    const { cy, ben } = people
    const root = await send(cy, 'Tea?', { to: ben })
    const reply = await send(cy, 'Green', { under: root })
    await quiet()
    const at = await placeOf(root)
    expect(await postsOf(reply)).toMatchObject([{ thread_ts: at.ts }])
    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id: at.channel_id, thread_ts: at.ts, text: 'Black' })
    await quiet()
    expect((await chat(root.channelId, reply)).at(-1)).toMatchObject({ text: 'Black', thread_root_id: root.id })
  })

  it('what stands in another direct message has no thread here: it goes to the top level', async () => {
    const { cy, ben } = people
    const root = await send(ben, 'by Ben himself', { to: cy })
    const reply = await send(cy, 'by the bot for Cy', { under: root })
    await quiet()
    const [at, of] = [await placeOf(root), await placeOf(reply)]
    expect(of.channel_id).not.toBe(at.channel_id)
    expect(of.thread_ts).toBeNull()
  })
})
