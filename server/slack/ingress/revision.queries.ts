import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { SHARE_OPERATION } from '../egress/share-payload.ts'
import type { MessagePart } from '../format/document-part.ts'
import type { InstallationScope } from './installation-scope.ts'

export interface CarryingPost {
  channelId: string
  ts: string
  deliveryId: string | null
  /** What it shows, where its author's own token posted or changed it. */
  shownText: string | null
  /** See `slack_message.part`. */
  part: MessagePart | null
  /** It shows the message's files, and words only where its author has added some in Slack. */
  isShare: boolean
}

/** The Slack messages that carry one of ours, in order, without those that are gone. */
export async function postsCarrying(tx: Tx, scope: InstallationScope, messageId: string): Promise<CarryingPost[]> {
  const rows = await tx
    .selectFrom('slack_message')
    .leftJoin('delivery', (join) =>
      join.onRef('delivery.organization_id', '=', 'slack_message.organization_id').onRef('delivery.id', '=', 'slack_message.delivery_id'),
    )
    .select(['slack_message.channel_id', 'slack_message.ts', 'slack_message.delivery_id', 'slack_message.shown_text'])
    .select(['slack_message.part', 'delivery.operation'])
    .where('slack_message.organization_id', '=', scope.organizationId)
    .where('slack_message.entity_id', '=', messageId)
    .where('slack_message.deleted', '=', false)
    .orderBy('slack_message.ts')
    .execute()
  return rows.map((row) => ({
    ...{ channelId: row.channel_id, ts: row.ts, deliveryId: row.delivery_id, shownText: row.shown_text },
    part: row.part as MessagePart | null,
    isShare: row.operation === SHARE_OPERATION,
  }))
}

/** Whether files of a message are in Slack of which it has not told yet where they stand. */
export async function hasUntoldShare(tx: Tx, scope: InstallationScope, messageId: string): Promise<boolean> {
  const { rows } = await sql`
    select 1 from delivery
    where organization_id = ${scope.organizationId} and entity_id = ${messageId} and operation = ${SHARE_OPERATION} and state = 'sent'
      and not exists (
        select 1 from slack_message told where told.organization_id = delivery.organization_id and told.delivery_id = delivery.id
      )
    limit 1
  `.execute(tx)
  return rows.length > 0
}

/**
 * The posts and edits of a message that are owed still. `underWay`: the call was made or is being made, and nobody knows yet
 * what Slack thinks of it.
 */
export async function owedFor(tx: Tx, scope: InstallationScope, messageId: string): Promise<{ waiting: boolean; underWay: boolean }> {
  const { rows } = await sql<{ state: string }>`
    select distinct state from delivery
    where organization_id = ${scope.organizationId} and entity_id = ${messageId} and settled_at is null
  `.execute(tx)
  const states = rows.map(({ state }) => state)
  return { waiting: states.includes('queued'), underWay: states.some((state) => state === 'sending' || state === 'unknown') }
}

/** Whether a reaction, or taking it back, is on its way to Slack. */
export async function isReactionOwed(
  tx: Tx,
  scope: InstallationScope,
  { messageId, userId, name }: { messageId: string; userId: string; name: string },
): Promise<boolean> {
  const { rows } = await sql<{ owed: boolean }>`
    select exists (
      select 1 from delivery
      where organization_id = ${scope.organizationId} and settled_at is null and operation in ('reactions.add', 'reactions.remove')
        and payload->>'messageId' = ${messageId} and payload#>>'{change,name}' = ${name} and payload#>>'{as,slackUserId}' = ${userId}
    ) as owed
  `.execute(tx)
  return rows[0]?.owed ?? false
}

/** Whether another post of the same delivery stands: then this one was a double. */
export async function standsTwice(tx: Tx, scope: InstallationScope, deliveryId: string): Promise<boolean> {
  const row = await tx
    .selectFrom('slack_message')
    .select('ts')
    .where('organization_id', '=', scope.organizationId)
    .where('delivery_id', '=', deliveryId)
    .where('deleted', '=', false)
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** Whether a member's own token posted it, so that deleting it in Slack is their doing. */
export async function isPostedAsSender(tx: Tx, scope: InstallationScope, deliveryId: string): Promise<boolean> {
  const { rows } = await sql<{ kind: string | null }>`
    select payload#>>'{as,kind}' as kind from delivery where organization_id = ${scope.organizationId} and id = ${deliveryId}
  `.execute(tx)
  return rows[0]?.kind === 'sender'
}
