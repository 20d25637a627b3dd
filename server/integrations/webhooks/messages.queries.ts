import { sql, type Selectable } from 'kysely'
import type { WebhookMessage } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { WebhookEndpointId, WebhookMessageId, WebhookMessageView } from '@atrium/shared/integrations/webhooks.ts'

const COLUMNS = ['id', 'endpoint_id', 'event', 'state', 'attempts', 'attempted_at', 'status', 'answer', 'error', 'created_at'] as const
export type WebhookMessageRow = Pick<Selectable<WebhookMessage>, (typeof COLUMNS)[number]>

export function presentMessage(row: WebhookMessageRow): WebhookMessageView {
  return {
    id: row.id as WebhookMessageId,
    event: row.event,
    state: row.state as WebhookMessageView['state'],
    attempts: row.attempts,
    attemptedAt: row.attempted_at?.getTime() ?? null,
    status: row.status,
    answer: row.answer,
    error: row.error,
    createdAt: row.created_at.getTime(),
  }
}

/** The newest first, by keyset. */
export function messagesOf(
  tx: Tx,
  organizationId: OrganizationId,
  { endpointId, before, limit }: { endpointId: WebhookEndpointId; before: WebhookMessageId | null; limit: number },
): Promise<WebhookMessageRow[]> {
  let query = tx
    .selectFrom('webhook_message')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('endpoint_id', '=', endpointId)
  if (before) query = query.where('id', '<', before)
  return query.orderBy('id', 'desc').limit(limit).execute()
}

export function lockMessage(tx: Tx, organizationId: OrganizationId, id: WebhookMessageId): Promise<WebhookMessageRow | undefined> {
  return tx
    .selectFrom('webhook_message')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

export interface NewWebhookMessage {
  id: WebhookMessageId
  endpointId: WebhookEndpointId
  event: string
  body: string
  createdAt: Date
}

export async function insertMessages(tx: Tx, organizationId: OrganizationId, messages: readonly NewWebhookMessage[]): Promise<void> {
  if (messages.length === 0) return
  await tx
    .insertInto('webhook_message')
    .values(
      messages.map(({ id, endpointId, event, body, createdAt }) => ({
        ...{ organization_id: organizationId, id, endpoint_id: endpointId, event, body, created_at: createdAt },
      })),
    )
    .execute()
}

interface Try {
  attemptedAt: Date
  status: number | null
  answer: string | null
  error: string | null
}

/** What became of one try. */
export async function noteTry(tx: Tx, key: { organizationId: OrganizationId; id: WebhookMessageId }, made: Try): Promise<void> {
  await tx
    .updateTable('webhook_message')
    .set({ attempts: sql`attempts + 1`, attempted_at: made.attemptedAt, status: made.status, answer: made.answer, error: made.error })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
    .execute()
}

export async function setMessageStates(
  tx: Tx,
  organizationId: OrganizationId,
  { ids, state }: { ids: readonly WebhookMessageId[]; state: WebhookMessageView['state'] },
): Promise<void> {
  if (ids.length === 0) return
  await tx
    .updateTable('webhook_message')
    .set({ state })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
}
