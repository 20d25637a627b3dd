import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { mentionToken } from '@atrium/shared/chat/message-text.ts'
import { spaceChannelOf } from '@atrium/shared/chat/place-channel.ts'
import { MOST_REACTION_KINDS } from '@atrium/shared/chat/reaction-emoji.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { newId, type MessageId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices, type TestMember } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aSpace, type TestSpace } from '../space/testing/builders.ts'
import { deleteMessage } from './delete-message.ts'
import { editMessage } from './edit-message.ts'
import { listMessages } from './list-messages.ts'
import { addReaction, removeReaction } from './react-to-message.ts'
import { receiveReaction } from './receive-reaction.ts'
import { editReceivedMessage } from './revise-received-message.ts'
import { sendMessage } from './send-message.ts'

const database = useTestDatabase()
const services = () => testServices(database())

interface Office {
  organizationId: OrganizationId
  space: TestSpace
  ada: TestMember
  ben: TestMember
  owner: TestMember
}
async function anOffice(): Promise<Office> {
  const organizationId = await anOrganization(services())
  const space = await aSpace(services(), organizationId)
  const owner = await aMember(services(), organizationId, { name: 'Olga Owner', role: 'owner' })
  const ada = await aMember(services(), organizationId, { name: 'Ada Lindqvist' })
  const ben = await aMember(services(), organizationId, { name: 'Ben Okafor' })
  return { organizationId, space, ada, ben, owner }
}
const said = async ({ space }: Office, by: PersonActor, text: string): Promise<MessageView> =>
  (await sendMessage(services(), { actor: by, clientId: newId(), channelId: spaceChannelOf(space.id).id, text })).message
const toBen = (office: Office, text: string) =>
  said(office, actorOf(office.ada), `${mentionToken({ kind: 'person', id: office.ben.id })} ${text}`)
const committed = <T>({ organizationId }: Office, work: (tx: Tx) => Promise<T>) => commitInOrganization(services(), organizationId, work)

const edited = (office: Office, by: PersonActor, [messageId, text]: [MessageId, string], nowMs = 5_000) =>
  committed(office, (tx) => editMessage(tx, by, { messageId, text, nowMs }))
const deleted = (office: Office, by: PersonActor, messageId: MessageId) =>
  committed(office, (tx) => deleteMessage(tx, by, { messageId, nowMs: 6_000 }))
const reacted = (office: Office, by: PersonActor, [messageId, emoji]: [MessageId, string]) =>
  committed(office, (tx) => addReaction(tx, by, { messageId, emoji }))
const unreacted = (office: Office, by: PersonActor, [messageId, emoji]: [MessageId, string]) =>
  committed(office, (tx) => removeReaction(tx, by, { messageId, emoji }))
const changesOf = (office: Office) => feedOf(database().owner, office.organizationId, 'chat.messageChanged')
const aSpaceAdmin = async (office: Office): Promise<TestMember> => {
  const member = await aMember(services(), office.organizationId, { name: 'Sam Spaceadmin' })
  await inOrganization(database().app.db, office.organizationId, (tx) =>
    tx
      .insertInto('space_member')
      .values({ organization_id: office.organizationId, space_id: office.space.id, member_id: member.id, role: 'admin' })
      .execute(),
  )
  return member
}

describe('editing', () => {
  it('[CH1] gives the author’s message other words, and tells who hears the chat that a person did', async () => {
    const office = await anOffice()
    const { id, channelId } = await said(office, actorOf(office.ada), 'Lunhc?')
    const message = await edited(office, actorOf(office.ada), [id, '  Lunch? '])
    expect(message).toMatchObject({ text: 'Lunch?', editedAt: 5_000, rev: 2 })
    const last = (await changesOf(office)).at(-1)
    expect(last).toMatchObject({ rev: 2, audience: [`space:${office.space.id}`], payload: { message, revision: { kind: 'edited' } } })
    const page = await committed(office, (tx) => listMessages(tx, actorOf(office.ben), { channelId, limit: 5 }))
    expect(page.messages).toEqual([message])
  })

  it('[CH1] changes nothing with the same words, and takes no empty or too long text', async () => {
    const office = await anOffice()
    const { id } = await said(office, actorOf(office.ada), 'Lunch?')
    expect(await edited(office, actorOf(office.ada), [id, 'Lunch? '])).toMatchObject({ rev: 1, editedAt: null })
    for (const text of ['  ', 'x'.repeat(12_001)]) {
      await expect(edited(office, actorOf(office.ada), [id, text])).rejects.toMatchObject({ code: 'bad_input' })
    }
    expect(await changesOf(office)).toHaveLength(1)
  })

  it('[CH1] is for the author alone, also towards an owner, and ends with the deletion', async () => {
    const office = await anOffice()
    const { id } = await said(office, actorOf(office.ada), 'Lunch?')
    for (const other of [office.ben, office.owner]) {
      await expect(edited(office, actorOf(other), [id, 'Dinner?'])).rejects.toMatchObject({ code: 'not_allowed' })
    }
    await deleted(office, actorOf(office.ada), id)
    await expect(edited(office, actorOf(office.ada), [id, 'Dinner?'])).rejects.toMatchObject({ code: 'conflict' })
  })

  it('[CH3] makes no private word of what everybody has read', async () => {
    const office = await anOffice()
    const { id } = await said(office, actorOf(office.ada), 'Lunch?')
    await expect(edited(office, actorOf(office.ada), [id, '@Ben Okafor, lunch?'])).rejects.toMatchObject({ code: 'bad_input' })
    const both = await edited(office, actorOf(office.ada), [id, '@Ben Okafor, @Olga Owner: lunch?'])
    expect(both.text).toBe(`<@p:${office.ben.id}>, <@p:${office.owner.id}>: lunch?`)
  })

  it('[BR7] from outside changes nothing when it says what stands, and wins when it is known to be the latest', async () => {
    const office = await anOffice()
    const { id } = await toBen(office, 'lunch?')
    const { text } = await edited(office, actorOf(office.ada), [id, 'dinner?'], 90_000)
    const system = { kind: 'system', organizationId: office.organizationId, name: 'slack' } as const
    const receive = (edit: { text: string; editedAtMs: number; isLatest?: boolean }) =>
      committed(office, (tx) => editReceivedMessage(tx, system, { messageId: id, ...edit }))
    expect(await receive({ text, editedAtMs: 99_000 })).toMatchObject({ rev: 2, editedAt: 90_000 })
    expect(await receive({ text: 'from a slow clock', editedAtMs: 80_000 })).toMatchObject({ text: 'dinner?', rev: 2 })
    const late = await receive({ text: 'from a slow clock', editedAtMs: 80_000, isLatest: true })
    expect(late).toMatchObject({ text: 'from a slow clock', editedAt: 90_000, rev: 3 })
    expect((await changesOf(office)).at(-1)?.payload.revision).toBeUndefined()
  })
})

describe('deleting', () => {
  it('[CH1] leaves a tombstone without text and reactions, once', async () => {
    const office = await anOffice()
    const { id } = await said(office, actorOf(office.ada), 'Never mind')
    await reacted(office, actorOf(office.ben), [id, '👍'])
    const gone = await deleted(office, actorOf(office.ada), id)
    expect(gone).toMatchObject({ text: '', deletedAt: 6_000, reactions: [], rev: 3 })
    expect(await deleted(office, actorOf(office.ada), id)).toEqual(gone)
    expect((await changesOf(office)).map(({ rev, payload }) => [rev, payload.revision?.kind])).toEqual([
      [1, undefined],
      [2, 'reactionAdded'],
      [3, 'deleted'],
    ])
    await expect(reacted(office, actorOf(office.ben), [id, '👍'])).rejects.toMatchObject({ code: 'conflict' })
  })

  it('[CH1] is for the author, and in a space’s chat for its admins and the organization’s', async () => {
    const office = await anOffice()
    const spaceAdmin = await aSpaceAdmin(office)
    const texts = [await said(office, actorOf(office.ada), 'one'), await said(office, actorOf(office.ada), 'two')]
    for (const { id } of texts) {
      await expect(deleted(office, actorOf(office.ben), id)).rejects.toMatchObject({ code: 'not_allowed' })
    }
    const [one, two] = texts as [MessageView, MessageView]
    expect(await deleted(office, actorOf(spaceAdmin), one.id)).toMatchObject({ text: '' })
    expect(await deleted(office, actorOf(office.owner), two.id)).toMatchObject({ text: '' })
  })

  it('[CH3] leaves what two people say to each other to the two', async () => {
    const office = await anOffice()
    const { id } = await toBen(office, 'between us')
    await expect(deleted(office, actorOf(office.owner), id)).rejects.toMatchObject({ code: 'not_found' })
    await expect(deleted(office, actorOf(office.ben), id)).rejects.toMatchObject({ code: 'not_allowed' })
    expect(await deleted(office, actorOf(office.ada), id)).toMatchObject({ text: '' })
  })
})

describe('reacting', () => {
  it('[CH1] stands once per person and emoji, in the order in which they came, and can be taken back', async () => {
    const office = await anOffice()
    const { id, channelId } = await said(office, actorOf(office.ada), 'We have shipped')
    await reacted(office, actorOf(office.ben), [id, '🎉'])
    await reacted(office, actorOf(office.ada), [id, '❤️'])
    await reacted(office, actorOf(office.ada), [id, '🎉'])
    const again = await reacted(office, actorOf(office.ada), [id, '🎉'])
    const reactions = [
      { emoji: '🎉', people: [office.ben.id, office.ada.id] },
      { emoji: '❤️', people: [office.ada.id] },
    ]
    expect(again).toMatchObject({ reactions, rev: 4 })
    const page = await committed(office, (tx) => listMessages(tx, actorOf(office.ben), { channelId, limit: 5 }))
    expect(page.messages[0]?.reactions).toEqual(reactions)
    const back = await unreacted(office, actorOf(office.ben), [id, '🎉'])
    expect(back.reactions).toContainEqual({ emoji: '🎉', people: [office.ada.id] })
    expect(await unreacted(office, actorOf(office.ben), [id, '🎉'])).toMatchObject({ rev: 5 })
    const revision = { kind: 'reactionRemoved', personId: office.ben.id, emoji: '🎉' }
    expect((await changesOf(office)).at(-1)?.payload).toEqual({ message: back, revision })
  })

  it('[CH1] takes emoji with skin tones and custom ones by their name, nothing else, and no more kinds than Slack', async () => {
    const office = await anOffice()
    const { id } = await said(office, actorOf(office.ada), 'hello')
    await reacted(office, actorOf(office.ben), [id, '👍🏽'])
    await reacted(office, actorOf(office.ben), [id, ':partyparrot:'])
    for (const emoji of ['yes', '', '👍👍', ':a b:', '<script>']) {
      await expect(reacted(office, actorOf(office.ben), [id, emoji])).rejects.toMatchObject({ code: 'bad_input' })
    }
    for (let kind = 2; kind < MOST_REACTION_KINDS; kind++) await reacted(office, actorOf(office.ben), [id, `:kind-${kind}:`])
    await expect(reacted(office, actorOf(office.ada), [id, ':one-too-many:'])).rejects.toMatchObject({ code: 'bad_input' })
    expect((await reacted(office, actorOf(office.ada), [id, '👍🏽'])).reactions[0]?.people).toHaveLength(2)
  })

  it('[BR7] from outside stands as the person’s own, and what stands already changes nothing', async () => {
    const office = await anOffice()
    const { id } = await toBen(office, 'lunch?')
    const system = { kind: 'system', organizationId: office.organizationId, name: 'slack' } as const
    const receive = (present: boolean) =>
      committed(office, (tx) => receiveReaction(tx, system, { messageId: id, personId: office.ben.id, emoji: '👀', present }))
    expect(await receive(true)).toMatchObject({ reactions: [{ emoji: '👀', people: [office.ben.id] }], rev: 2 })
    expect(await receive(true)).toMatchObject({ rev: 2 })
    expect(await receive(false)).toMatchObject({ reactions: [], rev: 3 })
    expect(await receive(false)).toMatchObject({ rev: 3 })
    expect((await changesOf(office)).map(({ payload }) => payload.revision)).toEqual([undefined, undefined, undefined])
  })
})

it('[ID4] does not exist for those who may not read it: others’ mention chats, and what stood before a visitor came', async () => {
  const office = await anOffice()
  const priv = await toBen(office, 'between us')
  const before = await said(office, actorOf(office.ada), 'from before')
  const visitor = await aVisitor(services(), office.organizationId, { spaceId: office.space.id })
  const late: PersonActor = { ...actorOf(visitor), sinceMs: before.createdAt + 1 }
  const stranger = actorOf(await aMember(services(), office.organizationId, { name: 'Cy Tanaka' }))
  for (const [by, id] of [
    [stranger, priv.id],
    [late, priv.id],
    [late, before.id],
  ] as const) {
    for (const attempt of [
      () => edited(office, by, [id, 'x']),
      () => deleted(office, by, id),
      () => reacted(office, by, [id, '👍']),
      () => unreacted(office, by, [id, '👍']),
    ]) {
      await expect(attempt()).rejects.toMatchObject({ code: 'not_found' })
    }
  }
})
