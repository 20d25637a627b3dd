import { setTimeout as pause } from 'node:timers/promises'
import { asWorker, inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { Services } from '../services.ts'
import type { SecretStore } from './secret-store.ts'

type KeyServices = Pick<Services, 'db'> & { secrets: SecretStore }

const BATCH = 100
/** A row in other hands is free again within seconds. */
const LOOK_AGAIN_MS = 200

/**
 * Brings every secret under the first configured key while the server goes on working. When it returns no row needs another
 * key any more. @returns how many rows were rewritten. @throws SecretUnreadable naming a key that is missing
 */
export async function rotateSecrets(services: KeyServices): Promise<number> {
  const organizations = await asWorker(services.db, (tx) => tx.selectFrom('organization_head').select('organization_id').execute())
  let rewritten = 0
  for (const { organization_id: id } of organizations) rewritten += await rotateOrganization(services, id as OrganizationId)
  return rewritten
}

async function rotateOrganization(services: KeyServices, organizationId: OrganizationId): Promise<number> {
  const actor = { kind: 'system', organizationId, name: 'rotate-secrets' } as const
  let total = 0
  for (;;) {
    const count = await inOrganization(services.db, organizationId, (tx) => services.secrets.reseal(tx, actor, BATCH))
    total += count
    if (count === BATCH) continue
    if ((await inOrganization(services.db, organizationId, (tx) => services.secrets.countOfOlderKeys(tx, actor))) === 0) return total
    await pause(LOOK_AGAIN_MS)
  }
}
