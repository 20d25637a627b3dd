import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type ChannelId, type GroupId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { actorOf, aVisitor } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { changeGroups } from '../space/change-groups.ts'
import { useOffice } from '../space/testing/office.ts'
import { deleteMessage } from './delete-message.ts'
import { listChannels } from './list-channels.ts'
import { listMessages } from './list-messages.ts'
import { listThread } from './list-thread.ts'
import { markRead } from './mark-read.ts'
import { openNearbyChat } from './open-nearby-chat.ts'
import { addReaction } from './react-to-message.ts'
import { sendMessage } from './send-message.ts'

const database = useTestDatabase()
const useStage = useOffice(database)

/** Three people in a space, who are put together by what the scene would say. */
async function anOffice() {
  const office = await useStage()
  const { services, organizationId, space, ada, ben, someone, enter } = office
  const cy = await someone('Cy')
  for (const [index, actor] of [ada, ben, cy].entries()) {
    const { tab } = await enter(actor, space.id)
    // Far apart, so that the scene itself sees no group.
    tab.walk(100 + index * 300, 800)
  }
  const commit = <T>(work: Parameters<typeof commitInOrganization<T>>[2]) => commitInOrganization(services, organizationId, work)
  const stand = (...groups: PersonActor[][]) => {
    const standing = groups.flatMap((group) => {
      const groupId = group.length > 1 ? newId<GroupId>() : null
      return group.map(({ personId }) => ({ personId, groupId }))
    })
    return commit((tx) => changeGroups(tx, { organizationId, spaceId: space.id }, standing))
  }
  const open = (actor: PersonActor) => commit((tx) => openNearbyChat(tx, actor, { nowMs: Date.now() }))
  const say = async (actor: PersonActor, channelId: ChannelId, text: string) =>
    (await sendMessage(services, { actor, clientId: newId(), channelId, text })).message
  const history = async (actor: PersonActor, channelId: ChannelId) =>
    (await inOrganization(services.db, organizationId, (tx) => listMessages(tx, actor, { channelId, limit: 50 }))).messages.map(
      ({ text }) => text,
    )
  const chats = async (actor: PersonActor) =>
    (await inOrganization(services.db, organizationId, (tx) => listChannels(tx, actor))).filter(({ channel }) => channel.kind === 'nearby')
  return { ...office, cy, commit, stand, open, say, history, chats }
}
const refusedAs = (code: string) => ({ code })

it('[SP5, CH1] those who stand together have a chat, the same whoever opens it, told to them alone', async () => {
  const { ada, ben, cy, stand, open, say, history, chats, feed, space } = await anOffice()
  await stand([ada, ben], [cy])
  const [hers, his] = await Promise.all([open(ada), open(ben)])
  expect(hers).toEqual(his)
  expect(hers).toMatchObject({ kind: 'nearby', spaceId: space.id, people: [ada.personId, ben.personId].toSorted() })
  await say(ada, hers.id, 'shall we?')
  expect(await history(ben, hers.id)).toEqual(['shall we?'])
  expect(await chats(ben)).toMatchObject([{ channel: hers, unread: 1, lastMessage: { text: 'shall we?' } }])
  const audience = [ada, ben].map(({ personId }) => `person:${personId}`).toSorted()
  const told = [...(await feed('chat.messageChanged')), ...(await feed('chat.channelOpened'))].filter(({ payload }) =>
    JSON.stringify(payload).includes(hers.id),
  )
  expect(told).toHaveLength(2)
  for (const change of told) expect(change.audience.toSorted()).toEqual(audience)
})

it('[SP5, CH1] nobody else reads it, whatever they try, an owner neither', async () => {
  const { services, organizationId, ada, ben, cy, stand, open, say, history, chats, commit } = await anOffice()
  await stand([ada, ben], [cy])
  const { id } = await open(ada)
  const message = await say(ada, id, 'between us')
  const owner = { ...cy, role: 'owner' as const }
  for (const actor of [cy, owner]) {
    await expect(history(actor, id)).rejects.toMatchObject(refusedAs('not_found'))
    await expect(say(actor, id, 'me too')).rejects.toMatchObject(refusedAs('not_found'))
    const attempts = [
      commit((tx) => addReaction(tx, actor, { messageId: message.id, emoji: '👍' })),
      commit((tx) => deleteMessage(tx, actor, { messageId: message.id, nowMs: Date.now() })),
      commit((tx) => markRead(tx, actor, { channelId: id, messageId: message.id })),
      inOrganization(services.db, organizationId, (tx) => listThread(tx, actor, { threadRootId: message.id, limit: 50 })),
    ]
    for (const outcome of await Promise.allSettled(attempts))
      expect(outcome).toMatchObject({ status: 'rejected', reason: refusedAs('not_found') })
    expect(await chats(actor)).toEqual([])
  }
})

it('[SP5, CH1] whoever joins reads nothing from before, and what was said stays with those who heard it', async () => {
  const { ada, ben, cy, stand, open, say, history } = await anOffice()
  await stand([ada, ben], [cy])
  const two = await open(ada)
  await say(ada, two.id, 'before')
  await stand([ada, ben, cy])
  const three = await open(cy)
  expect(three.id).not.toBe(two.id)
  expect(await history(cy, three.id)).toEqual([])
  await say(cy, three.id, 'hello you two')
  await say(ben, two.id, 'still between us')
  await stand([ada, ben], [cy])
  expect(await open(ben)).toEqual(two)
  expect(await history(ada, two.id)).toEqual(['before', 'still between us'])
  expect(await history(cy, three.id)).toEqual(['hello you two'])
})

it('[SP5] it is there while its people stand together, and can be read afterwards', async () => {
  const { ada, ben, cy, stand, open, say, history, as } = await anOffice()
  await expect(open(ada)).rejects.toMatchObject(refusedAs('not_found'))
  await stand([ada, ben])
  const { id } = await open(ada)
  await say(ben, id, 'see you')
  await stand([ada, cy], [ben])
  await expect(say(ada, id, 'are you there?')).rejects.toMatchObject(refusedAs('conflict'))
  await as(ben).leave()
  await stand([ada])
  await expect(say(ada, id, 'are you there?')).rejects.toMatchObject(refusedAs('conflict'))
  expect(await history(ada, id)).toEqual(['see you'])
})

it('[CH3, BR4] a word to one person leaves it for the mention chat of the two, and the rest is never bridged', async () => {
  const { services, ada, ben, cy, stand, open, say } = await anOffice()
  await stand([ada, ben, cy])
  const { id } = await open(ada)
  const { channel } = await sendMessage(services, { actor: ada, clientId: newId(), channelId: id, text: `<@p:${cy.personId}> psst` })
  expect(channel).toMatchObject({ kind: 'mention', people: [ada.personId, cy.personId].toSorted() })
  expect(await say(ada, id, '@all lunch?')).toMatchObject({ channelId: id, bridge: null })
})

it('[SP5, ID4] a visitor has the chat of those they stand with, and nothing of the others', async () => {
  const { services, organizationId, space, ada, ben, enter, stand, open, say, history, chats } = await anOffice()
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, name: 'Vera' }))
  await enter(visitor, space.id)
  await stand([ada, ben])
  const { id: before } = await open(ada)
  await say(ada, before, 'before Vera')
  await stand([ada, ben, visitor])
  const { id } = await open(visitor)
  await say(ada, id, 'welcome')
  expect(await history(visitor, id)).toEqual(['welcome'])
  expect((await chats(visitor)).map(({ channel }) => channel.id)).toEqual([id])
  await expect(history(visitor, before)).rejects.toMatchObject(refusedAs('not_found'))
})
