import { afterEach, describe, expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type ChannelId, type GroupId, type MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import type { FeedItem } from '@atrium/shared/realtime/change.ts'
import { actorOf, aMember, anOrganization, aVisitor } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { createFeed } from '../realtime/feed/create-feed.ts'
import { socketTape, type SocketTape } from '../realtime/testing/socket-tape.ts'
import { changeGroups } from '../space/change-groups.ts'
import { aSpace } from '../space/testing/builders.ts'
import { useOffice } from '../space/testing/office.ts'
import { openMentionChat } from './open-mention-chat.ts'
import { openNearbyChat } from './open-nearby-chat.ts'
import { sendMessage } from './send-message.ts'
import { setTyping } from './set-typing.ts'

const database = useTestDatabase()
const useStage = useOffice(database)
const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()))
})
const holding = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 30_000 })
const refusedAs = (code: string) => expect.objectContaining({ code })

/** Everybody who could hear of it, each on the feed: two members, visitors of the space, of the library, of the studio and of another space, and a stranger. */
async function anOffice() {
  const office = await useStage()
  const { services, organizationId, space, ada, ben, someone } = office
  const second = await aSpace(services, organizationId, { name: 'Second floor' })
  const visitor = async (name: string, place: { spaceId: typeof space.id; roomId?: typeof space.library }) =>
    actorOf(await aVisitor(services, organizationId, { ...place, name }))
  const people: Record<string, PersonActor> = {
    ada,
    ben,
    cy: await someone('Cy'),
    guest: await visitor('Vera', { spaceId: space.id }),
    reader: await visitor('Rita', { spaceId: space.id, roomId: space.library }),
    painter: await visitor('Paul', { spaceId: space.id, roomId: space.studio }),
    upstairs: await visitor('Uma', { spaceId: second.id }),
    stranger: actorOf(await aMember(services, await anOrganization(services), { name: 'Sid' })),
  }
  const feed = createFeed(services, { pollMs: 60_000, heartbeatMs: 60_000 })
  const ending = new AbortController()
  endings.push(async () => {
    ending.abort()
    await feed.stop()
  })
  const tapes = new Map<string, SocketTape>()
  for (const [name, actor] of Object.entries(people)) {
    const socket = socketTape()
    tapes.set(name, socket)
    const items = feed.follow({ actor, socket, subscriptionId: 1, after: null, signal: ending.signal, onActor: () => {} })
    void items[Symbol.asyncIterator]().next()
  }
  await holding(() => expect([...tapes.values()].every((tape) => tape.frames.length > 0)).toBe(true))
  const tapeOf = (name: string) => tapes.get(name)!
  const heardBy = (name: string) =>
    (tapeOf(name).texts() as { result: { data: { data: FeedItem } } }[]).flatMap(({ result: { data } }) =>
      data.data.type === 'signal' && data.data.signal.kind === 'chat.typing' ? [data.data.signal.payload] : [],
    )
  const type = (actor: PersonActor, channelId: ChannelId, { tab = socketTape(), threadRootId = null, isTyping = true }: Typing = {}) =>
    setTyping({ services, socket: tab }, actor, { channelId, threadRootId, isTyping }).then(() => tab)
  const hearers = () => Object.keys(people).filter((name) => heardBy(name).length > 0)
  const say = async (actor: PersonActor, channelId: ChannelId) =>
    (await sendMessage(services, { actor, clientId: newId(), channelId, text: 'hello' })).message.id
  const commit = <T>(work: Parameters<typeof commitInOrganization<T>>[2]) => commitInOrganization(services, organizationId, work)
  const standTogether = async (group: PersonActor[]) => {
    for (const actor of group) await office.enter(actor, space.id)
    const groupId = newId<GroupId>()
    const changes = group.map(({ personId }) => ({ personId, groupId }))
    await commit((tx) => changeGroups(tx, { organizationId, spaceId: space.id }, changes))
  }
  return { ...office, people, type, heardBy, hearers, tapeOf, say, commit, standTogether }
}
interface Typing {
  tab?: SocketTape
  threadRootId?: MessageId | null
  isTyping?: boolean
}
const chatOf = (id: string) => id as ChannelId

describe('[CH1] who is typing is told at once to whoever may read the chat, and to nobody else:', () => {
  it('of a space', async () => {
    const { ada, space, type, hearers, heardBy } = await anOffice()
    await type(ada, chatOf(space.id))
    expect(hearers()).toEqual(['ada', 'ben', 'cy', 'guest'])
    const said = { channelId: space.id, threadRootId: null, personId: ada.personId, name: 'Ada', isTyping: true }
    expect(heardBy('ben')).toEqual([said])
  })

  it('of a room', async () => {
    const { people, space, type, hearers } = await anOffice()
    await type(people.reader!, chatOf(space.library))
    expect(hearers()).toEqual(['ada', 'ben', 'cy', 'guest', 'reader'])
  })

  it('of two people, one of them a visitor', async () => {
    const { ben, people, commit, type, hearers } = await anOffice()
    const chat = await commit((tx) => openMentionChat(tx, ben, { personId: people.guest!.personId, nowMs: Date.now() }))
    await type(people.guest!, chat.id)
    expect(hearers()).toEqual(['ben', 'guest'])
  })

  it('of who stands near, as long as they do', async () => {
    const { ada, ben, cy, commit, standTogether, type, hearers } = await anOffice().then((office) => ({ ...office, cy: office.people.cy! }))
    await standTogether([ada, ben])
    const chat = await commit((tx) => openNearbyChat(tx, ada, { nowMs: Date.now() }))
    await type(ada, chat.id)
    expect(hearers()).toEqual(['ada', 'ben'])
    await standTogether([ada, cy])
    await expect(type(ada, chat.id)).rejects.toEqual(refusedAs('conflict'))
  })

  it('of a thread', async () => {
    const { ada, ben, space, say, type, heardBy, hearers } = await anOffice()
    const threadRootId = await say(ada, chatOf(space.library))
    await type(ben, chatOf(space.library), { threadRootId })
    expect(hearers()).toEqual(['ada', 'ben', 'cy', 'guest', 'reader'])
    expect(heardBy('ada')).toMatchObject([{ channelId: space.library, threadRootId }])
  })
})

it('[CH1] nobody types where they may not write, and nobody hears of it', async () => {
  const { ada, ben, people, space, commit, say, type, hearers } = await anOffice()
  const chat = await commit((tx) => openMentionChat(tx, ada, { personId: ben.personId, nowMs: Date.now() }))
  const threadRootId = await say(ada, chatOf(space.id))
  const { cy, reader, upstairs, stranger } = people
  const refused: [PersonActor, string, Typing?][] = [
    [cy!, chat.id],
    [{ ...cy!, role: 'owner' } as PersonActor, chat.id],
    [reader!, space.id],
    [upstairs!, space.library],
    [stranger!, space.id],
    [ada, newId()],
    [ada, space.library, { threadRootId }],
  ]
  for (const [actor, channelId, typing] of refused)
    await expect(type(actor, chatOf(channelId), typing)).rejects.toEqual(refusedAs('not_found'))
  expect(hearers()).toEqual([])
})

it('[CH1] it is taken back when they stop, or when the last tab that typed has gone', async () => {
  const { ada, space, type, heardBy } = await anOffice()
  const channelId = chatOf(space.id)
  const said = () => heardBy('ben').map(({ isTyping }) => isTyping)
  const tab = await type(ada, channelId)
  await type(ada, channelId, { tab, isTyping: false })
  expect(said()).toEqual([true, false])
  const other = await type(ada, channelId)
  await type(ada, channelId, { tab })
  tab.cut()
  expect(said()).toEqual([true, false, true, true])
  other.endWithoutAnswer()
  expect(said()).toEqual([true, false, true, true, false])
  other.cut()
  await type(ada, channelId, { isTyping: false })
  expect(said()).toHaveLength(5)
})

it('[CH1] nothing of it is written, and the place in the feed stays', async () => {
  const { ada, organizationId, space, type, tapeOf } = await anOffice()
  const changes = () =>
    database().owner.db.selectFrom('change').select('seq').where('organization_id', '=', organizationId).orderBy('seq').execute()
  const before = await changes()
  await type(ada, chatOf(space.id))
  expect(await changes()).toEqual(before)
  const ids = (tapeOf('ben').texts() as { result: { id: string } }[]).map(({ result }) => result.id)
  expect(new Set(ids)).toEqual(new Set([ids[0]]))
})

it('[CH1] nobody says it without end', async () => {
  const { ada, space, type } = await anOffice()
  for (let time = 0; time < 30; time++) await type(ada, chatOf(space.id))
  await expect(type(ada, chatOf(space.id))).rejects.toEqual(refusedAs('too_many'))
})
