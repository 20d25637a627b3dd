import { newId, type ClientMutationId, type ContactId } from '@atrium/shared/ids.ts'
import { actorOf, aMember } from '../../../identity/testing/builders.ts'
import { mergeContacts } from '../../../inbox/contacts/merge-contacts.ts'
import { mergeByAgent } from '../../../inbox/merge-conversations.ts'
import { receiveContactMessage } from '../../../inbox/receive-message.ts'
import { aContact, aConversation, aCustomer, aSystem } from '../../../inbox/testing/builders.ts'
import { aPolicy, aTag, aTeam, someTerms } from '../../../inbox/testing/triage-builders.ts'
import { aMacro, aSavedView, someMacro } from '../../../inbox/testing/view-builders.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import type { Scene } from '../matrix-scene.ts'
import type { Sample } from '../sample-inputs.ts'

const written = async (scene: Scene) => ({
  ...(await conversation(scene)),
  clientId: newId<ClientMutationId>(),
  text: 'We are looking into it.',
})

export const inboxSamples: Record<string, Sample> = {
  'inbox.listConversations': {
    input: async ({ services, organizationId }) => ({ customerId: await aCustomer(services, organizationId), limit: 10 }),
    foreignFindsNothing: true,
  },
  'inbox.getConversation': { input: conversation },
  'inbox.listCustomers': {},
  'inbox.browseCustomers': { input: async () => ({ words: 'customer', archived: false, limit: 10 }) },
  'inbox.getCustomer': { input: customer },
  'inbox.createCustomer': { input: async () => ({ name: `Initech ${newId().slice(-12)}` }) },
  'inbox.renameCustomer': { input: async (scene) => ({ ...(await customer(scene)), name: `Initech ${newId().slice(-12)}` }) },
  'inbox.setCustomerOwner': {
    input: async (scene) => ({ ...(await customer(scene)), ownerId: (await aMember(scene.services, scene.organizationId)).id }),
  },
  'inbox.archiveCustomer': { input: async (scene) => ({ ...(await customer(scene)), archived: true }) },
  'inbox.report': {
    input: async (scene) => ({ ...(await customer(scene)), from: '2026-11-01', until: '2026-11-30', timeZone: 'UTC', group: 'customer' }),
  },
  'inbox.listContacts': { input: async (scene) => ({ ...(await customer(scene)), words: 'carla', limit: 10 }), foreignFindsNothing: true },
  'inbox.getContact': { input: contact },
  'inbox.mergeContacts': { input: async (scene) => ({ from: (await contact(scene)).contactId, into: (await contact(scene)).contactId }) },
  'inbox.undoContactMerge': { input: mergedContact },
  'inbox.reply': { input: written },
  'inbox.addNote': { input: written },
  'inbox.setAttending': {
    input: async (scene) => ({ ...(await conversation(scene)), doing: 'viewing', isOn: true }),
    onSocketAfter: () => [],
  },
  'inbox.setStatus': { input: async (scene) => ({ ...(await conversation(scene)), status: 'closed' }) },
  'inbox.setPriority': { input: async (scene) => ({ ...(await conversation(scene)), priority: 'high' }) },
  'inbox.assign': {
    input: async (scene) => ({ ...(await conversation(scene)), assigneeId: (await aMember(scene.services, scene.organizationId)).id }),
  },
  'inbox.triageConversations': {
    input: async (scene) => ({
      conversationIds: [(await conversation(scene)).conversationId],
      change: { status: 'pending', priority: 'low' },
    }),
  },
  'inbox.undoTriage': {
    input: async (scene) => ({ steps: [{ ...(await conversation(scene)), from: { priority: 'high' }, to: { priority: 'normal' } }] }),
  },
  'inbox.getSettings': {},
  'inbox.setAsksForRating': { input: async () => ({ on: true }) },
  'inbox.listTriageChoices': {},
  'inbox.createTag': { input: async () => ({ name: `tag ${newId().slice(-12)}` }) },
  'inbox.renameTag': { input: async (scene) => ({ ...(await tag(scene)), name: `tag ${newId().slice(-12)}` }) },
  'inbox.deleteTag': { input: tag },
  'inbox.saveTeam': {
    input: async (scene) => ({
      ...(await team(scene)),
      ...{ name: `Team ${newId().slice(-12)}`, routing: 'round_robin', takesNew: false },
      memberIds: [(await aMember(scene.services, scene.organizationId)).id],
    }),
  },
  'inbox.deleteTeam': { input: team },
  'inbox.saveSlaPolicy': {
    input: async (scene) => ({ ...(await policy(scene)), name: `Policy ${newId().slice(-12)}`, terms: someTerms() }),
  },
  'inbox.deleteSlaPolicy': { input: policy },
  'inbox.searchConversations': { input: async () => ({ words: 'invoice', limit: 10 }) },
  'inbox.listViews': {},
  'inbox.saveView': { input: async () => ({ viewId: null, name: `View ${newId().slice(-12)}`, filter: { status: 'open' }, shared: true }) },
  'inbox.deleteView': { input: view },
  'inbox.saveMacro': { input: async (scene) => ({ ...(await macro(scene)), ...someMacro() }) },
  'inbox.deleteMacro': { input: macro },
  'inbox.mergeConversations': {
    input: async (scene) => ({ from: (await conversation(scene)).conversationId, into: (await conversation(scene)).conversationId }),
  },
  'inbox.listEarlierMessages': {
    input: async (scene) => {
      const { conversationId, fromMessageId } = await twoMessages(scene)
      return { conversationId, before: fromMessageId }
    },
  },
  'inbox.undoConversationMerge': { input: mergedConversation },
  'inbox.splitConversation': { input: twoMessages },
}

async function customer({ services, organizationId }: Scene) {
  return { customerId: await aCustomer(services, organizationId) }
}

async function contact({ services, organizationId }: Scene) {
  return { contactId: (await aContact(services, organizationId)).id }
}

async function mergedConversation(scene: Scene) {
  const { conversationId: from } = await conversation(scene)
  const merge = { from, into: (await conversation(scene)).conversationId, nowMs: Date.now() }
  await commitInOrganization(scene.services, scene.organizationId, (tx) => mergeByAgent(tx, actorOf(scene.owner), merge))
  return { conversationId: from }
}

async function mergedContact(scene: Scene) {
  const { contactId: from } = await contact(scene)
  const merge = { from, into: (await contact(scene)).contactId, acrossCustomers: false, nowMs: Date.now() }
  await commitInOrganization(scene.services, scene.organizationId, (tx) => mergeContacts(tx, actorOf(scene.owner), merge))
  return { contactId: from }
}

async function view({ services, organizationId, owner }: Scene) {
  return { viewId: (await aSavedView(services, { ...owner, organizationId }, { shared: true })).id }
}

async function macro({ services, organizationId, owner }: Scene) {
  return { macroId: (await aMacro(services, { ...owner, organizationId })).id }
}

async function twoMessages({ services, organizationId }: Scene) {
  const { conversation: opened } = await aConversation(services, organizationId)
  const message = await commitInOrganization(services, organizationId, (tx) =>
    receiveContactMessage(tx, aSystem(organizationId), {
      ...{ conversationId: opened.id, contactId: opened.contact?.id as ContactId, text: 'And another thing.', createdAtMs: 1_000_001 },
    }),
  )
  return { conversationId: opened.id, fromMessageId: message.id }
}

async function tag({ services, organizationId }: Scene) {
  return { tagId: (await aTag(services, organizationId)).id }
}

async function team({ services, organizationId }: Scene) {
  return { teamId: (await aTeam(services, organizationId)).id }
}

async function policy({ services, organizationId }: Scene) {
  return { policyId: (await aPolicy(services, organizationId)).id }
}

async function conversation({ services, organizationId }: Scene) {
  return { conversationId: (await aConversation(services, organizationId)).conversation.id }
}
