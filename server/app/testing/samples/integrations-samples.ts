import { anApiKey } from '../../../integrations/testing/builders.ts'
import type { Sample } from '../sample-inputs.ts'

export const integrationsSamples: Record<string, Sample> = {
  'integrations.listApiKeys': {},
  'integrations.createApiKey': { input: async () => ({ name: 'Zapier', scopes: ['conversations:read'], expiresAt: null }) },
  'integrations.revokeApiKey': {
    input: async ({ services, organizationId }) => ({ apiKeyId: (await anApiKey(services, organizationId)).key.id }),
  },
}
