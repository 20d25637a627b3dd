import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import { newId, type ChannelId, type MessageId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { aMember, anOrganization, testServices, type TestMember } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { openMentionChannel } from './open-mention-channel.ts'
import { receiveMessage } from './receive-message.ts'
import { deleteReceivedMessage, editReceivedMessage } from './revise-received-message.ts'
import { setMessageBridges } from './set-message-bridges.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'

const database = useTestDatabase()
const services = () => testServices(database())

interface Pair {
  organizationId: OrganizationId
  system: SystemActor
  ada: TestMember
  ben: TestMember
  channel: ChannelView
}
async function aMentionChat(): Promise<Pair> {
  const organizationId = await anOrganization(services())
  const ada = await aMember(services(), organizationId, { name: 'Ada' })
  const ben = await aMember(services(), organizationId, { name: 'Ben' })
  const channel = await commitInOrganization(services(), organizationId, (tx) =>
    openMentionChannel(tx, { organizationId, people: [ben.id, ada.id], nowMs: 1_000 }),
  )
  return { organizationId, system: { kind: 'system', organizationId, name: 'slack' }, ada, ben, channel }
}
const received = (pair: Pair, text: string, createdAtMs = 10_000) =>
  commitInOrganization(services(), pair.organizationId, (tx) =>
    receiveMessage(tx, pair.system, { channelId: pair.channel.id, authorId: pair.ben.id, text, createdAtMs }),
  )

it('[CH1] opens one mention chat for two people, whoever asks and however often', async () => {
  const { organizationId, ada, ben, channel } = await aMentionChat()
  const open = (people: [typeof ada.id, typeof ada.id]) =>
    commitInOrganization(services(), organizationId, (tx) => openMentionChannel(tx, { organizationId, people, nowMs: 2_000 }))
  const cy = await aMember(services(), organizationId, { name: 'Cy' })
  const atOnce = await Promise.all(Array.from({ length: 6 }, (_, index) => open(index % 2 ? [ada.id, cy.id] : [cy.id, ada.id])))
  expect(new Set(atOnce.map(({ id }) => id)).size).toBe(1)
  expect(await open([ada.id, ben.id])).toEqual(channel)
  expect(channel).toMatchObject({ kind: 'mention', people: [ada.id, ben.id].toSorted() })
  const opened = await feedOf(database().owner, organizationId, 'chat.channelOpened')
  expect(opened.map(({ payload }) => payload.channel.id)).toEqual([channel.id, atOnce[0]?.id])
  expect(opened[0]?.audience.toSorted()).toEqual([`person:${ada.id}`, `person:${ben.id}`].toSorted())
  await expect(open([ada.id, ada.id])).rejects.toMatchObject({ code: 'bad_input' })
})

it('[BR6] takes a message from outside into the mention chat, for the two alone', async () => {
  const pair = await aMentionChat()
  const message = await received(pair, 'Back at *two*')
  expect(message).toMatchObject({ authorId: pair.ben.id, authorName: 'Ben', source: 'slack', bridge: null, createdAt: 10_000, rev: 1 })
  const changes = await feedOf(database().owner, pair.organizationId, 'chat.messageChanged')
  expect(changes.map(({ payload }) => payload.message)).toEqual([message])
  expect(changes[0]?.audience.toSorted()).toEqual([`person:${pair.ada.id}`, `person:${pair.ben.id}`].toSorted())
})

it('[BR6] puts a message that comes late after what was read before it came', async () => {
  const pair = await aMentionChat()
  const [first, late] = [await received(pair, 'one', 50_000), await received(pair, 'from before', 20_000)]
  expect(late.id > first.id).toBe(true)
  expect(late.createdAt).toBe(20_000)
})

it('[BR6] takes none for a chat of others, for a stranger, or for what is no mention chat', async () => {
  const pair = await aMentionChat()
  const cy = await aMember(services(), pair.organizationId, { name: 'Cy' })
  const other = await aMentionChat()
  const attempts = [{ authorId: cy.id }, { channelId: newId<ChannelId>() }, { channelId: other.channel.id, authorId: other.ben.id }]
  for (const attempt of attempts) {
    const input = { channelId: pair.channel.id, authorId: pair.ben.id, text: 'x', createdAtMs: 1, ...attempt }
    const trying = commitInOrganization(services(), pair.organizationId, (tx) => receiveMessage(tx, pair.system, input))
    await expect(trying).rejects.toMatchObject({ code: 'not_found' })
  }
})

it('[BR6] keeps texts that Postgres would refuse', async () => {
  expect((await received(await aMentionChat(), 'a\0b \ud83d c')).text).toBe('ab \ufffd c')
})

it('[BR7] lets the latest edit win and leaves a tombstone that no edit revives', async () => {
  const pair = await aMentionChat()
  const { id } = await received(pair, 'tow')
  const edit = (text: string, editedAtMs: number) =>
    commitInOrganization(services(), pair.organizationId, (tx) => editReceivedMessage(tx, pair.system, { messageId: id, text, editedAtMs }))
  const remove = () =>
    commitInOrganization(services(), pair.organizationId, (tx) =>
      deleteReceivedMessage(tx, pair.system, { messageId: id, deletedAtMs: 40_000 }),
    )
  expect(await edit('two', 30_000)).toMatchObject({ text: 'two', editedAt: 30_000, rev: 2 })
  expect(await edit('to', 20_000)).toMatchObject({ text: 'two', editedAt: 30_000, rev: 2 })
  expect(await remove()).toMatchObject({ text: '', deletedAt: 40_000, rev: 3 })
  expect(await edit('three', 50_000)).toMatchObject({ text: '', rev: 3 })
  expect(await remove()).toMatchObject({ rev: 3 })
  const changes = await feedOf(database().owner, pair.organizationId, 'chat.messageChanged')
  expect(changes.map(({ rev }) => rev)).toEqual([1, 2, 3])
})

it('[CH7] tells both where a message is in Slack, once per change', async () => {
  const pair = await aMentionChat()
  const { id } = await received(pair, 'hello')
  const set = (permalink: string | null) =>
    commitInOrganization(services(), pair.organizationId, (tx) =>
      setMessageBridges(tx, pair.system, [{ messageId: id, bridge: { state: 'sent', permalink } }]),
    )
  expect(await set(null)).toMatchObject([{ bridge: { state: 'sent', permalink: null }, rev: 2 }])
  expect(await set(null)).toMatchObject([{ rev: 2 }])
  expect(await set('https://x.example/p1')).toMatchObject([{ rev: 3 }])
  expect((await feedOf(database().owner, pair.organizationId, 'chat.messageChanged')).map(({ rev }) => rev)).toEqual([1, 2, 3])
})

it('[CH7] tells of several at once, in the order given, and of none when one does not exist', async () => {
  const pair = await aMentionChat()
  const [first, second] = [await received(pair, 'one'), await received(pair, 'two')]
  const set = (...ids: MessageId[]) =>
    commitInOrganization(services(), pair.organizationId, (tx) =>
      setMessageBridges(
        tx,
        pair.system,
        ids.map((messageId) => ({ messageId, bridge: { state: 'queued' } })),
      ),
    )
  await expect(set(first.id, newId<MessageId>())).rejects.toMatchObject({ code: 'not_found' })
  expect(await set(second.id, first.id)).toMatchObject([
    { id: second.id, rev: 2 },
    { id: first.id, rev: 2 },
  ])
  const changes = await feedOf(database().owner, pair.organizationId, 'chat.messageChanged')
  expect(changes.filter(({ rev }) => rev === 2).map(({ payload }) => payload.message.id)).toEqual([second.id, first.id])
})

it("[BR7] revises no message of another organization's", async () => {
  const [pair, other] = [await aMentionChat(), await aMentionChat()]
  const { id } = await received(other, 'hello')
  const attempts = [
    (messageId: MessageId) =>
      commitInOrganization(services(), pair.organizationId, (tx) =>
        editReceivedMessage(tx, pair.system, { messageId, text: 'x', editedAtMs: 1 }),
      ),
    (messageId: MessageId) =>
      commitInOrganization(services(), pair.organizationId, (tx) => deleteReceivedMessage(tx, pair.system, { messageId, deletedAtMs: 1 })),
    (messageId: MessageId) =>
      commitInOrganization(services(), pair.organizationId, (tx) =>
        setMessageBridges(tx, pair.system, [{ messageId, bridge: { state: 'queued' } }]),
      ),
  ]
  for (const attempt of attempts) await expect(attempt(id)).rejects.toMatchObject({ code: 'not_found' })
})
