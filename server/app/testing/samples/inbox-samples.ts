import { newId, type ClientMutationId } from '@atrium/shared/ids.ts'
import { aMember } from '../../../identity/testing/builders.ts'
import { aConversation, aCustomer } from '../../../inbox/testing/builders.ts'
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
  'inbox.createCustomer': { input: async () => ({ name: `Initech ${newId().slice(-12)}` }) },
  'inbox.reply': { input: written },
  'inbox.addNote': { input: written },
  'inbox.setStatus': { input: async (scene) => ({ ...(await conversation(scene)), status: 'closed' }) },
  'inbox.setPriority': { input: async (scene) => ({ ...(await conversation(scene)), priority: 'high' }) },
  'inbox.assign': {
    input: async (scene) => ({ ...(await conversation(scene)), assigneeId: (await aMember(scene.services, scene.organizationId)).id }),
  },
}

async function conversation({ services, organizationId }: Scene) {
  return { conversationId: (await aConversation(services, organizationId)).conversation.id }
}
