import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { mentionToken } from '@atrium/shared/chat/message-text.ts'
import { roomChannelOf, spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { newId, type ChannelId, type ClientMutationId, type OrganizationId, type PersonId, type SpaceId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices, type TestMember } from '../identity/testing/builders.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aSpace, type TestSpace } from '../space/testing/builders.ts'
import { sendMessage } from './send-message.ts'

const database = useTestDatabase()

interface Office {
  organizationId: OrganizationId
  space: TestSpace
  ada: TestMember
  ben: TestMember
}
async function anOffice(): Promise<Office> {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const space = await aSpace(services, organizationId)
  const ada = await aMember(services, organizationId, { name: 'Ada Lindqvist' })
  const ben = await aMember(services, organizationId, { name: 'Ben Okafor' })
  return { organizationId, space, ada, ben }
}

interface SendOptions {
  channelId?: ChannelId
  clientId?: ClientMutationId
}
const sender = (office: Office) => {
  const services = testServices(database())
  return (actor: PersonActor, text: string, { channelId = spaceChannelOf(office.space.id).id, clientId = newId() }: SendOptions = {}) =>
    sendMessage(services, { actor, clientId, channelId, text })
}
const mention = (id: PersonId) => mentionToken({ kind: 'person', id })

async function presentIn(organizationId: OrganizationId, personId: PersonId, spaceId: SpaceId): Promise<void> {
  await inOrganization(database().app.db, organizationId, (tx) =>
    tx
      .insertInto('presence')
      .values({
        organization_id: organizationId,
        person_id: personId,
        person_kind: 'member',
        space_id: spaceId,
        slot: 0,
        x: 1,
        y: 1,
        node: 'n',
      })
      .execute(),
  )
}

it('[CH1] a message in the chat of a space is told to whoever may be in the space', async () => {
  const office = await anOffice()
  const { message, channel } = await sender(office)(actorOf(office.ada), '  Good *morning* ')
  expect(channel).toEqual(spaceChannelOf(office.space.id))
  expect(message).toMatchObject({
    authorId: office.ada.id,
    authorName: 'Ada Lindqvist',
    text: 'Good *morning*',
    source: 'atrium',
    bridge: null,
    rev: 1,
  })
  expect(await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).toEqual([
    { audience: [`space:${office.space.id}`], rev: 1, payload: { message } },
  ])
})

it('[CH1] a room has a chat of its own', async () => {
  const office = await anOffice()
  const room = roomChannelOf(office.space.id, office.space.library)
  const { channel } = await sender(office)(actorOf(office.ada), 'Quiet, please', { channelId: room.id })
  expect(channel).toEqual(room)
})

it.each(['token', 'typed'])(
  '[CH3] a message that mentions one person goes to the mention chat of the two, and nobody else hears of it (%s)',
  async (how) => {
    const office = await anOffice()
    const { ada, ben } = office
    const called = how === 'token' ? mention(ben.id) : '@Ben'
    const { message, channel } = await sender(office)(actorOf(ada), `${called} are you in? ${called}`)
    expect(channel).toMatchObject({ kind: 'mention', people: [ada.id, ben.id].toSorted() })
    expect(message).toMatchObject({ channelId: channel.id, text: `${mention(ben.id)} are you in? ${mention(ben.id)}` })
    const everything = await database()
      .owner.db.selectFrom('change')
      .select('audience')
      .where('organization_id', '=', office.organizationId)
      .execute()
    expect(everything.map(({ audience }) => audience.toSorted())).toEqual([
      [`person:${ada.id}`, `person:${ben.id}`].toSorted(),
      [`person:${ada.id}`, `person:${ben.id}`].toSorted(),
    ])
    const again = await sender(office)(actorOf(ben), `${mention(ada.id)} yes`)
    expect(again.channel.id).toBe(channel.id)
  },
)

it('[CH4] what calls a group, several people or oneself stays where it is written', async () => {
  const office = await anOffice()
  const cy = await aMember(testServices(database()), office.organizationId, { name: 'Cy' })
  for (const text of [
    '<@all> lunch',
    '@here lunch',
    '@room lunch',
    `${mention(office.ben.id)} ${mention(cy.id)}`,
    mention(office.ada.id),
  ]) {
    expect((await sender(office)(actorOf(office.ada), text)).channel).toEqual(spaceChannelOf(office.space.id))
  }
})

it('[CH3] what is written in a mention chat stays there', async () => {
  const office = await anOffice()
  const cy = await aMember(testServices(database()), office.organizationId, { name: 'Cy' })
  const { channel } = await sender(office)(actorOf(office.ada), '@Ben hello')
  const said = await sender(office)(actorOf(office.ben), `${mention(cy.id)} knows, ask @all`, { channelId: channel.id })
  expect(said.channel).toEqual(channel)
})

it('[CH3] a private word to somebody who is not there is not sent at all', async () => {
  const office = await anOffice()
  const gone = newId<PersonId>()
  await expect(sender(office)(actorOf(office.ada), `${mention(gone)} secret`)).rejects.toMatchObject({ code: 'not_found' })
  expect(await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).toEqual([])
})

it.each(['', '  \n ', '\0', 'x'.repeat(12_001)])('[CH1] refuses what is empty or too long', async (text) => {
  const office = await anOffice()
  await expect(sender(office)(actorOf(office.ada), text)).rejects.toMatchObject({ code: 'bad_input' })
})

it('[CH1] a retried message is answered with the message it was, at once, later, and on another node', async () => {
  const office = await anOffice()
  const [send, clientId] = [sender(office), newId<ClientMutationId>()]
  const options = { clientId }
  const twins = await Promise.all([send(actorOf(office.ada), 'hello', options), send(actorOf(office.ada), 'hello', options)])
  const others = await Promise.all([
    sender(office)(actorOf(office.ada), 'hello', options),
    sender(office)(actorOf(office.ada), 'hello', options),
  ])
  for (const sent of [...twins, ...others]) expect(sent).toEqual(twins[0])
  expect(await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).toHaveLength(1)
  const ofBen = await sender(office)(actorOf(office.ben), 'mine', options)
  expect(ofBen.message.text).toBe('mine')
})

it('[CH1] sends of one moment share a transaction, keep their order, and fail each by itself', async () => {
  const office = await anOffice()
  const [send, stranger] = [sender(office), await aMember(testServices(database()), await anOrganization(testServices(database())))]
  const stray: PersonActor = { ...actorOf(stranger), organizationId: office.organizationId }
  const outcomes = await Promise.allSettled(
    Array.from({ length: 60 }, (_, index) => {
      if (index % 10 === 3) return send(actorOf(office.ada), '')
      if (index % 10 === 4) return send(stray, 'let me in')
      if (index % 10 === 5) return send(actorOf(office.ada), 'x', { channelId: newId() })
      return send(actorOf(index % 2 ? office.ada : office.ben), index % 10 === 6 ? '@Ada hello' : `number ${index}`)
    }),
  )
  const codes = outcomes.map((outcome, index) => [index % 10, outcome.status === 'rejected' ? outcome.reason.code : null])
  for (const [place, code] of codes)
    expect(code).toBe(place === 3 ? 'bad_input' : place === 4 ? 'not_allowed' : place === 5 ? 'not_found' : null)
  const sent = outcomes.flatMap((outcome) => (outcome.status === 'fulfilled' ? [outcome.value.message] : []))
  expect(sent.map(({ id }) => id)).toEqual(sent.map(({ id }) => id).toSorted())
  const told = await feedOf(database().owner, office.organizationId, 'chat.messageChanged')
  expect(told.map(({ payload }) => payload.message)).toEqual(sent)
  const rows = await database()
    .owner.db.selectFrom('message')
    .select(['id', 'text'])
    .where('organization_id', '=', office.organizationId)
    .orderBy('id')
    .execute()
  expect(rows).toEqual(sent.map(({ id, text }) => ({ id, text })))
})

it('[CH1] a batch that the database refuses is sent one by one', async () => {
  const office = await anOffice()
  const send = sender(office)
  // A client id is no UUID, which the router would not have let through: the whole statement fails.
  const spoilt = 'not-a-uuid' as ClientMutationId
  const outcomes = await Promise.allSettled([
    send(actorOf(office.ada), 'one'),
    send(actorOf(office.ada), 'two', { clientId: spoilt }),
    send(actorOf(office.ada), 'three'),
  ])
  expect(outcomes.map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled'])
  expect(await feedOf(database().owner, office.organizationId, 'chat.messageChanged')).toHaveLength(2)
})

it('[CH1] only the two of a mention chat write in it, and nobody in an organization that is not theirs', async () => {
  const [office, other] = [await anOffice(), await anOffice()]
  const { channel } = await sender(office)(actorOf(office.ada), '@Ben hello')
  const cy = await aMember(testServices(database()), office.organizationId, { name: 'Cy', role: 'owner' })
  await expect(sender(office)(actorOf(cy), 'hello', { channelId: channel.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(sender(other)(actorOf(other.ada), 'hello', { channelId: channel.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(sender(other)(actorOf(other.ada), 'hello', { channelId: spaceChannelOf(office.space.id).id })).rejects.toMatchObject({
    code: 'not_found',
  })
  await expect(sender(other)(actorOf(other.ada), `${mention(office.ben.id)} hello`)).rejects.toMatchObject({ code: 'not_found' })
})

it('[ID4] a visitor writes in their space and its rooms, a visitor of a room in that room alone', async () => {
  const office = await anOffice()
  const services = testServices(database())
  const elsewhere = await aSpace(services, office.organizationId)
  const { space, organizationId } = office
  const inSpace = actorOf(await aVisitor(services, organizationId, { spaceId: space.id }))
  const inRoom = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, roomId: space.library }))
  const write = (actor: PersonActor, channelId: ChannelId) =>
    sender(office)(actor, 'hello', { channelId }).then(
      () => true,
      (error) => error.code,
    )
  const places = [
    spaceChannelOf(space.id),
    roomChannelOf(space.id, space.library),
    roomChannelOf(space.id, space.studio),
    spaceChannelOf(elsewhere.id),
  ]
  const tries = (actor: PersonActor) => Promise.all(places.map(({ id }) => write(actor, id)))
  expect(await tries(inSpace)).toEqual([true, true, true, 'not_found'])
  expect(await tries(inRoom)).toEqual(['not_found', true, 'not_found', 'not_found'])
})

it('[ID4] a visitor begins a mention chat with who is in their space, is told of nobody else, and may be written to', async () => {
  const office = await anOffice()
  const services = testServices(database())
  const visitor = await aVisitor(services, office.organizationId, { spaceId: office.space.id, name: 'Vera' })
  await expect(sender(office)(actorOf(visitor), `${mention(office.ben.id)} hello`)).rejects.toMatchObject({ code: 'not_found' })
  expect((await sender(office)(actorOf(visitor), '@Ben hello')).channel.kind).toBe('space')
  await presentIn(office.organizationId, office.ben.id, office.space.id)
  expect((await sender(office)(actorOf(visitor), '@Ben hello')).channel).toMatchObject({
    kind: 'mention',
    people: [visitor.id, office.ben.id].toSorted(),
  })
  expect((await sender(office)(actorOf(office.ada), `${mention(visitor.id)} welcome`)).channel.kind).toBe('mention')
  expect((await sender(office)(actorOf(visitor), `${mention(office.ada.id)} thanks`)).channel.kind).toBe('mention')
})

it('[ID4] nobody whose visit or membership has ended writes', async () => {
  const office = await anOffice()
  const services = testServices(database())
  const visitor = actorOf(await aVisitor(services, office.organizationId, { spaceId: office.space.id, expiresAtMs: 1 }))
  await expect(sender(office)(visitor, 'hello')).rejects.toMatchObject({ code: 'not_allowed' })
  await database().owner.db.updateTable('member').set({ deactivated_at: new Date() }).where('id', '=', office.ben.id).execute()
  await expect(sender(office)(actorOf(office.ben), 'hello')).rejects.toMatchObject({ code: 'not_allowed' })
  await expect(sender(office)(actorOf(office.ada), `${mention(office.ben.id)} bye`)).rejects.toMatchObject({ code: 'not_found' })
})
