import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { IntegrationServices } from '../integration-services.ts'
import type { EndpointRow } from './endpoints.queries.ts'

/** With which a webhook is signed now: the secret, and the one before while both hold. The newest first. */
export async function readSigningSecrets(
  tx: Tx,
  { secrets }: Pick<IntegrationServices, 'secrets'>,
  { organizationId, endpoint, nowMs }: { organizationId: OrganizationId; endpoint: EndpointRow; nowMs: number },
): Promise<string[]> {
  const reader = { kind: 'system', organizationId, name: 'webhooks' } as const
  const subject = { subjectKind: 'webhook', subjectId: endpoint.id } as const
  const current = await secrets.readSecret(tx, reader, { ...subject, purpose: 'signing_secret' })
  if (!current) throw new Error('a webhook without a secret')
  const isOverlap = endpoint.former_secret_until !== null && endpoint.former_secret_until.getTime() > nowMs
  const former = isOverlap ? await secrets.readSecret(tx, reader, { ...subject, purpose: 'former_signing_secret' }) : null
  return [current.value, ...(former ? [former.value] : [])]
}
