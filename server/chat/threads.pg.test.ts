import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization, snapshotOf } from '@atrium/db/transaction.ts'
import { spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { newId, type ChannelId, type MessageId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices, type TestMember } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aSpace, type TestSpace } from '../space/testing/builders.ts'
import { deleteMessage } from './delete-message.ts'
import { listChannels } from './list-channels.ts'
import { listMessages } from './list-messages.ts'
import { listThread } from './list-thread.ts'
import { markRead } from './mark-read.ts'
import { markThreadRead } from './mark-thread-read.ts'
import { receiveMessage } from './receive-message.ts'
import { deleteReceivedMessage } from './revise-received-message.ts'
import { sendMessage } from './send-message.ts'

const database = useTestDatabase()

interface Office {
  organizationId: OrganizationId
  space: TestSpace
  channelId: ChannelId
  ada: TestMember
  ben: TestMember
  cy: TestMember
}
async function anOffice(): Promise<Office> {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const space = await aSpace(services, organizationId)
  const named = (name: string) => aMember(services, organizationId, { name })
  const [ada, ben, cy] = [await named('Ada Lindqvist'), await named('Ben Okafor'), await named('Cy Tanaka')]
  return { organizationId, space, channelId: spaceChannelOf(space.id).id, ada, ben, cy }
}

interface Written {
  in: ChannelId
  under?: MessageId
  also?: boolean
}
async function write(by: PersonActor, text: string, { in: channelId, under, also }: Written) {
  const reply = { threadRootId: under ?? null, alsoInChannel: also ?? false }
  return sendMessage(testServices(database()), { actor: by, clientId: newId(), channelId, text, ...reply })
}
/** A message of the space with a reply by each of these people. */
async function aThread(office: Office, by: TestMember, replies: { by: TestMember; text: string; also?: boolean }[]) {
  const { message: root } = await write(actorOf(by), 'Who takes the plants?', { in: office.channelId })
  const written: MessageId[] = []
  for (const { by: author, text, also } of replies) {
    const { message } = await write(actorOf(author), text, { in: office.channelId, under: root.id, ...(also ? { also } : {}) })
    written.push(message.id)
  }
  return { root, replies: written }
}
const committed = <T>(office: Office, work: Parameters<typeof commitInOrganization<T>>[2]) =>
  commitInOrganization(testServices(database()), office.organizationId, work)
const reading = <T>(office: Office, work: Parameters<typeof snapshotOf<T>>[2]) => snapshotOf(database().app.db, office.organizationId, work)
const history = (office: Office, actor: PersonActor) =>
  reading(office, (tx) => listMessages(tx, actor, { channelId: office.channelId, limit: 50 }))
const thread = (office: Office, actor: PersonActor, threadRootId: MessageId) =>
  reading(office, (tx) => listThread(tx, actor, { threadRootId, limit: 50 }))
async function unread(office: Office, person: PersonActor, channelId = office.channelId) {
  const all = await reading(office, (tx) => listChannels(tx, person))
  const summary = all.find(({ channel }) => channel.id === channelId)
  return { inChannel: summary?.unread, replies: summary?.unreadReplies.map(({ id }) => id) }
}
const mention = (of: TestMember) => `<@p:${of.id}>`

describe('a thread', () => {
  it('[CH1] holds its replies, which the channel shows only when they are also in it', async () => {
    const office = await anOffice()
    const { ada, ben, cy } = office
    const { root, replies } = await aThread(office, ada, [
      { by: ben, text: 'I do' },
      { by: cy, text: 'Ben does', also: true },
    ])
    const shown = await thread(office, actorOf(ada), root.id)
    expect(shown.replies.map(({ id, threadRootId, alsoInChannel }) => [id, threadRootId, alsoInChannel])).toEqual([
      [replies[0], root.id, false],
      [replies[1], root.id, true],
    ])
    expect(shown.root).toMatchObject({ id: root.id, thread: { replies: 2, people: [cy.id, ben.id] }, rev: 3 })
    const { messages, roots } = await history(office, actorOf(ada))
    expect(messages.map(({ id }) => id)).toEqual([root.id, replies[1]])
    expect(messages[0]).toEqual(shown.root)
    expect(roots).toEqual([])
    const [summary] = (await reading(office, (tx) => listChannels(tx, actorOf(ada)))).filter(
      ({ channel }) => channel.id === office.channelId,
    )
    expect(summary?.lastMessage?.id).toBe(replies[1])
  })

  it('[CH1] is told with each reply: what it has made of the first message, with a higher revision', async () => {
    const office = await anOffice()
    const { root, replies } = await aThread(office, office.ada, [
      { by: office.ben, text: 'I do' },
      { by: office.ben, text: 'at noon' },
    ])
    const told = await feedOf(database().owner, office.organizationId, 'chat.messageChanged')
    expect(told.map(({ payload, audience }) => [payload.message.id, payload.root ?? null, audience])).toEqual([
      [root.id, null, [`space:${office.space.id}`]],
      ...replies.map((id, index) => [
        id,
        { id: root.id, rev: index + 2, thread: { replies: index + 1, lastReplyAt: expect.any(Number), people: [office.ben.id] } },
        [`space:${office.space.id}`],
      ]),
    ])
  })

  it('counts every reply, however many people write at once', async () => {
    const office = await anOffice()
    const { root } = await aThread(office, office.ada, [])
    const services = [testServices(database()), testServices(database())]
    await Promise.all(
      Array.from({ length: 20 }, (_, index) => {
        const by = index % 2 === 0 ? office.ben : office.cy
        const of = { channelId: office.channelId, threadRootId: root.id, alsoInChannel: false, text: `${index}` }
        return sendMessage(services[index % 2]!, { actor: actorOf(by), clientId: newId(), ...of })
      }),
    )
    await Promise.all(
      [1, 2, 3].map(async () => {
        const { message } = await write(actorOf(office.ada), 'gone', { in: office.channelId, under: root.id })
        await committed(office, (tx) => deleteMessage(tx, actorOf(office.ada), { messageId: message.id, nowMs: Date.now() }))
      }),
    )
    expect((await thread(office, actorOf(office.ada), root.id)).root?.thread).toMatchObject({ replies: 20 })
  })

  it('has one level and stays in its channel', async () => {
    const office = await anOffice()
    const { root, replies } = await aThread(office, office.ada, [{ by: office.ben, text: 'I do' }])
    const by = actorOf(office.cy)
    await expect(write(by, 'hm', { in: office.channelId, under: replies[0]! })).rejects.toMatchObject({ code: 'bad_input' })
    await expect(write(by, 'hm', { in: office.space.library as string as ChannelId, under: root.id })).rejects.toMatchObject({
      code: 'not_found',
    })
    await expect(write(by, 'hm', { in: office.channelId, under: newId() })).rejects.toMatchObject({ code: 'not_found' })
    await expect(thread(office, by, replies[0]!)).rejects.toMatchObject({ code: 'not_found' })
  })

  it('stays under a message that was deleted, and goes on; under one without replies none begins', async () => {
    const office = await anOffice()
    const { ada, ben } = office
    const { root } = await aThread(office, ada, [{ by: ben, text: 'I do' }])
    const { root: bare } = await aThread(office, ada, [])
    for (const messageId of [root.id, bare.id]) {
      await committed(office, (tx) => deleteMessage(tx, actorOf(ada), { messageId, nowMs: Date.now() }))
    }
    await write(actorOf(ben), 'still', { in: office.channelId, under: root.id })
    const shown = await thread(office, actorOf(ada), root.id)
    expect(shown.root).toMatchObject({ text: '', deletedAt: expect.any(Number) as number, thread: { replies: 2 } })
    expect(shown.replies.map(({ text }) => text)).toEqual(['I do', 'still'])
    await expect(write(actorOf(ben), 'hm', { in: office.channelId, under: bare.id })).rejects.toMatchObject({ code: 'conflict' })
  })

  it('a deleted reply is a tombstone in it, counts no more, and is unread to nobody', async () => {
    const office = await anOffice()
    const { ada, ben, cy } = office
    const { root, replies } = await aThread(office, ada, [
      { by: ben, text: 'I do' },
      { by: cy, text: 'me too' },
    ])
    const told = await committed(office, (tx) => deleteMessage(tx, actorOf(cy), { messageId: replies[1]!, nowMs: Date.now() }))
    expect(told).toMatchObject({ threadRootId: root.id, text: '' })
    expect((await thread(office, actorOf(ada), root.id)).root?.thread).toMatchObject({ replies: 1, people: [ben.id] })
    expect(await unread(office, actorOf(ada))).toMatchObject({ replies: [replies[0]] })
    await committed(office, (tx) => deleteMessage(tx, actorOf(ben), { messageId: replies[0]!, nowMs: Date.now() }))
    const { root: left, replies: tombstones } = await thread(office, actorOf(ada), root.id)
    expect(left).toMatchObject({ thread: null })
    expect(tombstones.map(({ deletedAt }) => deletedAt !== null)).toEqual([true, true])
  })

  it('is paged, the newest replies first', async () => {
    const office = await anOffice()
    const { root, replies } = await aThread(
      office,
      office.ada,
      [1, 2, 3].map((n) => ({ by: office.ben, text: `${n}` })),
    )
    const page = await reading(office, (tx) => listThread(tx, actorOf(office.ada), { threadRootId: root.id, limit: 2 }))
    expect([page.replies.map(({ id }) => id), page.more]).toEqual([replies.slice(1), true])
    const older = await reading(office, (tx) =>
      listThread(tx, actorOf(office.ada), { threadRootId: root.id, limit: 2, before: replies[1]! }),
    )
    expect([older.replies.map(({ id }) => id), older.more]).toEqual([replies.slice(0, 1), false])
  })

  it('[CH3] what mentions one person alone leaves the thread as it leaves the channel', async () => {
    const office = await anOffice()
    const { root } = await aThread(office, office.ada, [])
    const { message, channel } = await write(actorOf(office.ada), '@Ben between us', { in: office.channelId, under: root.id, also: true })
    expect(channel).toMatchObject({ kind: 'mention', people: [office.ada.id, office.ben.id].toSorted() })
    expect(message).toMatchObject({ channelId: channel.id, threadRootId: null, alsoInChannel: false })
    expect((await thread(office, actorOf(office.ada), root.id)).replies).toEqual([])
  })

  it('answers a send that is repeated with the reply that it became', async () => {
    const office = await anOffice()
    const { root } = await aThread(office, office.ada, [])
    const send = { actor: actorOf(office.ben), clientId: newId<never>(), channelId: office.channelId, text: 'once', threadRootId: root.id }
    const [first, again] = [await sendMessage(testServices(database()), send), await sendMessage(testServices(database()), send)]
    expect(again).toEqual(first)
    expect((await thread(office, actorOf(office.ada), root.id)).root?.thread).toMatchObject({ replies: 1 })
    expect(await unread(office, actorOf(office.ada))).toMatchObject({ replies: [first.message.id] })
  })
})

describe('[CH5] what is unread of threads', () => {
  it('is what others reply to those who wrote the message or in the thread before, and to those a reply mentions', async () => {
    const office = await anOffice()
    const { ada, ben, cy } = office
    const { replies } = await aThread(office, ada, [
      { by: ben, text: 'I do' },
      { by: cy, text: `${mention(ada)} and ${mention(ben)} share` },
      { by: ada, text: `not ${mention(cy)} nor <@all>` },
    ])
    expect(await unread(office, actorOf(ada))).toEqual({ inChannel: 0, replies: [replies[0], replies[1]] })
    expect(await unread(office, actorOf(ben))).toEqual({ inChannel: 1, replies: [replies[1], replies[2]] })
    expect(await unread(office, actorOf(cy))).toEqual({ inChannel: 1, replies: [replies[2]] })
    const dee = await aMember(testServices(database()), office.organizationId, { name: 'Dee' })
    expect(await unread(office, actorOf(dee))).toMatchObject({ replies: [] })
    const { replies: more } = await aThread(office, ada, [{ by: ben, text: `${mention(dee)} ${mention(cy)}?` }])
    expect(await unread(office, actorOf(dee))).toMatchObject({ replies: more })
  })

  it('[CH6] is told with the reply, also when that is in the channel too and unread there alone', async () => {
    const office = await anOffice()
    const { ada, ben, cy } = office
    const { replies } = await aThread(office, ada, [
      { by: ben, text: 'I do' },
      { by: ben, text: `with ${mention(cy)} and ${mention(ada)}`, also: true },
    ])
    const told = await feedOf(database().owner, office.organizationId, 'chat.messageChanged')
    expect(told.map(({ payload }) => payload.unreadFor)).toEqual([undefined, [ada.id], [ada.id, cy.id].toSorted()])
    expect(await unread(office, actorOf(ada))).toEqual({ inChannel: 1, replies: [replies[0]] })
    expect(await unread(office, actorOf(cy))).toEqual({ inChannel: 2, replies: [] })
  })

  it('is read as far as its thread is, which all of one’s tabs hear; the channel’s position is another', async () => {
    const office = await anOffice()
    const { ada, ben } = office
    const { root, replies } = await aThread(
      office,
      ada,
      [1, 2, 3].map((n) => ({ by: ben, text: `${n}` })),
    )
    const { replies: elsewhere } = await aThread(office, ada, [{ by: ben, text: 'x' }])
    await committed(office, (tx) => markThreadRead(tx, actorOf(ada), { threadRootId: root.id, messageId: replies[1]! }))
    expect(await unread(office, actorOf(ada))).toEqual({ inChannel: 0, replies: [replies[2], ...elsewhere] })
    await committed(office, (tx) => markThreadRead(tx, actorOf(ada), { threadRootId: root.id, messageId: replies[0]! }))
    const payload = { channelId: office.channelId, personId: ada.id, threadRootId: root.id, messageId: replies[1] }
    expect(await feedOf(database().owner, office.organizationId, 'chat.threadRead')).toEqual([
      { audience: [`person:${ada.id}`], rev: 1, payload },
    ])
    await committed(office, (tx) => markRead(tx, actorOf(ada), { channelId: office.channelId, messageId: root.id }))
    expect(await unread(office, actorOf(ada))).toMatchObject({ replies: [replies[2], ...elsewhere] })
  })

  it('a reply that is also in the channel is unread there, to everybody and once', async () => {
    const office = await anOffice()
    await aThread(office, office.ada, [{ by: office.ben, text: 'for all', also: true }])
    expect(await unread(office, actorOf(office.ada))).toEqual({ inChannel: 1, replies: [] })
    expect(await unread(office, actorOf(office.cy))).toEqual({ inChannel: 2, replies: [] })
  })

  it('in a mention chat is every reply to the other one', async () => {
    const office = await anOffice()
    const { ada, ben } = office
    const { message: root, channel } = await write(actorOf(ada), '@Ben hello', { in: office.channelId })
    const { message: reply } = await write(actorOf(ada), 'and one more thing', { in: channel.id, under: root.id })
    expect(await unread(office, actorOf(ben), channel.id)).toEqual({ inChannel: 1, replies: [reply.id] })
    expect(await unread(office, actorOf(ada), channel.id)).toEqual({ inChannel: 0, replies: [] })
  })
})

describe('who may', () => {
  it('[ID4] a visitor who came after a thread began sees its replies since, and nothing of before', async () => {
    const office = await anOffice()
    const { ada, ben } = office
    const { root } = await aThread(office, ada, [{ by: ben, text: 'before' }])
    const visitor = await aVisitor(testServices(database()), office.organizationId, { spaceId: office.space.id, sinceMs: Date.now() + 1 })
    await new Promise((resolve) => setTimeout(resolve, 5))
    const { message: after } = await write(actorOf(ben), 'after', { in: office.channelId, under: root.id, also: true })
    const shown = await thread(office, actorOf(visitor), root.id)
    expect([shown.root, shown.replies.map(({ text }) => text)]).toEqual([null, ['after']])
    const { messages, roots } = await history(office, actorOf(visitor))
    expect([messages.map(({ id }) => id), roots]).toEqual([[after.id], []])
    expect(JSON.stringify((await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).at(-1))).not.toContain('plants')
    await write(actorOf(visitor), 'and me', { in: office.channelId, under: root.id })
    expect((await thread(office, actorOf(ada), root.id)).replies.at(-1)).toMatchObject({ authorKind: 'visitor', text: 'and me' })
  })

  it('a thread of two people, or of a space one may not be in, does not exist to others', async () => {
    const office = await anOffice()
    const { ada, ben, cy } = office
    const { message: root, channel } = await write(actorOf(ada), '@Ben hello', { in: office.channelId })
    const other = await aSpace(testServices(database()), office.organizationId)
    const visitor = await aVisitor(testServices(database()), office.organizationId, { spaceId: other.id, sinceMs: 0 })
    const { root: ofSpace } = await aThread(office, ada, [{ by: ben, text: 'x' }])
    const tries: [PersonActor, MessageId, ChannelId][] = [
      [actorOf(cy), root.id, channel.id],
      [actorOf(visitor), ofSpace.id, office.channelId],
      [actorOf(visitor), root.id, channel.id],
    ]
    for (const [by, rootId, channelId] of tries) {
      await expect(thread(office, by, rootId)).rejects.toMatchObject({ code: 'not_found' })
      await expect(write(by, 'hm', { in: channelId, under: rootId })).rejects.toMatchObject({ code: 'not_found' })
      const read = committed(office, (tx) => markThreadRead(tx, by, { threadRootId: rootId, messageId: newId() }))
      await expect(read).rejects.toMatchObject({ code: 'not_found' })
    }
  })
})

describe('[BR6] a reply from outside', () => {
  async function aMentionChat(office: Office) {
    const { message: root, channel } = await write(actorOf(office.ada), '@Ben hello', { in: office.channelId })
    const system = { kind: 'system' as const, organizationId: office.organizationId, name: 'test' }
    const hear = (text: string, of: { inReplyTo: MessageId; alsoInChannel?: boolean; channelId?: ChannelId }) =>
      committed(office, (tx) =>
        receiveMessage(tx, system, { channelId: channel.id, authorId: office.ben.id, text, createdAtMs: 1_000, ...of }),
      )
    return { root, channel, hear, system }
  }

  it('joins the thread of what it answers, also when that is a reply itself, and is unread to the other one', async () => {
    const office = await anOffice()
    const { root, channel, hear } = await aMentionChat(office)
    const first = await hear('one', { inReplyTo: root.id })
    const second = await hear('two', { inReplyTo: first.id, alsoInChannel: true })
    expect([first, second]).toMatchObject([
      { threadRootId: root.id, alsoInChannel: false },
      { threadRootId: root.id, alsoInChannel: true },
    ])
    expect(await unread(office, actorOf(office.ada), channel.id)).toEqual({ inChannel: 1, replies: [first.id] })
    expect((await thread(office, actorOf(office.ada), root.id)).root?.thread).toMatchObject({ replies: 2, people: [office.ben.id] })
  })

  it('to a message of another chat, or to none that is there, is a message of its own', async () => {
    const office = await anOffice()
    const { hear } = await aMentionChat(office)
    const { root: elsewhere } = await aThread(office, office.ada, [])
    for (const inReplyTo of [elsewhere.id, newId<MessageId>()]) {
      expect(await hear('alone', { inReplyTo, alsoInChannel: true })).toMatchObject({ threadRootId: null, alsoInChannel: false })
    }
  })

  it('that is deleted there changes what stands under the first message', async () => {
    const office = await anOffice()
    const { root, hear, system } = await aMentionChat(office)
    const reply = await hear('one', { inReplyTo: root.id })
    await committed(office, (tx) => deleteReceivedMessage(tx, system, { messageId: reply.id, deletedAtMs: 2_000 }))
    const last = (await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).at(-1)
    expect(last?.payload).toMatchObject({ message: { id: reply.id, text: '' }, root: { id: root.id, thread: null } })
    const rows = await inOrganization(database().app.db, office.organizationId, (tx) =>
      tx.selectFrom('thread_unread').selectAll().execute(),
    )
    expect(rows).toEqual([])
  })
})
