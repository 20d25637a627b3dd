import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { jsonb } from '@atrium/db/json.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { MessagePart } from '../format/document-part.ts'
import { GONE } from '../ingress/slack-message.queries.ts'
import type { PostScope } from './egress.queries.ts'
import type { RevisionPayload } from './revision-payload.ts'

/** Where something stands in Slack. */
export interface Revised {
  channel: string
  ts: string
  threadTs: string | null
}

/** Null when it never arrived. */
export async function findRevised(
  tx: Tx,
  scope: PostScope,
  { target, messageId }: Pick<RevisionPayload, 'target' | 'messageId'>,
): Promise<Revised | null> {
  const row = await tx
    .selectFrom('slack_message')
    .select(['channel_id', 'ts', 'thread_ts'])
    .where('organization_id', '=', scope.organizationId)
    .where('installation_id', '=', scope.installationId)
    .where('entity_id', '=', messageId)
    .$if('deliveryId' in target, (query) => query.where('delivery_id', '=', 'deliveryId' in target ? target.deliveryId : ''))
    .$if('ts' in target, (query) =>
      query.where('channel_id', '=', 'ts' in target ? target.channelId : '').where('ts', '=', 'ts' in target ? target.ts : ''),
    )
    .orderBy('ts')
    .limit(1)
    .executeTakeFirst()
  return row ? { channel: row.channel_id, ts: row.ts, threadTs: row.thread_ts } : null
}

/** We have decided that they go: what Slack tells of them from now on changes nothing. */
export async function markGone(tx: Tx, organizationId: OrganizationId, posts: readonly { channel: string; ts: string }[]): Promise<void> {
  for (const { channel, ts } of posts) {
    await tx
      .updateTable('slack_message')
      .set(GONE)
      .where('organization_id', '=', organizationId)
      .where('channel_id', '=', channel)
      .where('ts', '=', ts)
      .execute()
  }
}

/** The same, for a post that may still be on its way. */
export async function markGoneByDelivery(tx: Tx, organizationId: OrganizationId, deliveryId: string): Promise<void> {
  await tx
    .updateTable('slack_message')
    .set(GONE)
    .where('organization_id', '=', organizationId)
    .where('delivery_id', '=', deliveryId)
    .execute()
}

/** What an edit of ours made of a post; an edit that came later by Slack's time stands. */
export async function recordUpdate(
  tx: Tx,
  organizationId: OrganizationId,
  {
    channel,
    ts,
    editedTs,
    shownText,
    part,
  }: Pick<Revised, 'channel' | 'ts'> & {
    editedTs: string
    shownText: string | null
    part: MessagePart | null
  },
): Promise<void> {
  await tx
    .updateTable('slack_message')
    .set({ edited_ts: editedTs, shown_text: shownText, part: part && jsonb(part) })
    .where('organization_id', '=', organizationId)
    .where('channel_id', '=', channel)
    .where('ts', '=', ts)
    .where(sql<boolean>`(edited_ts is null or edited_ts::numeric <= ${editedTs}::numeric)`)
    .execute()
}
