import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { roomChannelOf, spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { newId, type ChannelId, type MessageId, type PersonId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { standingOf } from '../realtime/feed/standing.queries.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aSpace } from '../space/testing/builders.ts'
import { listChannels } from './list-channels.ts'
import { listMessages } from './list-messages.ts'
import { markRead } from './mark-read.ts'
import { openMentionChat } from './open-mention-chat.ts'
import { sendMessage } from './send-message.ts'

const database = useTestDatabase()

async function anOffice() {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const [space, other] = [await aSpace(services, organizationId), await aSpace(services, organizationId)]
  const ada = actorOf(await aMember(services, organizationId, { name: 'Ada' }))
  const ben = actorOf(await aMember(services, organizationId, { name: 'Ben' }))
  const cy = actorOf(await aMember(services, organizationId, { name: 'Cy' }))
  const say = async (actor: PersonActor, text: string, channelId: ChannelId = spaceChannelOf(space.id).id) =>
    (await sendMessage(services, { actor, clientId: newId(), channelId, text })).message
  const channels = (actor: PersonActor) => inOrganization(services.db, organizationId, (tx) => listChannels(tx, actor))
  const history = (actor: PersonActor, channelId: ChannelId, limit = 50, before?: MessageId) =>
    inOrganization(services.db, organizationId, (tx) => listMessages(tx, actor, { channelId, limit, before }))
  const read = (actor: PersonActor, channelId: ChannelId, messageId: MessageId) =>
    commitInOrganization(services, organizationId, (tx) => markRead(tx, actor, { channelId, messageId }))
  const open = (actor: PersonActor, personId: PersonId) =>
    commitInOrganization(services, organizationId, (tx) => openMentionChat(tx, actor, { personId, nowMs: Date.now() }))
  return { services, organizationId, space, other, ada, ben, cy, say, channels, history, read, open }
}

it('[CH1] lists the chats of every space and room, and the mention chats of the two who have them', async () => {
  const { space, other, ada, ben, cy, say, channels } = await anOffice()
  const said = await say(ada, '@Ben hello')
  const places = [space, other].flatMap(({ id, library, studio }) => [
    spaceChannelOf(id),
    roomChannelOf(id, library),
    roomChannelOf(id, studio),
  ])
  const ofCy = await channels(cy)
  expect(ofCy.map(({ channel }) => channel.id).toSorted()).toEqual(places.map(({ id }) => id).toSorted())
  for (const who of [ada, ben]) {
    const mention = (await channels(who)).find(({ channel }) => channel.kind === 'mention')
    expect(mention).toMatchObject({ lastMessage: said, unread: who === ben ? 1 : 0, readUpTo: null })
  }
})

it('[CH5] counts what others wrote since they read or came, and tells all of their tabs how far they have read', async () => {
  const { services, organizationId, space, ada, ben, say, channels, read } = await anOffice()
  const { id } = spaceChannelOf(space.id)
  const unread = async (actor: PersonActor) => (await channels(actor)).find(({ channel }) => channel.id === id)?.unread
  const [first, second] = [await say(ada, 'one'), await say(ada, 'two')]
  await say(ben, 'three')
  expect([await unread(ada), await unread(ben)]).toEqual([1, 2])
  expect(await read(ben, id, first.id)).toEqual({ messageId: first.id, unread: 1 })
  expect(await read(ben, id, second.id)).toEqual({ messageId: second.id, unread: 0 })
  expect(await read(ben, id, first.id)).toEqual({ messageId: second.id, unread: 0 })
  expect([await unread(ada), await unread(ben)]).toEqual([1, 0])
  const told = await feedOf(database().owner, organizationId, 'chat.readMoved')
  expect(told).toEqual([
    { audience: [`person:${ben.personId}`], rev: 1, payload: { channelId: id, personId: ben.personId, messageId: first.id, unread: 1 } },
    { audience: [`person:${ben.personId}`], rev: 2, payload: { channelId: id, personId: ben.personId, messageId: second.id, unread: 0 } },
  ])
  const newcomer = actorOf(await aMember(services, organizationId, { name: 'Dan' }))
  expect(await unread(newcomer)).toBe(0)
})

it('[CH5] nobody reads for others, in a chat they may not see, or past its messages', async () => {
  const { space, ada, ben, cy, say, read } = await anOffice()
  const secret = await say(ada, '@Ben hello')
  await expect(read(cy, secret.channelId, secret.id)).rejects.toMatchObject({ code: 'not_found' })
  await expect(read(ben, secret.channelId, newId())).rejects.toMatchObject({ code: 'not_found' })
  await expect(read(ben, spaceChannelOf(space.id).id, secret.id)).rejects.toMatchObject({ code: 'not_found' })
})

it('[CH1] turns the pages of a history without losing or doubling a message', async () => {
  const { space, ada, say, history } = await anOffice()
  const { id } = spaceChannelOf(space.id)
  const said = await Promise.all(Array.from({ length: 25 }, (_, index) => say(ada, `number ${index}`)))
  const pages: MessageId[][] = []
  for (let before: MessageId | undefined, more = true; more;) {
    const page = await history(ada, id, 10, before)
    pages.unshift(page.messages.map((message) => message.id))
    before = page.messages[0]?.id
    more = page.more
  }
  expect(pages.map((page) => page.length)).toEqual([5, 10, 10])
  expect(pages.flat()).toEqual(said.map((message) => message.id))
})

it('[CH1] shows a history to nobody who may not see its channel', async () => {
  const [office, stranger] = [await anOffice(), await anOffice()]
  const secret = await office.say(office.ada, '@Ben hello')
  await expect(office.history(office.cy, secret.channelId)).rejects.toMatchObject({ code: 'not_found' })
  await expect(stranger.history(stranger.ada, spaceChannelOf(office.space.id).id)).rejects.toMatchObject({ code: 'not_found' })
})

it('[ID4] a visitor sees their space, and nothing from before they came', async () => {
  const { services, organizationId, space, ada, say, channels, history } = await anOffice()
  await say(ada, 'before')
  const sinceMs = Date.now() + 5
  await new Promise((resolve) => setTimeout(resolve, 10))
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, sinceMs }))
  const inRoom = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, roomId: space.library, sinceMs }))
  const { id } = spaceChannelOf(space.id)
  expect((await channels(visitor)).find(({ channel }) => channel.id === id)).toMatchObject({ lastMessage: null, unread: 0 })
  const after = await say(ada, 'after')
  expect((await history(visitor, id)).messages).toEqual([after])
  const summaries = await channels(visitor)
  expect(summaries.map(({ channel }) => channel.kind).toSorted()).toEqual(['room', 'room', 'space'])
  expect(summaries.find(({ channel }) => channel.id === id)).toMatchObject({ lastMessage: after, unread: 1 })
  expect((await channels(inRoom)).map(({ channel }) => channel)).toEqual([roomChannelOf(space.id, space.library)])
  await expect(history(inRoom, id)).rejects.toMatchObject({ code: 'not_found' })
})

it('[CH1] [ID4] opens a mention chat with a member, and for a visitor with nobody who is not in their space', async () => {
  const { services, organizationId, space, ada, ben, open } = await anOffice()
  const channel = await open(ada, ben.personId)
  expect(channel).toMatchObject({ kind: 'mention', people: [ada.personId, ben.personId].toSorted() })
  expect(await open(ben, ada.personId)).toEqual(channel)
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id }))
  await expect(open(visitor, ada.personId)).rejects.toMatchObject({ code: 'not_found' })
  await expect(open(ada, ada.personId)).rejects.toMatchObject({ code: 'not_found' })
  await expect(open(ada, newId())).rejects.toMatchObject({ code: 'not_found' })
  const withVisitor = await open(ada, visitor.personId)
  expect(await open(visitor, ada.personId)).toEqual(withVisitor)
})

it('[ID4] a visitor of one room hears what is said there and who is in the space, and nothing of what is said elsewhere', async () => {
  const { services, organizationId, space, other, ada, ben, say } = await anOffice()
  const tokens = async (actor: PersonActor) =>
    (await inOrganization(services.db, organizationId, (tx) => standingOf(tx, actor)))?.tokens ?? []
  const inRoom = await tokens(actorOf(await aVisitor(services, organizationId, { spaceId: space.id, roomId: space.library })))
  const inSpace = await tokens(actorOf(await aVisitor(services, organizationId, { spaceId: space.id })))
  await say(ada, 'to all')
  await say(ada, 'in the library', roomChannelOf(space.id, space.library).id)
  await say(ada, 'in the studio', roomChannelOf(space.id, space.studio).id)
  await say(ada, 'upstairs', spaceChannelOf(other.id).id)
  await say(ben, '@Ada a secret')
  const told = await feedOf(database().owner, organizationId, 'chat.messageChanged')
  const heard = (listener: readonly string[]) =>
    told.filter(({ audience }) => audience.some((token) => listener.includes(token))).map(({ payload }) => payload.message.text)
  expect(heard(inRoom)).toEqual(['in the library'])
  expect(heard(inSpace)).toEqual(['to all', 'in the library', 'in the studio'])
  expect(inRoom).toContain(`map:${space.id}`)
})
