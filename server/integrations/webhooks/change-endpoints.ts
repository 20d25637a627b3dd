import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { MOST_WEBHOOKS, type WebhookEndpointId, type WebhookEndpointView, type WebhookEvent } from '@atrium/shared/integrations/webhooks.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { blockLanes, unblockLanes } from '../../infra/deliveries/block-lanes.ts'
import { AddressRefused, requireSendable } from '../../infra/outgoing/guarded-post.ts'
import type { IntegrationServices } from '../integration-services.ts'
import { endpointsOf, headSeq, lockEndpoint, presentEndpoint, updateEndpoint } from './endpoints.queries.ts'
import { startFollowing, stopFollowing } from './follow-feed.ts'
import { newWebhookSecret } from './signature.rules.ts'

export type WebhookMeans = Pick<IntegrationServices, 'secrets' | 'privateWebhookAddresses'>
export interface From {
  address: string
  nowMs: number
}
export interface EndpointInput {
  url: string
  description: string
  events: readonly WebhookEvent[]
}

/** After a secret was changed, the one before is used, too, for so long. */
const OVERLAP_MS = 24 * 60 * 60_000

/** The secret is told once. What happens from now on is told there. @throws bad_input for an address where nothing may be sent, conflict when there are too many */
export async function createEndpoint(
  tx: Tx,
  means: WebhookMeans,
  { actor, input, from }: { actor: MemberActor; input: EndpointInput; from: From },
): Promise<{ endpoint: WebhookEndpointView; secret: string }> {
  const { organizationId } = actor
  const content = contentOf(input, means)
  if ((await endpointsOf(tx, organizationId)).length >= MOST_WEBHOOKS)
    throw new AtriumError('conflict', `There are ${MOST_WEBHOOKS} webhooks already. Remove one that is not needed.`)
  const [id, seq] = [newId<WebhookEndpointId>(from.nowMs), await headSeq(tx, organizationId)]
  const row = {
    ...content,
    organization_id: organizationId,
    id,
    since_seq: seq,
    created_by: actor.personId,
    created_at: new Date(from.nowMs),
  }
  await tx.insertInto('webhook_endpoint').values(row).execute()
  await startFollowing(tx, organizationId, seq)
  const secret = newWebhookSecret()
  const subject = { subjectKind: 'webhook', subjectId: id, purpose: 'signing_secret' } as const
  await means.secrets.writeSecret(tx, actor, { ...subject, value: secret, expiresAtMs: null })
  await audit(tx, actor, { action: 'created', url: content.url, from })
  return { endpoint: presentEndpoint(await lockEndpoint(tx, organizationId, id)), secret }
}

/** @throws not_found, bad_input */
export async function changeEndpoint(
  tx: Tx,
  means: WebhookMeans,
  { actor, endpointId, input, from }: { actor: MemberActor; endpointId: WebhookEndpointId; input: EndpointInput; from: From },
): Promise<WebhookEndpointView> {
  const key = { organizationId: actor.organizationId, id: endpointId }
  await lockEndpoint(tx, actor.organizationId, endpointId)
  const row = await updateEndpoint(tx, key, contentOf(input, means))
  await audit(tx, actor, { action: 'changed', url: row.url, from })
  return presentEndpoint(row)
}

interface Named {
  actor: MemberActor
  endpointId: WebhookEndpointId
  from: From
}

/**
 * Off: what is owed waits, and what happens meanwhile is not told. On: what has waited goes out, in order, before what happens from now on.
 * Call `bus.deliveriesOwed()` after the commit. @throws not_found
 */
export async function setEndpointState(
  tx: Tx,
  { actor, endpointId, from, enabled }: Named & { enabled: boolean },
): Promise<WebhookEndpointView> {
  const { organizationId } = actor
  const endpoint = await lockEndpoint(tx, organizationId, endpointId)
  if ((endpoint.state === 'active') === enabled) return presentEndpoint(endpoint)
  const scope = { organizationId, scopeId: endpointId }
  if (enabled) await unblockLanes(tx, scope)
  else await blockLanes(tx, scope, 'An administrator has turned it off.')
  const patch = enabled ? { state: 'active', since_seq: await headSeq(tx, organizationId) } : { state: 'disabled' }
  const row = await updateEndpoint(tx, { organizationId, id: endpointId }, { ...patch, disabled_reason: null })
  await audit(tx, actor, { action: enabled ? 'enabled' : 'disabled', url: row.url, from })
  return presentEndpoint(row)
}

/** For a day both secrets sign, so that the receiver can change over. The new one is told once. @throws not_found */
export async function rotateWebhookSecret(
  tx: Tx,
  { secrets }: WebhookMeans,
  { actor, endpointId, from }: Named,
): Promise<{ endpoint: WebhookEndpointView; secret: string }> {
  const { organizationId } = actor
  const subject = { subjectKind: 'webhook', subjectId: endpointId } as const
  await lockEndpoint(tx, organizationId, endpointId)
  const former = await secrets.readSecret(tx, actor, { ...subject, purpose: 'signing_secret' })
  const secret = newWebhookSecret()
  if (former) await secrets.writeSecret(tx, actor, { ...subject, purpose: 'former_signing_secret', ...former })
  await secrets.writeSecret(tx, actor, { ...subject, purpose: 'signing_secret', value: secret, expiresAtMs: null })
  const until = new Date(from.nowMs + OVERLAP_MS)
  const row = await updateEndpoint(tx, { organizationId, id: endpointId }, { former_secret_until: until })
  await audit(tx, actor, { action: 'secretRotated', url: row.url, from })
  return { endpoint: presentEndpoint(row), secret }
}

/** With its log, its secret and all that waits. @throws not_found */
export async function removeEndpoint(tx: Tx, { secrets }: WebhookMeans, { actor, endpointId, from }: Named): Promise<void> {
  const { organizationId } = actor
  const endpoint = await lockEndpoint(tx, organizationId, endpointId)
  await tx.deleteFrom('webhook_endpoint').where('organization_id', '=', organizationId).where('id', '=', endpointId).execute()
  await secrets.deleteSecrets(tx, actor, { subjectKind: 'webhook', subjectId: endpointId })
  for (const table of ['delivery_lane', 'delivery_gate'] as const)
    await tx.deleteFrom(table).where('organization_id', '=', organizationId).where('scope_id', '=', endpointId).execute()
  if ((await endpointsOf(tx, organizationId)).length === 0) await stopFollowing(tx, organizationId)
  await audit(tx, actor, { action: 'removed', url: endpoint.url, from })
}

function contentOf({ url, description, events }: EndpointInput, { privateWebhookAddresses }: WebhookMeans) {
  try {
    return { url: requireSendable(url, privateWebhookAddresses).href, description, events: [...new Set(events)] }
  } catch (error) {
    throw error instanceof AddressRefused ? new AtriumError('bad_input', error.message).at('url') : error
  }
}

/** Its path may be a secret, so that the log has the host alone. */
function audit(tx: Tx, actor: MemberActor, { action, url, from }: { action: string; url: string; from: From }): Promise<void> {
  return writeAudit(tx, actor, { action: `webhook.${action}`, subject: new URL(url).host, ...from })
}
