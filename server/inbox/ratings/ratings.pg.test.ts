import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { ContactId } from '@atrium/shared/ids.ts'
import { actorOf, aMember, anOrganization, testServices } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { getConversation } from '../get-conversation.ts'
import { aContact, aConversation, aSystem } from '../testing/builders.ts'
import { upsertContact } from '../upsert-contact.ts'
import { commentOnRating, rateConversation } from './rate-conversation.ts'

const database = useTestDatabase()

async function aScene() {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const member = actorOf(await aMember(services, organizationId))
  const { conversation } = await aConversation(services, organizationId)
  const conversationId = conversation.id
  const system = aSystem(organizationId)
  return {
    ...{ services, organizationId, conversationId },
    vote: (contactId: ContactId, score: number, nowMs: number) =>
      commitInOrganization(services, organizationId, (tx) => rateConversation(tx, system, { conversationId, contactId, score, nowMs })),
    comment: (contactId: ContactId, comment: string) =>
      commitInOrganization(services, organizationId, (tx) => commentOnRating(tx, system, { conversationId, contactId, comment })),
    async votes() {
      const { ratings } = await commitInOrganization(services, organizationId, (tx) => getConversation(tx, member, conversationId))
      return ratings.map(({ contactName, score, comment, rev }) => ({ contactName, score, comment, rev }))
    },
  }
}

it('[IN11] of two votes the later one counts when their two contacts turn out to be one person', async () => {
  const scene = await aScene()
  const { services, organizationId } = scene
  const email = 'one@acme.example'
  const known = await aContact(services, organizationId, { name: 'One Person', email })
  const placeholder = await aContact(services, organizationId, { name: 'U1', placeholder: true })
  await scene.vote(known.id, 2, 2_000)
  await scene.vote(placeholder.id, 4, 3_000)
  const profile = { contactId: placeholder.id, customerId: null, name: 'One Person', email, avatarUrl: null, placeholder: false }
  await commitInOrganization(services, organizationId, (tx) => upsertContact(tx, aSystem(organizationId), { ...profile, nowMs: 4_000 }))
  expect(await scene.votes()).toMatchObject([{ contactName: 'One Person', score: 4 }])
})

it('[IN11] a vote is a whole number from 1 to 5, of a conversation that is there, and only who has voted comments', async () => {
  const scene = await aScene()
  const contactId = (await aContact(scene.services, scene.organizationId)).id
  for (const score of [0, 6, 2.5, Number.NaN]) await expect(scene.vote(contactId, score, 1)).rejects.toMatchObject({ code: 'bad_input' })
  expect(await scene.comment(contactId, 'Hm')).toBeNull()
  await scene.vote(contactId, 5, 1_000)
  await expect(scene.comment(contactId, 'x'.repeat(2_001))).rejects.toMatchObject({ code: 'bad_input' })
  await scene.comment(contactId, ' Fine. ')
  await scene.comment(contactId, '')
  expect(await scene.votes()).toMatchObject([{ score: 5, comment: null, rev: 3 }])
  const elsewhere = await anOrganization(scene.services)
  const there = { conversationId: scene.conversationId, contactId, score: 1, nowMs: 1 }
  await expect(
    commitInOrganization(scene.services, elsewhere, (tx) => rateConversation(tx, aSystem(elsewhere), there)),
  ).rejects.toMatchObject({ code: 'not_found' })
})
