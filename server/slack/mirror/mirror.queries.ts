import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import type { ConversationMessageId, InstallationId, MessageId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { lockMessage } from '../../chat/messages.queries.ts'
import { presentMessage } from '../../chat/present-chat.ts'
import { lockConversationMessage } from '../../inbox/conversation-messages.queries.ts'
import { presentConversationMessage } from '../../inbox/present-inbox.ts'

/** How long after somebody was last seen in a space they still count as being there. */
export const PRESENT_SECONDS = 30

export async function isActive(tx: Tx, organizationId: OrganizationId, personId: PersonId): Promise<boolean> {
  const row = await tx
    .selectFrom('presence')
    .select('person_id')
    .where('organization_id', '=', organizationId)
    .where('person_id', '=', personId)
    .where('status', '<>', 'away')
    .where('seen_at', '>', sql<Date>`now() - ${PRESENT_SECONDS} * interval '1 second'`)
    .executeTakeFirst()
  return row !== undefined
}

/** Names of members and visitors by id. */
export async function namesOfPeople(tx: Tx, organizationId: OrganizationId, personIds: readonly string[]): Promise<Map<string, string>> {
  if (personIds.length === 0) return new Map()
  const of = (table: 'member' | 'visitor') =>
    tx.selectFrom(table).select(['id', 'name']).where('organization_id', '=', organizationId).where('id', 'in', personIds).execute()
  return new Map([...(await of('member')), ...(await of('visitor'))].map((row) => [row.id, row.name]))
}

/** Remembers the direct message of our bot with somebody, whoever opened it. */
export async function rememberBotDirect(
  tx: Tx,
  organizationId: OrganizationId,
  direct: { installationId: InstallationId; slackUserId: string; channelId: string },
): Promise<void> {
  await tx
    .insertInto('slack_direct')
    .values({
      organization_id: organizationId,
      installation_id: direct.installationId,
      lane_key: `bot:${direct.slackUserId}`,
      kind: 'bot',
      slack_channel_id: direct.channelId,
    })
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}

/** Held to the end of the transaction. */
export async function findMessage(tx: Tx, organizationId: OrganizationId, id: MessageId): Promise<MessageView | null> {
  const row = await lockMessage(tx, organizationId, id)
  return row ? presentMessage(row) : null
}

/** Held to the end of the transaction. */
export async function findReply(
  tx: Tx,
  organizationId: OrganizationId,
  id: ConversationMessageId,
): Promise<ConversationMessageView | null> {
  const row = await lockConversationMessage(tx, organizationId, id)
  return row ? presentConversationMessage(row) : null
}
