import type { OrganizationId } from '@atrium/shared/ids.ts'
import { API_SCOPE_NAMES, type ApiKeyView, type ApiScope } from '@atrium/shared/integrations/api-keys.ts'
import { actorOf, aMember } from '../../identity/testing/builders.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createApiKey } from '../keys/create-api-key.ts'

interface KeyOptions {
  name?: string
  scopes?: readonly ApiScope[]
  expiresAt?: number | null
}

/** That an admin made; it may do everything, unless told otherwise. */
export async function anApiKey(
  services: Services,
  organizationId: OrganizationId,
  { name = 'Zapier', scopes = API_SCOPE_NAMES, expiresAt = null }: KeyOptions = {},
): Promise<{ key: ApiKeyView; token: string }> {
  const admin = actorOf(await aMember(services, organizationId, { role: 'admin', name: 'Key Maker' }))
  const input = { name, scopes, expiresAt, address: '127.0.0.1', nowMs: services.clock.now() }
  return commitInOrganization(services, organizationId, (tx) => createApiKey(tx, admin, input))
}
