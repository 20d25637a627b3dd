import fc from 'fast-check'
import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { ContactId, ConversationId, CustomerId } from '@atrium/shared/ids.ts'
import { applyChange, emptyState } from '@atrium/shared/realtime/apply-change.ts'
import { actorOf, aMember, anOrganization, testServices } from '../identity/testing/builders.ts'
import { createCallerFactory, type RequestContext } from '../infra/trpc.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { inboxRouter } from './inbox.router.ts'
import { receiveBatch } from './receive-batch.ts'
import { receiveContactMessage } from './receive-message.ts'
import { aContact, aConversation, aCustomer, aSystem } from './testing/builders.ts'

const database = useTestDatabase()

async function anInbox() {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const ben = await aMember(services, organizationId, { name: 'Ben Okafor', role: 'admin' })
  const dana = await aMember(services, organizationId, { name: 'Dana Moreau' })
  const as = (member: typeof ben) => createCallerFactory(inboxRouter)({ services, actor: actorOf(member) } as unknown as RequestContext)
  const contact = (options: Parameters<typeof aContact>[2] = {}) => aContact(services, organizationId, options)
  return {
    ...{ services, organizationId, ben, dana, as, api: as(ben), contact },
    customer: (name?: string) => aCustomer(services, organizationId, name === undefined ? {} : { name }),
    open: (options: Parameters<typeof aConversation>[2] = {}) =>
      aConversation(services, organizationId, options).then(({ conversation }) => conversation),
    writes: (conversationId: ConversationId, contactId: ContactId) =>
      commitInOrganization(services, organizationId, (tx) =>
        receiveContactMessage(tx, aSystem(organizationId), { conversationId, contactId, text: 'And now?', createdAtMs: 2_000_000 }),
      ),
  }
}
type Inbox = Awaited<ReturnType<typeof anInbox>>

async function namesOfAll(api: Inbox['api'], wanted: { words?: string; archived?: boolean | null; limit: number }): Promise<string[]> {
  const names: string[] = []
  let cursor: string | null = null
  do {
    const page: Awaited<ReturnType<Inbox['api']['browseCustomers']>> = await api.browseCustomers({ ...wanted, cursor })
    names.push(...page.customers.map(({ customer }) => customer.name))
    cursor = page.nextCursor
  } while (cursor)
  return names
}

it('[IN12] customers are listed by name, page by page, each once, and found by any part of their name', async () => {
  const { api, customer, as } = await anInbox()
  const names = ['Acme', 'acme labs', 'Ärzte & Co', 'Globex 100 %', 'Initech_2', 'Umbrella', 'Wayne Enterprises']
  for (const name of names.toReversed()) await customer(name)
  expect(await namesOfAll(api, { limit: 2 })).toEqual(await namesOfAll(api, { limit: 200 }))
  expect((await namesOfAll(api, { limit: 3 })).toSorted()).toEqual(names.toSorted())
  expect(await namesOfAll(api, { words: ' ACME', limit: 1 })).toEqual(['Acme', 'acme labs'])
  expect(await namesOfAll(api, { words: '%', limit: 5 })).toEqual(['Globex 100 %'])
  expect(await namesOfAll(api, { words: '_', limit: 5 })).toEqual(['Initech_2'])
  await expect(api.browseCustomers({ cursor: 'nonsense' })).rejects.toThrow('does not exist')
  const stranger = await anInbox()
  expect(await namesOfAll(stranger.as(stranger.ben), { limit: 10 })).toEqual([])
  expect(await namesOfAll(as(stranger.ben), { limit: 10 })).toEqual([])
})

it('[IN12] a customer shows what is open with them and when something last happened', async () => {
  const { api, customer, open } = await anInbox()
  const [customerId, quiet] = [await customer('Acme'), await customer('Globex')]
  const first = await open({ customerId, createdAtMs: 1_000_000 })
  const second = await open({ customerId, createdAtMs: 3_000_000 })
  await api.setStatus({ conversationId: first.id, status: 'closed' })
  expect(await api.getCustomer({ customerId })).toMatchObject({ openIds: [second.id], lastActivityAt: 3_000_000 })
  expect((await api.browseCustomers({})).customers).toMatchObject([
    { customer: { id: customerId, name: 'Acme' }, openIds: [second.id], lastActivityAt: 3_000_000 },
    { customer: { id: quiet }, openIds: [], lastActivityAt: null },
  ])
})

it('[IN12] a new name shows in every conversation, for those who have the page open too, and no two customers share one', async () => {
  const { api, customer, open, services, organizationId } = await anInbox()
  const [customerId] = [await customer('Acme'), await customer('Globex')]
  const conversation = await open({ customerId })
  const renamed = await api.renameCustomer({ customerId, name: ' Acme  Robotics ' })
  expect(renamed).toMatchObject({ id: customerId, name: 'Acme Robotics', rev: 2 })
  expect((await api.getConversation({ conversationId: conversation.id })).conversation.customer).toEqual({
    id: customerId,
    name: 'Acme Robotics',
  })
  const state = emptyState()
  state.conversations[conversation.id] = conversation
  for (const { payload } of await feedOf(database().owner, organizationId, 'inbox.customerChanged'))
    applyChange(state, { kind: 'inbox.customerChanged', payload }, (await aMember(services, organizationId)).id)
  expect(state.conversations[conversation.id]?.customer?.name).toBe('Acme Robotics')
  await expect(api.renameCustomer({ customerId, name: 'GLOBEX' })).rejects.toThrow('already')
  await expect(api.renameCustomer({ customerId, name: ' ' })).rejects.toThrow('name')
  expect(await api.renameCustomer({ customerId, name: 'Acme Robotics' })).toEqual(renamed)
})

it('[IN12] a member looks after a customer, and nobody who is not there', async () => {
  const { api, as, customer, ben, dana } = await anInbox()
  const customerId = await customer()
  expect(await as(dana).setCustomerOwner({ customerId, ownerId: dana.id })).toMatchObject({ ownerId: dana.id, rev: 2 })
  const stranger = await anInbox()
  await expect(api.setCustomerOwner({ customerId, ownerId: stranger.ben.id })).rejects.toThrow('not in this organization')
  expect(await api.setCustomerOwner({ customerId, ownerId: null })).toMatchObject({ ownerId: null })
  expect(ben.id).not.toBe(dana.id)
})

it('[IN12, ID2] an admin archives a customer and brings them back; what is written still comes in', async () => {
  const { api, as, customer, dana, open } = await anInbox()
  const customerId = await customer('Acme')
  await expect(as(dana).archiveCustomer({ customerId, archived: true })).rejects.toMatchObject({ cause: { code: 'not_allowed' } })
  const archived = await api.archiveCustomer({ customerId, archived: true })
  expect(archived.archivedAt).not.toBeNull()
  expect(await api.archiveCustomer({ customerId, archived: true })).toEqual(archived)
  expect([await namesOfAll(api, { limit: 5 }), await namesOfAll(api, { archived: true, limit: 5 })]).toEqual([[], ['Acme']])
  await customer('Globex')
  expect(await namesOfAll(api, { archived: null, limit: 1 })).toEqual(['Acme', 'Globex'])
  expect((await open({ customerId })).customer?.id).toBe(customerId)
  expect(await api.archiveCustomer({ customerId, archived: false })).toMatchObject({ archivedAt: null, rev: 3 })
})

it('[IN12] contacts are listed by name and found by name and address, who was merged into another under the other', async () => {
  const { api, contact, customer } = await anInbox()
  const customerId = await customer()
  const carla = await contact({ name: 'Carla Diaz', email: 'carla@acme.example', customerId })
  const double = await contact({ name: 'carla', customerId })
  const zoe = await contact({ name: 'Zoe Park', email: 'zoe@globex.example' })
  const namesOf = async (input: { customerId: CustomerId | null; words?: string }) =>
    (await api.listContacts(input)).contacts.map(({ name }) => name)
  expect(await namesOf({ customerId })).toEqual(['carla', 'Carla Diaz'])
  expect(await namesOf({ customerId: null, words: 'GLOBEX' })).toEqual(['Zoe Park'])
  const first = await api.listContacts({ customerId: null, limit: 2 })
  const second = await api.listContacts({ customerId: null, limit: 2, cursor: first.nextCursor })
  expect([...first.contacts, ...second.contacts].map(({ id }) => id)).toEqual([double.id, carla.id, zoe.id])
  await api.mergeContacts({ from: double.id, into: carla.id })
  expect(await namesOf({ customerId })).toEqual(['Carla Diaz'])
  expect(await api.getContact({ contactId: double.id })).toMatchObject({ contact: { id: carla.id }, merged: [{ id: double.id }] })
})

it('[IN12] merged people are one: their conversations and messages, also those to come, show whoever is left', async () => {
  const { api, contact, open, writes, services, organizationId } = await anInbox()
  const [carla, double] = [await contact({ name: 'Carla Diaz' }), await contact({ name: 'carla (phone)' })]
  const [own, others] = [await open({ contactId: carla.id }), await open({ contactId: double.id })]
  await writes(own.id, double.id)
  await expect(api.mergeContacts({ from: carla.id, into: carla.id })).rejects.toThrow('another')
  expect(await api.mergeContacts({ from: double.id, into: carla.id })).toMatchObject({ id: carla.id, mergedInto: null })
  const later = await open({ contactId: double.id })
  await commitInOrganization(services, organizationId, (tx) =>
    receiveBatch(tx, aSystem(organizationId), {
      openings: [],
      messages: [{ ...someMessage(), conversationId: others.id, author: { kind: 'contact', contactId: double.id } }],
    }),
  )
  for (const { id } of [own, others, later]) {
    const { conversation, messages } = await api.getConversation({ conversationId: id })
    expect(conversation.contact).toMatchObject({ id: carla.id, name: 'Carla Diaz' })
    for (const { author } of messages) expect(author).toMatchObject({ id: carla.id, name: 'Carla Diaz' })
  }
  const { conversations } = await api.listConversations({ contactId: carla.id })
  expect(conversations.map(({ id }) => id).toSorted()).toEqual([own.id, others.id, later.id].toSorted())
  await expect(api.mergeContacts({ from: double.id, into: (await contact()).id })).rejects.toThrow('already')
})

const someMessage = () => ({ id: crypto.randomUUID() as never, text: 'One more', createdAtMs: 3_000_000 })

it('[IN12] people of different customers are merged only by somebody who says so, and who had none comes to the other’s', async () => {
  const { api, contact, customer } = await anInbox()
  const [acme, globex] = [await customer(), await customer()]
  const [one, two, free] = [await contact({ customerId: acme }), await contact({ customerId: globex }), await contact()]
  await expect(api.mergeContacts({ from: one.id, into: two.id })).rejects.toMatchObject({ cause: { code: 'conflict' } })
  expect(await api.mergeContacts({ from: one.id, into: two.id, acrossCustomers: true })).toMatchObject({ customerId: globex })
  expect(await api.mergeContacts({ from: two.id, into: free.id })).toMatchObject({ customerId: globex })
  await api.undoContactMerge({ contactId: two.id })
  expect((await api.getContact({ contactId: free.id })).contact.customerId).toBeNull()
})

it('[IN12] of two merges the later is undone first; a placeholder that turns out to be somebody takes along who was merged into it', async () => {
  const { api, contact, open } = await anInbox()
  const [one, two, three] = [await contact({ name: 'One' }), await contact({ name: 'Two' }), await contact({ name: 'Three' })]
  await api.mergeContacts({ from: one.id, into: two.id })
  await api.mergeContacts({ from: two.id, into: three.id })
  await expect(api.undoContactMerge({ contactId: one.id })).rejects.toMatchObject({ cause: { code: 'conflict' } })
  await api.undoContactMerge({ contactId: two.id })
  expect(await api.getContact({ contactId: one.id })).toMatchObject({ contact: { id: two.id }, merged: [{ id: one.id }] })
  await expect(api.undoContactMerge({ contactId: two.id })).rejects.toThrow('undone already')

  const known = await contact({ name: 'Carla', email: 'carla@acme.example' })
  const placeholder = await contact({ name: 'U123', placeholder: true })
  const conversation = await open({ contactId: three.id })
  await api.mergeContacts({ from: three.id, into: placeholder.id })
  expect(await contact({ contactId: placeholder.id, name: 'Carla', email: 'carla@acme.example' })).toMatchObject({ id: known.id })
  expect((await api.getConversation({ conversationId: conversation.id })).conversation.contact?.id).toBe(known.id)
  await api.undoContactMerge({ contactId: three.id })
  expect((await api.getConversation({ conversationId: conversation.id })).conversation.contact?.id).toBe(three.id)
})

it('[IN12] whoever an agent has merged stays merged when more is learnt of them', async () => {
  const { api, contact } = await anInbox()
  const carla = await contact({ name: 'Carla' })
  await contact({ name: 'Somebody else', email: 'carla@acme.example' })
  const double = await contact({ name: 'U123', placeholder: true })
  await api.mergeContacts({ from: double.id, into: carla.id })
  expect(await contact({ contactId: double.id, name: 'C. Diaz', email: 'carla@acme.example' })).toMatchObject({
    ...{ id: double.id, name: 'C. Diaz', email: null, mergedInto: carla.id },
  })
})

it('[IN12] after any merges and undoings everything shows what is left, the feed as a fresh look, and undoing all leaves nothing behind', async () => {
  const step = fc.oneof(
    fc.record({ do: fc.constant('merge' as const), from: fc.nat(4), into: fc.nat(4) }),
    fc.record({ do: fc.constant('undo' as const), from: fc.nat(4), into: fc.constant(0) }),
    fc.record({ do: fc.constant('write' as const), from: fc.nat(4), into: fc.nat(4) }),
  )
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const { api, ben, contact, customer, open, writes, organizationId } = await anInbox()
      const customerId = await customer()
      const people = []
      for (let number = 0; number < 5; number++) people.push(await contact({ name: `P${number}`, ...(number % 2 ? { customerId } : {}) }))
      const opened = []
      for (const { id } of people) opened.push(await open({ contactId: id }))
      const before = await look(api, opened)
      const mergedWith = new Map<number, number>()
      const shownOf = (index: number): number => (mergedWith.has(index) ? shownOf(mergedWith.get(index)!) : index)
      let written = 0
      for (const { do: what, from, into } of steps) {
        if (what === 'write') {
          await writes(opened[into]!.id, people[from]!.id)
          written += 1
        } else if (what === 'merge') {
          const isPossible = from !== into && !mergedWith.has(from) && !mergedWith.has(into)
          const merging = api.mergeContacts({ from: people[from]!.id, into: people[into]!.id })
          if (isPossible) mergedWith.set(from, into)
          await (isPossible ? merging : expect(merging).rejects.toThrow())
        } else {
          const kept = mergedWith.get(from)
          const isPossible = kept !== undefined && !mergedWith.has(kept)
          const undoing = api.undoContactMerge({ contactId: people[from]!.id })
          if (isPossible) mergedWith.delete(from)
          await (isPossible ? undoing : expect(undoing).rejects.toThrow())
        }
        for (const [index, shown] of (await look(api, opened)).entries()) expect(shown?.contact?.id).toBe(people[shownOf(index)]!.id)
      }
      const state = emptyState()
      for (const { payload } of await feedOf(database().owner, organizationId, 'inbox.conversationChanged'))
        applyChange(state, { kind: 'inbox.conversationChanged', payload }, ben.id)
      expect(opened.map(({ id }) => state.conversations[id])).toEqual(await look(api, opened))
      while (mergedWith.size > 0) {
        const [last] = [...mergedWith].find(([, kept]) => !mergedWith.has(kept))!
        await api.undoContactMerge({ contactId: people[last]!.id })
        mergedWith.delete(last)
      }
      const left = await inOrganization(database().owner.db, organizationId, (tx) =>
        tx.selectFrom('contact_merge').select('kept_id').where('organization_id', '=', organizationId).execute(),
      )
      expect(left).toEqual([])
      for (const person of people) {
        const { rev: _rev, ...now } = (await api.getContact({ contactId: person.id })).contact
        expect({ ...now, rev: person.rev }).toEqual(person)
      }
      if (written === 0) expect((await look(api, opened)).map((one) => one?.contact)).toEqual(before.map((one) => one?.contact))
    }),
    { numRuns: 10 },
  )
})

async function look(api: Inbox['api'], opened: readonly { id: ConversationId }[]) {
  const { conversations } = await api.listConversations({ limit: 200 })
  return opened.map(({ id }) => conversations.find((conversation) => conversation.id === id))
}
