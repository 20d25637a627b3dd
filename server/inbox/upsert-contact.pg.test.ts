import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId } from '@atrium/shared/ids.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aMember, anOrganization, testServices } from '../identity/testing/builders.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { findConversation } from './conversations.queries.ts'
import { aContact, aConversation, aCustomer } from './testing/builders.ts'

const database = useTestDatabase()
const services = () => testServices(database())

it('[IN2] the same e-mail is the same contact, case aside, also when many write at once', async () => {
  const organizationId = await anOrganization(services())
  const first = await aContact(services(), organizationId, { name: 'Carla', email: 'carla@acme.example' })
  const again = await Promise.all(
    Array.from({ length: 6 }, () => aContact(services(), organizationId, { name: 'Carla', email: 'Carla@ACME.example' })),
  )
  expect(new Set(again.map(({ id }) => id))).toEqual(new Set([first.id]))
  const atOnce = await Promise.all(
    Array.from({ length: 6 }, () => aContact(services(), organizationId, { name: 'Dan', email: 'dan@acme.example' })),
  )
  expect(new Set(atOnce.map(({ id }) => id)).size).toBe(1)
})

it('[IN2] heals a placeholder, in its conversation and its messages too', async () => {
  const organizationId = await anOrganization(services())
  const customerId = await aCustomer(services(), organizationId)
  const placeholder = await aContact(services(), organizationId, { name: 'Someone at Acme', placeholder: true, customerId })
  const { conversation } = await aConversation(services(), organizationId, { contactId: placeholder.id })
  const healed = await aContact(services(), organizationId, { contactId: placeholder.id, name: 'Carla', email: 'carla@acme.example' })
  expect(healed).toEqual({ ...placeholder, name: 'Carla', email: 'carla@acme.example', placeholder: false, rev: 2 })
  const changed = await feedOf(database().owner, organizationId, 'inbox.conversationChanged')
  expect(changed.at(-1)?.payload.conversation).toMatchObject({ id: conversation.id, rev: 2, contact: { name: 'Carla' } })
  const messages = await feedOf(database().owner, organizationId, 'inbox.messageChanged')
  expect(messages.at(-1)?.payload.message).toMatchObject({ rev: 2, author: { kind: 'contact', name: 'Carla' } })
})

it('[IN2] never forgets what is known for a placeholder, and says nothing when nothing is new', async () => {
  const organizationId = await anOrganization(services())
  const known = await aContact(services(), organizationId, { name: 'Carla', email: 'carla@acme.example' })
  expect(await aContact(services(), organizationId, { contactId: known.id, name: 'U123', placeholder: true })).toEqual(known)
  expect(await aContact(services(), organizationId, { contactId: known.id, name: 'Carla' })).toEqual(known)
  expect(await feedOf(database().owner, organizationId, 'inbox.contactChanged')).toHaveLength(1)
})

it('[IN2] makes a placeholder that turns out to be somebody known that contact, with all it wrote', async () => {
  const organizationId = await anOrganization(services())
  const known = await aContact(services(), organizationId, { name: 'Carla', email: 'carla@acme.example' })
  const placeholder = await aContact(services(), organizationId, { name: 'U123', placeholder: true })
  const { conversation } = await aConversation(services(), organizationId, { contactId: placeholder.id })
  const merged = await aContact(services(), organizationId, { contactId: placeholder.id, name: 'Carla', email: 'carla@acme.example' })
  expect(merged.id).toBe(known.id)
  const row = await commitInOrganization(services(), organizationId, (tx) => findConversation(tx, organizationId, conversation.id))
  expect(row?.contact_id).toBe(known.id)
  const messages = await feedOf(database().owner, organizationId, 'inbox.messageChanged')
  expect(messages.at(-1)?.payload.message.author).toMatchObject({ id: known.id, name: 'Carla' })
})

it('[IN2] keeps two known people apart when one takes on the address of the other', async () => {
  const organizationId = await anOrganization(services())
  const carla = await aContact(services(), organizationId, { name: 'Carla', email: 'carla@acme.example' })
  const dan = await aContact(services(), organizationId, { name: 'Dan', email: 'dan@acme.example' })
  const changed = await aContact(services(), organizationId, { contactId: dan.id, name: 'Dan', email: 'carla@acme.example' })
  expect(changed).toMatchObject({ id: dan.id, email: 'dan@acme.example' })
  expect(carla.id).not.toBe(dan.id)
})

it("[IN2] somebody who claims an agent's e-mail never becomes that agent", async () => {
  const organizationId = await anOrganization(services())
  const agent = await aMember(services(), organizationId, { name: 'Ada', email: 'ada@northwind.example' })
  const claimant = await aContact(services(), organizationId, { name: 'Not Ada', email: 'ada@northwind.example' })
  expect(claimant.id).not.toBe(agent.id)
  const { message } = await aConversation(services(), organizationId, { contactId: claimant.id })
  expect(message.author).toMatchObject({ kind: 'contact', id: claimant.id, name: 'Not Ada' })
})

it('[IN2] knows nobody of another organization', async () => {
  const [organizationId, other] = [await anOrganization(services()), await anOrganization(services())]
  const theirs = await aContact(services(), other, { email: 'carla@acme.example' })
  expect((await aContact(services(), organizationId, { email: 'carla@acme.example' })).id).not.toBe(theirs.id)
  await expect(aContact(services(), organizationId, { contactId: theirs.id })).rejects.toMatchObject({ code: 'not_found' })
  await expect(aContact(services(), organizationId, { contactId: newId() })).rejects.toMatchObject({ code: 'not_found' })
})
