import { inOrganization } from '@atrium/db/transaction.ts'
import { newId } from '@atrium/shared/ids.ts'
import type { WebhookMessageId } from '@atrium/shared/integrations/webhooks.ts'
import { actorOf } from '../../../identity/testing/builders.ts'
import { aConversation } from '../../../inbox/testing/builders.ts'
import { withIntegrations } from '../../../integrations/integration-services.ts'
import { anApiKey } from '../../../integrations/testing/builders.ts'
import { createEndpoint } from '../../../integrations/webhooks/change-endpoints.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import type { Scene } from '../matrix-scene.ts'
import type { Sample } from '../sample-inputs.ts'

async function endpoint({ services, organizationId, config, owner }: Scene) {
  const means = integrationsOf({ services, config })
  const input = { url: 'https://hooks.example.com/atrium', description: '', events: ['reply.sent'] as const }
  const from = { address: '', nowMs: services.clock.now() }
  const made = await commitInOrganization(services, organizationId, (tx) =>
    createEndpoint(tx, means, { actor: actorOf(owner), input, from }),
  )
  return { endpointId: made.endpoint.id }
}

const integrationsOf = ({ services, config }: Pick<Scene, 'services' | 'config'>) => withIntegrations(services, config)

/** One that was given up, so that it can be sent again. */
async function failedMessage(scene: Scene) {
  const { services, organizationId } = scene
  const { endpointId } = await endpoint(scene)
  const messageId = newId<WebhookMessageId>()
  const row = { id: messageId, endpoint_id: endpointId, event: 'webhook.test', body: '{}', state: 'failed', created_at: new Date() }
  await inOrganization(services.db, organizationId, (tx) =>
    tx
      .insertInto('webhook_message')
      .values({ ...row, organization_id: organizationId })
      .execute(),
  )
  return { messageId }
}

async function conversation({ services, organizationId }: Scene) {
  return { conversationId: (await aConversation(services, organizationId)).conversation.id }
}

export const integrationsSamples: Record<string, Sample> = {
  'integrations.listApiKeys': {},
  'integrations.createApiKey': { input: async () => ({ name: 'Zapier', scopes: ['conversations:read'], expiresAt: null }) },
  'integrations.revokeApiKey': {
    input: async ({ services, organizationId }) => ({ apiKeyId: (await anApiKey(services, organizationId)).key.id }),
  },
  'integrations.listWebhooks': {},
  'integrations.createWebhook': { input: async () => ({ url: 'https://hooks.example.com/', description: '', events: ['reply.sent'] }) },
  'integrations.changeWebhook': {
    input: async (scene) => ({ ...(await endpoint(scene)), url: 'https://hooks.example.com/2', description: 'x', events: ['note.added'] }),
  },
  'integrations.setWebhookState': { input: async (scene) => ({ ...(await endpoint(scene)), enabled: false }) },
  'integrations.rotateWebhookSecret': { input: endpoint },
  'integrations.removeWebhook': { input: endpoint },
  'integrations.testWebhook': { input: endpoint },
  'integrations.listWebhookMessages': { input: endpoint },
  'integrations.redeliverWebhookMessage': { input: failedMessage },
  // Nobody answers there: an admin gets as far as being told so.
  'integrations.listLinearTeams': { input: async () => ({ apiKey: 'lin_api_1' }), answers: ['bad_input'] },
  'integrations.connectLinear': { input: async () => ({ apiKey: 'lin_api_1', teamId: 'team' }), answers: ['bad_input'] },
  'integrations.disconnectLinear': { answers: ['not_found'] },
  'integrations.readLinear': {},
  'integrations.readEscalation': { input: conversation },
  'integrations.escalateToLinear': { input: conversation, answers: ['conflict'] },
}
