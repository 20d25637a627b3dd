import { sql, type Selectable } from 'kysely'
import type { WebhookEndpoint } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { WebhookEndpointId, WebhookEndpointView, WebhookEvent } from '@atrium/shared/integrations/webhooks.ts'

const COLUMNS = [
  ...(['id', 'url', 'description', 'events', 'state', 'disabled_reason', 'former_secret_until', 'since_seq', 'created_at', 'rev'] as const),
] as const
export type EndpointRow = Pick<Selectable<WebhookEndpoint>, (typeof COLUMNS)[number]>

export function presentEndpoint(row: EndpointRow): WebhookEndpointView {
  return {
    id: row.id as WebhookEndpointId,
    url: row.url,
    description: row.description,
    events: row.events as WebhookEvent[],
    state: row.state as WebhookEndpointView['state'],
    disabledReason: row.disabled_reason,
    formerSecretUntil: row.former_secret_until?.getTime() ?? null,
    createdAt: row.created_at.getTime(),
    rev: row.rev,
  }
}

function selectEndpoints(tx: Tx, organizationId: OrganizationId) {
  return tx.selectFrom('webhook_endpoint').select(COLUMNS).where('organization_id', '=', organizationId)
}

/** The oldest first. */
export function endpointsOf(tx: Tx, organizationId: OrganizationId): Promise<EndpointRow[]> {
  return selectEndpoints(tx, organizationId).orderBy('id').execute()
}

export function findEndpoint(tx: Tx, organizationId: OrganizationId, id: WebhookEndpointId): Promise<EndpointRow | undefined> {
  return selectEndpoints(tx, organizationId).where('id', '=', id).executeTakeFirst()
}

/** Held to the end of the transaction. @throws not_found */
export async function lockEndpoint(tx: Tx, organizationId: OrganizationId, id: WebhookEndpointId): Promise<EndpointRow> {
  const row = await selectEndpoints(tx, organizationId).where('id', '=', id).forUpdate().executeTakeFirst()
  if (!row) throw new AtriumError('not_found')
  return row
}

type EndpointPatch = Partial<Omit<EndpointRow, 'id' | 'created_at' | 'rev'>>

export function updateEndpoint(
  tx: Tx,
  key: { organizationId: OrganizationId; id: WebhookEndpointId },
  patch: EndpointPatch,
): Promise<EndpointRow> {
  return tx
    .updateTable('webhook_endpoint')
    .set({ ...patch, rev: sql`rev + 1` })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
    .returning(COLUMNS)
    .executeTakeFirstOrThrow()
}

/** How far the feed has come: what is committed from now on has higher numbers. */
export async function headSeq(tx: Tx, organizationId: OrganizationId): Promise<number> {
  const { seq } = await tx
    .selectFrom('organization_head')
    .select('seq')
    .where('organization_id', '=', organizationId)
    .executeTakeFirstOrThrow()
  return Number(seq)
}
