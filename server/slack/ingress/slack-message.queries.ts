import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessagePart } from '../format/document-part.ts'
import type { InstallationScope } from './installation-scope.ts'
import { forgetLookup, lookUp } from './lookups.ts'
import { forgetThread, type NewThread } from './place.queries.ts'

export interface SlackEntity {
  kind: 'message' | 'conversation_message'
  id: string
}
export interface KnownMessage {
  /** False while only an edit or a delete of it has come. */
  arrived: boolean
  deleted: boolean
  editedTs: string | null
  earlyText: string | null
  deliveryId: string | null
  entity: SlackEntity | null
  /** It was broadcast after it was written. */
  broadcast: boolean
}
export interface MessageKey {
  channelId: string
  ts: string
}

const COLUMNS = ['arrived', 'deleted', 'edited_ts', 'early_text', 'delivery_id', 'entity_kind', 'entity_id', 'broadcast'] as const

export interface MessageRow {
  arrived: boolean
  deleted: boolean
  edited_ts: string | null
  early_text: string | null
  delivery_id: string | null
  entity_kind: string | null
  entity_id: string | null
  broadcast: boolean
}

const keyed = (db: Db, scope: InstallationScope, key: MessageKey) =>
  db
    .selectFrom('slack_message')
    .select(COLUMNS)
    .where('organization_id', '=', scope.organizationId)
    .where('channel_id', '=', key.channelId)
    .where('ts', '=', key.ts)

export async function findSlackMessage(db: Db, scope: InstallationScope, key: MessageKey): Promise<KnownMessage | null> {
  return (await findSlackMessages(db, scope, [key])).get(nameOfMessage(key)) ?? null
}

/** By channel and time, with a space between. */
export function findSlackMessages(db: Db, scope: InstallationScope, wanted: MessageKey[]): Promise<Map<string, KnownMessage>> {
  return lookUp(db, scope, {
    kind: 'message',
    keys: wanted.map(nameOfMessage),
    async load(names) {
      const pairs = names.map((name) => name.split(' '))
      const rows = await db
        .selectFrom('slack_message')
        .select(['channel_id', 'ts', ...COLUMNS])
        .where('organization_id', '=', scope.organizationId)
        .where('channel_id', 'in', [...new Set(pairs.map(([channelId = '']) => channelId))])
        .where('ts', 'in', [...new Set(pairs.map(([, ts = '']) => ts))])
        .execute()
      return new Map(rows.map((row) => [nameOfMessage({ channelId: row.channel_id, ts: row.ts }), knownMessageOf(row)]))
    },
  })
}

export function nameOfMessage({ channelId, ts }: MessageKey): string {
  return `${channelId} ${ts}`
}

/**
 * Notes a message nobody had heard of, and the thread that it opened, in one statement. Fails when somebody else has
 * noted either meanwhile; what was done is undone and done again behind them.
 */
export async function insertSlackMessage(
  tx: Tx,
  scope: InstallationScope,
  message: MessageKey & { threadTs: string | null; editedTs: string | null; entity: SlackEntity; opened: NewThread | null },
): Promise<void> {
  forgetLookup(tx, scope, { kind: 'message', key: nameOfMessage(message) })
  const { organizationId, installationId } = scope
  const { entity, opened } = message
  const row = {
    organization_id: organizationId,
    installation_id: installationId,
    channel_id: message.channelId,
    ts: message.ts,
    thread_ts: message.threadTs,
    edited_ts: message.editedTs,
    entity_kind: entity.kind,
    entity_id: entity.id,
  }
  if (!opened) {
    await tx.insertInto('slack_message').values(row).execute()
    return
  }
  forgetThread(tx, scope, { channelId: message.channelId, threadTs: opened.threadTs })
  const thread = { organization_id: organizationId, installation_id: installationId, channel_id: message.channelId }
  await tx
    .with('thread', (query) =>
      query.insertInto('slack_thread').values({ ...thread, thread_ts: opened.threadTs, conversation_id: opened.conversationId }),
    )
    .insertInto('slack_message')
    .values(row)
    .execute()
}

/**
 * Takes the message for this transaction; whoever else has it waits until the commit.
 * @returns what was known before, null when this is the first that is heard of it.
 */
export async function claimSlackMessage(
  tx: Tx,
  scope: InstallationScope,
  message: MessageKey & { threadTs: string | null; arrived: boolean },
): Promise<KnownMessage | null> {
  forgetLookup(tx, scope, { kind: 'message', key: nameOfMessage(message) })
  const inserted = await tx
    .insertInto('slack_message')
    .values({
      organization_id: scope.organizationId,
      installation_id: scope.installationId,
      channel_id: message.channelId,
      ts: message.ts,
      thread_ts: message.threadTs,
      arrived: message.arrived,
    })
    .onConflict((conflict) => conflict.doNothing())
    .returning('ts')
    .executeTakeFirst()
  if (inserted) return null
  return knownMessageOf(await keyed(tx, scope, message).forUpdate().executeTakeFirstOrThrow())
}

/** Of a message that is gone nothing that it said stays. */
export const GONE = { deleted: true, early_text: null, shown_text: null, part: null } as const

interface MessageUpdate {
  broadcast?: boolean
  arrived?: boolean
  deleted?: boolean
  edited_ts?: string | null
  early_text?: string | null
  shown_text?: string | null
  part?: MessagePart | null
  delivery_id?: string | null
  thread_ts?: string | null
  entity_kind?: string | null
  entity_id?: string | null
}

export async function updateSlackMessage(
  tx: Tx,
  scope: InstallationScope,
  { key, set: { part, ...rest } }: { key: MessageKey; set: MessageUpdate },
): Promise<void> {
  forgetLookup(tx, scope, { kind: 'message', key: nameOfMessage(key) })
  await tx
    .updateTable('slack_message')
    .set({ ...rest, ...(part === undefined ? {} : { part: part && jsonb(part) }) })
    .where('organization_id', '=', scope.organizationId)
    .where('channel_id', '=', key.channelId)
    .where('ts', '=', key.ts)
    .execute()
}

/** When what we know of a channel begins. */
export async function findFirstTs(db: Db, scope: InstallationScope, channelId: string): Promise<string | null> {
  const row = await db
    .selectFrom('slack_message')
    .select('ts')
    .where('organization_id', '=', scope.organizationId)
    .where('channel_id', '=', channelId)
    .orderBy('ts')
    .limit(1)
    .executeTakeFirst()
  return row?.ts ?? null
}

export async function hasRowOfDelivery(db: Db, scope: InstallationScope, deliveryId: string): Promise<boolean> {
  const { rows } = await sql<{ found: boolean }>`
    select exists (
      select 1 from slack_message
      where organization_id = ${scope.organizationId} and delivery_id = ${deliveryId} and entity_id is not null
    ) as found
  `.execute(db)
  return rows[0]?.found ?? false
}

export function knownMessageOf(row: MessageRow): KnownMessage {
  const entity = row.entity_id && row.entity_kind ? { kind: row.entity_kind as SlackEntity['kind'], id: row.entity_id } : null
  return {
    arrived: row.arrived,
    deleted: row.deleted,
    editedTs: row.edited_ts,
    earlyText: row.early_text,
    deliveryId: row.delivery_id,
    entity,
    broadcast: row.broadcast,
  }
}
