import fc from 'fast-check'
import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ClientMutationId, type ContactId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { actorOf, aMember, anOrganization, testServices, type TestMember } from '../identity/testing/builders.ts'
import { createCallerFactory, type RequestContext } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { inboxRouter } from './inbox.router.ts'
import { rateConversation } from './ratings/rate-conversation.ts'
import { receiveBatch } from './receive-batch.ts'
import { receiveContactMessage } from './receive-message.ts'
import { aConversation, aSystem } from './testing/builders.ts'
import { aPolicy } from './testing/triage-builders.ts'

const database = useTestDatabase()

async function anInbox() {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const ben = await aMember(services, organizationId, { name: 'Ben Okafor' })
  const system = aSystem(organizationId)
  const commit = <T>(work: (tx: Tx) => Promise<T>) => commitInOrganization(services, organizationId, work)
  const as = (member: TestMember) => createCallerFactory(inboxRouter)({ services, actor: actorOf(member) } as unknown as RequestContext)
  const api = as(ben)
  let nowMs = Date.now() - 3_600_000
  const later = () => (nowMs += 1_000)
  const contactOf = ({ contact }: ConversationView) => contact?.id as ContactId
  return {
    ...{ services, organizationId, api, as },
    open: (text: string) =>
      aConversation(services, organizationId, { createdAtMs: later(), text }).then(({ conversation }) => conversation),
    /** As it comes in by itself, or with others. */
    writes: (place: ConversationView, text: string, isBatched = false) =>
      commit(async (tx) => {
        const [contactId, createdAtMs] = [contactOf(place), later()]
        if (!isBatched) await receiveContactMessage(tx, system, { conversationId: place.id, contactId, text, createdAtMs })
        const author = { kind: 'contact', contactId } as const
        const message = { id: newId<ConversationMessageId>(createdAtMs), conversationId: place.id, author, text, createdAtMs }
        if (isBatched) await receiveBatch(tx, system, { openings: [], messages: [message] })
      }),
    notes: (id: ConversationId, text: string) => api.addNote({ clientId: newId<ClientMutationId>(), conversationId: id, text }),
    votes: (place: ConversationView, contactId: ContactId, score: number) =>
      commit((tx) => rateConversation(tx, system, { conversationId: place.id, contactId, score, nowMs: later() })),
    contactOf,
    /** All that is shown of it. */
    async look(id: ConversationId) {
      const { conversation, messages, notes, ratings } = await api.getConversation({ conversationId: id })
      const { rev: _rev, ...shown } = conversation
      return {
        shown,
        messages: messages.map(({ text, author }) => [author.id, text]),
        notes: notes.map(({ text }) => text),
        ratings: ratings.map(({ contactId, score, at }) => `${contactId} ${score} ${at}`).toSorted((one, other) => (one < other ? -1 : 1)),
      }
    },
  }
}

it('[IN8] undoing a merge brings everything back where it was, and what was written in its place meanwhile, too', async () => {
  const { api, open, writes, notes, votes, look, contactOf } = await anInbox()
  const [from, into] = [await open('The export stops'), await open('The import stops')]
  await notes(from.id, 'Known since March')
  await notes(into.id, 'Not known')
  await api.setStatus({ conversationId: into.id, status: 'closed' })
  for (const [place, score] of [[from, 2] as const, [into, 5] as const]) await votes(place, contactOf(from), score)
  const [before, beforeKept] = [await look(from.id), await look(into.id)]
  await api.mergeConversations({ from: from.id, into: into.id })
  expect(await look(into.id)).toMatchObject({
    shown: { status: 'open' },
    messages: { length: 2 },
    notes: { length: 2 },
    ratings: { length: 1 },
  })
  expect(await api.undoConversationMerge({ conversationId: from.id })).toMatchObject({ id: from.id, mergedInto: null, status: 'open' })
  expect([await look(from.id), await look(into.id)]).toEqual([before, beforeKept])

  await api.mergeConversations({ from: from.id, into: into.id })
  await writes(from, 'Still there?')
  await writes(from, 'And this', true)
  await writes(into, 'By the way')
  await notes(into.id, 'After it')
  await api.undoConversationMerge({ conversationId: from.id })
  const parted = await look(from.id)
  expect(parted.messages.map(([, text]) => text)).toEqual(['The export stops', 'Still there?', 'And this'])
  expect(parted.notes).toEqual(['Known since March'])
  expect(parted.shown).toMatchObject({ status: 'open', preview: 'And this', waiting: true })
  const kept = await look(into.id)
  expect(kept.messages.map(([, text]) => text)).toEqual(['The import stops', 'By the way'])
  expect(kept.notes).toEqual(['Not known', 'After it'])
  expect(kept.shown).toMatchObject({ status: 'open', preview: 'By the way', waiting: true })
  await writes(from, 'Here again')
  expect((await look(from.id)).messages).toHaveLength(4)
  expect((await api.searchConversations({ words: 'still there' })).found.map(({ conversation }) => conversation.id)).toEqual([from.id])
})

it('[IN8] of two merges the later is undone first, a merge is undone once, and nobody undoes one of another organization', async () => {
  const { api, open, look } = await anInbox()
  const [first, second, third] = [await open('One'), await open('Two'), await open('Three')]
  await api.mergeConversations({ from: first.id, into: second.id })
  const beforeLater = [await look(first.id), await look(second.id), await look(third.id)]
  await api.mergeConversations({ from: second.id, into: third.id })
  await expect(api.undoConversationMerge({ conversationId: first.id })).rejects.toThrow('Undo that first')
  const stranger = await anInbox()
  await expect(stranger.api.undoConversationMerge({ conversationId: second.id })).rejects.toThrow('was not merged')
  await api.undoConversationMerge({ conversationId: second.id })
  expect([await look(first.id), await look(second.id), await look(third.id)]).toEqual(beforeLater)
  await expect(api.undoConversationMerge({ conversationId: second.id })).rejects.toThrow('undone already')
  await api.undoConversationMerge({ conversationId: first.id })
  expect((await look(first.id)).messages).toHaveLength(1)
})

it('[IN8, IN6] clocks of the SLA run on as if nothing had been merged', async () => {
  const { services, organizationId, api, open, look } = await anInbox()
  await aPolicy(services, organizationId, { nowMs: 1_000_000 })
  const [from, into] = [await open('One'), await open('Two')]
  const before = [await look(from.id), await look(into.id)]
  await api.mergeConversations({ from: from.id, into: into.id })
  await api.undoConversationMerge({ conversationId: from.id })
  expect([await look(from.id), await look(into.id)]).toEqual(before)
})

it('[IN8] whatever is merged in whatever order, undoing all of it in the opposite order leaves nothing behind', async () => {
  const inbox = await anInbox()
  const { api, open, notes, votes, look, contactOf } = inbox
  const step = fc.record({ from: fc.nat(3), into: fc.nat(3) })
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 4 }), fc.array(fc.nat(3), { maxLength: 4 }), async (steps, rated) => {
      const all: ConversationView[] = []
      for (let number = 0; number < 4; number++) {
        const conversation = await open(`Number ${number}`)
        await notes(conversation.id, `Note ${number}`)
        if (number % 2 === 1) await api.setStatus({ conversationId: conversation.id, status: 'closed' })
        all.push(conversation)
      }
      for (const which of rated) await votes(all[which]!, contactOf(all[0]!), 1 + which)
      const lookAtAll = () => Promise.all(all.map(({ id }) => look(id)))
      const before = await lookAtAll()
      const done: ConversationId[] = []
      for (const { from, into } of steps) {
        const merge = { from: all[from]!.id, into: all[into]!.id }
        const isMerged = await api.mergeConversations(merge).then(
          () => true,
          () => false,
        )
        if (isMerged) done.push(merge.from)
      }
      for (const conversationId of done.toReversed()) await api.undoConversationMerge({ conversationId })
      expect(await lookAtAll()).toEqual(before)
    }),
    { numRuns: 8 },
  )
})
