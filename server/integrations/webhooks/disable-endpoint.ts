import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { WebhookEndpointId } from '@atrium/shared/integrations/webhooks.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { closeGate } from '../../infra/deliveries/gates.ts'
import { enqueueEmail } from '../../infra/outgoing-email.ts'
import { findEndpoint, updateEndpoint } from './endpoints.queries.ts'

/** Nothing goes to it any more until somebody turns it on again; what is owed waits. Owners and admins get an e-mail about it. */
export async function disableEndpoint(
  tx: Tx,
  key: { organizationId: OrganizationId; id: WebhookEndpointId },
  { reason, nowMs }: { reason: string; nowMs: number },
): Promise<void> {
  const { organizationId } = key
  const endpoint = await findEndpoint(tx, organizationId, key.id)
  if (!endpoint || endpoint.state === 'disabled') return
  await updateEndpoint(tx, key, { state: 'disabled', disabled_reason: reason })
  await closeGate(tx, { organizationId, scopeId: key.id }, { operation: '*', ms: null, reason })
  const host = new URL(endpoint.url).host
  await writeAudit(
    tx,
    { kind: 'system', organizationId, name: 'Webhooks' },
    { action: 'webhook.disabled', subject: host, address: null, nowMs },
  )
  const administrators = await tx
    .selectFrom('member')
    .select('email')
    .where('organization_id', '=', organizationId)
    .where('role', 'in', ['owner', 'admin'])
    .where('deactivated_at', 'is', null)
    .orderBy('id')
    .execute()
  const lines = [
    `Atrium has turned off the webhook to ${host}.`,
    reason,
    'What it was to be told until now waits, in order. Turn it on again, or remove it, in Atrium under Settings, Webhooks.',
  ]
  for (const { email } of administrators)
    await enqueueEmail(
      tx,
      { to: email, link: null, subject: `Atrium has turned off the webhook to ${host}`, body: lines.join('\n\n') },
      nowMs,
    )
}
