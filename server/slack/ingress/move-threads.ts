import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { mergeConversations } from '../../inbox/merge-conversations.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import type { ChannelMove } from './move-channel.ts'

/** A thread that went on under the new id before anybody knew that it is the same has opened a second conversation: the first one goes on. */
export async function moveThreads(tx: Tx, scope: InstallationScope, { from, to }: ChannelMove): Promise<void> {
  const { organizationId, installationId } = scope
  const { rows: doubles } = await sql<{ old: ConversationId | null; known: ConversationId | null }>`
    with known as (
      delete from slack_thread known using slack_thread old
      where known.organization_id = ${organizationId} and known.channel_id = ${to}
        and old.organization_id = known.organization_id and old.installation_id = ${installationId}
        and old.channel_id = ${from} and old.thread_ts = known.thread_ts
      returning known.thread_ts, known.conversation_id, known.mention_channel_id, known.card_conversation_id, old.conversation_id as former_id
    )
    update slack_thread old set conversation_id = coalesce(old.conversation_id, known.conversation_id),
      mention_channel_id = coalesce(old.mention_channel_id, known.mention_channel_id),
      card_conversation_id = coalesce(old.card_conversation_id, known.card_conversation_id)
    from known
    where old.organization_id = ${organizationId} and old.channel_id = ${from} and old.thread_ts = known.thread_ts
    returning known.former_id as old, known.conversation_id as known
  `.execute(tx)
  await tx
    .updateTable('slack_thread')
    .set({ channel_id: to })
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('channel_id', '=', from)
    .execute()
  for (const { old, known } of doubles) {
    if (old && known && old !== known) await mergeConversations(tx, ingressActor(scope), { from: known, into: old })
  }
}
