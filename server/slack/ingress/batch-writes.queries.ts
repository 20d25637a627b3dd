import { sql } from 'kysely'
import { executeKept } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, ConversationMessageId, InstallationId, MessageId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ProfileRow } from './author.queries.ts'
import { nameOfMessage, type SlackEntity } from './slack-message.queries.ts'

export interface NewProfile extends ProfileRow {
  installationId: InstallationId
  knownAt: Date | null
}

/** Of people whose contact was made just now. */
export async function upsertProfiles(tx: Tx, organizationId: OrganizationId, profiles: readonly NewProfile[]): Promise<void> {
  if (profiles.length === 0) return
  await executeKept(
    tx,
    'slack.upsert-profiles',
    sql`
    insert into slack_profile (organization_id, installation_id, slack_user_id, team_id, name, email, avatar_url, is_foreign, is_bot,
      known_at, contact_id)
    select ${organizationId}, "installationId", "slackUserId", "teamId", name, email, "avatarUrl", "isForeign", "isBot", "knownAt", "contactId"
    from jsonb_to_recordset(${JSON.stringify(profiles)}::jsonb) as profile ("installationId" uuid, "slackUserId" text, "teamId" text,
      name text, email text, "avatarUrl" text, "isForeign" boolean, "isBot" boolean, "knownAt" timestamptz, "contactId" uuid)
    on conflict (organization_id, installation_id, slack_user_id) do update set
      team_id = excluded.team_id, name = excluded.name, email = excluded.email, avatar_url = excluded.avatar_url,
      is_foreign = excluded.is_foreign, is_bot = excluded.is_bot, known_at = excluded.known_at, contact_id = excluded.contact_id
  `,
  )
}

interface NewConversationMessage {
  installationId: InstallationId
  channelId: string
  ts: string
  threadTs: string | null
  editedTs: string | null
  entityId: ConversationMessageId
  /** Set when a conversation begins with it: the root of its thread, and the conversation. */
  opensThread: string | null
  conversationId: ConversationId
}

/** Notes messages nobody had heard of and the threads that they open. Fails when somebody else has noted one of them meanwhile. */
export async function insertConversationMessages(
  tx: Tx,
  organizationId: OrganizationId,
  messages: readonly NewConversationMessage[],
): Promise<void> {
  await executeKept(
    tx,
    'slack.insert-conversation-messages',
    sql`
    with added as materialized (
      select * from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as added ("installationId" uuid, "channelId" text, ts text,
        "threadTs" text, "editedTs" text, "entityId" uuid, "opensThread" text, "conversationId" uuid)
    ), thread as (
      insert into slack_thread (organization_id, installation_id, channel_id, thread_ts, conversation_id)
      select ${organizationId}, "installationId", "channelId", "opensThread", "conversationId" from added
      where "opensThread" is not null
    )
    insert into slack_message (organization_id, installation_id, channel_id, ts, thread_ts, edited_ts, entity_kind, entity_id)
    select ${organizationId}, "installationId", "channelId", ts, "threadTs", "editedTs", 'conversation_message', "entityId" from added
    order by "channelId", ts
  `,
  )
}

interface NewChatMessage {
  installationId: InstallationId
  channelId: string
  ts: string
  threadTs: string | null
  editedTs: string | null
  entityId: MessageId
}

/** Fails when somebody else has noted one of them meanwhile. */
export async function insertChatMessages(tx: Tx, organizationId: OrganizationId, messages: readonly NewChatMessage[]): Promise<void> {
  await executeKept(
    tx,
    'slack.insert-chat-messages',
    sql`
    insert into slack_message (organization_id, installation_id, channel_id, ts, thread_ts, edited_ts, entity_kind, entity_id)
    select ${organizationId}, "installationId", "channelId", ts, "threadTs", "editedTs", 'message', "entityId"
    from jsonb_to_recordset(${JSON.stringify(messages)}::jsonb) as added ("installationId" uuid, "channelId" text, ts text,
      "threadTs" text, "editedTs" text, "entityId" uuid)
    order by "channelId", ts
  `,
  )
}

interface NewEcho {
  installationId: InstallationId
  channelId: string
  ts: string
  threadTs: string | null
  deliveryId: string
  entity: SlackEntity | null
}

/**
 * Waits for whoever is just writing one of them down: the answer to the call, say.
 * @returns which nobody had heard of, by `nameOfMessage`
 */
export async function insertEchoes(tx: Tx, organizationId: OrganizationId, echoes: readonly NewEcho[]): Promise<Set<string>> {
  const rows = echoes.map(({ entity, ...echo }) => ({ ...echo, entityKind: entity?.kind ?? null, entityId: entity?.id ?? null }))
  const inserted = await executeKept<{ channelId: string; ts: string }>(
    tx,
    'slack.insert-echoes',
    sql`
    insert into slack_message (organization_id, installation_id, channel_id, ts, thread_ts, delivery_id, entity_kind, entity_id)
    select ${organizationId}, "installationId", "channelId", ts, "threadTs", "deliveryId", "entityKind", "entityId"
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb) as added ("installationId" uuid, "channelId" text, ts text,
      "threadTs" text, "deliveryId" uuid, "entityKind" text, "entityId" uuid)
    order by "channelId", ts
    on conflict do nothing
    returning channel_id as "channelId", ts
  `,
  )
  return new Set(inserted.map(nameOfMessage))
}
