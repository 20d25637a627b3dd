import { asWorker, inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { SlackServices } from '../slack-services.ts'

const BATCH = 100

/** Brings every secret under the first configured key while the server goes on working. @returns how many rows were rewritten. */
export async function rotateSecrets(services: SlackServices): Promise<number> {
  const organizations = await asWorker(services.db, (tx) => tx.selectFrom('organization_head').select('organization_id').execute())
  let rewritten = 0
  for (const { organization_id: id } of organizations) rewritten += await rotateOrganization(services, id as OrganizationId)
  return rewritten
}

async function rotateOrganization(services: SlackServices, organizationId: OrganizationId): Promise<number> {
  const actor = { kind: 'system', organizationId, name: 'rotate-secrets' } as const
  let total = 0
  for (;;) {
    const count = await inOrganization(services.db, organizationId, (tx) => services.secrets.reseal(tx, actor, BATCH))
    total += count
    if (count < BATCH) return total
  }
}
