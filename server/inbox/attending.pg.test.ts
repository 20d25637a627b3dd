import fc from 'fast-check'
import { afterEach, expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type ConversationId } from '@atrium/shared/ids.ts'
import type { MemberActor, PersonActor } from '@atrium/shared/identity/actor.ts'
import { ATTENDING, type Attending } from '@atrium/shared/inbox/attending.ts'
import type { FeedItem } from '@atrium/shared/realtime/change.ts'
import { actorOf, aMember, anOrganization, aVisitor, testServices } from '../identity/testing/builders.ts'
import { createFeed } from '../realtime/feed/create-feed.ts'
import { socketTape, type SocketTape } from '../realtime/testing/socket-tape.ts'
import { aSpace } from '../space/testing/builders.ts'
import { setAttending } from './set-attending.ts'
import { aConversation } from './testing/builders.ts'

const database = useTestDatabase()
const endings: (() => Promise<void>)[] = []
afterEach(async () => {
  await Promise.all(endings.splice(0).map((end) => end()))
})

/** Two agents and a visitor of one organization, an agent of another one, all on the feed; each organization has a conversation. */
async function twoOffices() {
  const services = testServices(database())
  const [organizationId, otherId] = [await anOrganization(services), await anOrganization(services)]
  const ada = actorOf(await aMember(services, organizationId, { name: 'Ada' })) as MemberActor
  const ben = actorOf(await aMember(services, organizationId, { name: 'Ben' })) as MemberActor
  const sid = actorOf(await aMember(services, otherId, { name: 'Sid' })) as MemberActor
  const space = await aSpace(services, organizationId, { name: 'Harbor' })
  const vera = actorOf(await aVisitor(services, organizationId, { spaceId: space.id, name: 'Vera' }))
  const people: Record<string, PersonActor> = { ada, ben, sid, vera }
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
  await vi.waitFor(() => expect([...tapes.values()].every((tape) => tape.frames.length > 0)).toBe(true), { timeout: 30_000 })
  const heardBy = (name: string) =>
    ((tapes.get(name)?.texts() ?? []) as { result: { data: { data: FeedItem } } }[]).flatMap(({ result: { data } }) =>
      data.data.type === 'signal' && data.data.signal.kind === 'inbox.attending' ? [data.data.signal.payload] : [],
    )
  const attend = (
    actor: MemberActor,
    conversationId: ConversationId,
    { tab = socketTape(), doing = 'viewing', isOn = true }: Attended = {},
  ) => setAttending({ services, socket: tab }, actor, { conversationId, doing, isOn }).then(() => tab)
  const conversationId = (await aConversation(services, organizationId)).conversation.id
  const foreignId = (await aConversation(services, otherId)).conversation.id
  return { services, organizationId, ada, ben, sid, heardBy, attend, conversationId, foreignId }
}
interface Attended {
  tab?: SocketTape
  doing?: Attending
  isOn?: boolean
}

it('[IN7] who looks and who writes is told at once to every agent, to no visitor and to no other organization', async () => {
  const { ada, heardBy, attend, conversationId } = await twoOffices()
  await attend(ada, conversationId)
  await attend(ada, conversationId, { doing: 'writing' })
  const said = (doing: Attending) => ({ conversationId, memberId: ada.personId, doing, isOn: true })
  expect(heardBy('ben')).toEqual([said('viewing'), said('writing')])
  expect([heardBy('vera'), heardBy('sid')]).toEqual([[], []])
})

it('[IN7, ID2] nobody attends to a conversation of another organization, or to none, or without a socket that would end it', async () => {
  const { services, ada, sid, heardBy, attend, conversationId, foreignId } = await twoOffices()
  const refused: [MemberActor, ConversationId][] = [
    [ada, foreignId],
    [sid, conversationId],
    [ada, newId<ConversationId>()],
    [{ ...sid, role: 'owner' }, conversationId],
  ]
  for (const doing of ATTENDING)
    for (const [actor, id] of refused)
      await expect(attend(actor, id, { doing })).rejects.toEqual(expect.objectContaining({ code: 'not_found' }))
  const withoutSocket = setAttending({ services, socket: null }, ada, { conversationId, doing: 'viewing', isOn: true })
  await expect(withoutSocket).rejects.toEqual(expect.objectContaining({ code: 'bad_input' }))
  expect(['ada', 'ben', 'sid', 'vera'].map((name) => heardBy(name))).toEqual([[], [], [], []])
})

it('[IN7] of any tabs that come, say so, let go and are cut off, the agents hear exactly as long as one of them attends, and nobody else hears anything', async () => {
  const acts = fc.array(
    fc.record({
      tab: fc.nat(2),
      doing: fc.constantFrom(...ATTENDING),
      act: fc.constantFrom('on' as const, 'off' as const, 'cut' as const),
    }),
    { minLength: 1, maxLength: 14 },
  )
  await fc.assert(
    fc.asyncProperty(acts, async (steps) => {
      const { ada, heardBy, attend, conversationId } = await twoOffices()
      const tabs = [socketTape(), socketTape(), socketTape()]
      const held: Record<Attending, Set<number>> = { viewing: new Set(), writing: new Set() }
      const gone = new Set<number>()
      for (const { tab: index, doing, act } of steps) {
        const tab = tabs[index]
        if (!tab || gone.has(index)) continue
        if (act === 'cut') {
          tab.cut()
          gone.add(index)
          for (const kind of ATTENDING) held[kind].delete(index)
        } else {
          await attend(ada, conversationId, { tab, doing, isOn: act === 'on' })
          if (act === 'on') held[doing].add(index)
          else held[doing].delete(index)
        }
        for (const kind of ATTENDING) {
          const last = heardBy('ben').findLast((said) => said.doing === kind)
          expect(last?.isOn ?? false).toBe(held[kind].size > 0)
        }
      }
      expect([heardBy('vera'), heardBy('sid')]).toEqual([[], []])
    }),
    { numRuns: 15 },
  )
})

it('[IN7] nothing of it is written, and nobody says it without end', async () => {
  const { organizationId, ada, attend, conversationId } = await twoOffices()
  const changes = () => database().owner.db.selectFrom('change').select('seq').where('organization_id', '=', organizationId).execute()
  const before = await changes()
  for (let time = 0; time < 30; time++) await attend(ada, conversationId)
  await expect(attend(ada, conversationId)).rejects.toEqual(expect.objectContaining({ code: 'too_many' }))
  expect(await changes()).toEqual(before)
})
