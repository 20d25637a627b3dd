import { inOrganization, organizationsOfKey } from '@atrium/db/transaction.ts'
import type { ApiKeyId } from '@atrium/shared/ids.ts'
import type { AutomationActor } from '@atrium/shared/identity/actor.ts'
import type { ApiScope } from '@atrium/shared/integrations/api-keys.ts'
import { hashToken } from '../../identity/tokens.ts'
import type { Services } from '../../infra/services.ts'
import { useApiKey } from './api-keys.queries.ts'

export interface AuthenticatedKey {
  actor: AutomationActor
  scopes: readonly ApiScope[]
  prefix: string
  expiresAtMs: number | null
  /** Null while it may go on; else how long it has to wait. */
  waitMs: number | null
}

const WINDOW_MS = 60_000

/**
 * Whose key it is, counted as used. One too many within a minute has to wait, whichever nodes the others came to.
 * @returns null for a key that is unknown, revoked or expired
 */
export async function authenticateKey(
  services: Pick<Services, 'db' | 'clock'>,
  { token, mostPerMinute }: { token: string; mostPerMinute: number },
): Promise<AuthenticatedKey | null> {
  const tokenHash = hashToken(token)
  const [organizationId] = await organizationsOfKey(services.db, 'api_key', tokenHash)
  if (!organizationId) return null
  const use = { tokenHash, now: new Date(services.clock.now()), windowMs: WINDOW_MS }
  const key = await inOrganization(services.db, organizationId, (tx) => useApiKey(tx, organizationId, use))
  if (!key) return null
  return {
    actor: { kind: 'automation', organizationId, automationId: key.id as ApiKeyId, name: key.name },
    scopes: key.scopes as ApiScope[],
    prefix: key.prefix,
    expiresAtMs: key.expires_at?.getTime() ?? null,
    waitMs: key.used > mostPerMinute ? Math.max(1, Math.ceil(key.rest_ms)) : null,
  }
}
