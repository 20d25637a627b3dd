import type { Db } from '@atrium/db/connect.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelId, ConversationId, CustomerId, MemberId } from '@atrium/shared/ids.ts'
import type { InstallationScope } from './installation-scope.ts'
import { forgetLookup, lookUp } from './lookups.ts'

export interface ThreadRow {
  threadTs: string
  conversationId: ConversationId | null
  mentionChannelId: ChannelId | null
  /** It is under a card: replies in it are replies in that conversation. */
  cardConversationId: ConversationId | null
}

export interface ThreadKey {
  channelId: string
  threadTs: string
}

export async function findThread(db: Db, scope: InstallationScope, key: ThreadKey): Promise<ThreadRow | null> {
  return (await findThreads(db, scope, [key])).get(nameOfThread(key)) ?? null
}

/** By channel and time, with a space between. */
export function findThreads(db: Db, scope: InstallationScope, wanted: ThreadKey[]): Promise<Map<string, ThreadRow>> {
  return lookUp(db, scope, {
    kind: 'thread',
    keys: wanted.map(nameOfThread),
    async load(names) {
      const pairs = names.map((name) => name.split(' '))
      const rows = await db
        .selectFrom('slack_thread')
        .select(['channel_id', 'thread_ts', 'conversation_id', 'mention_channel_id', 'card_conversation_id'])
        .where('organization_id', '=', scope.organizationId)
        .where('channel_id', 'in', [...new Set(pairs.map(([channelId = '']) => channelId))])
        .where('thread_ts', 'in', [...new Set(pairs.map(([, threadTs = '']) => threadTs))])
        .execute()
      return new Map(rows.map((row) => [nameOfThread({ channelId: row.channel_id, threadTs: row.thread_ts }), threadOf(row)]))
    },
  })
}

export function nameOfThread({ channelId, threadTs }: ThreadKey): string {
  return `${channelId} ${threadTs}`
}

/** In a direct message, what is written at the top level goes on where it went on last. */
export async function findLatestThread(
  db: Db,
  scope: InstallationScope,
  { channelId, of }: { channelId: string; of: 'conversation_id' | 'mention_channel_id' },
): Promise<ThreadRow | null> {
  const row = await threads(db, scope, channelId)
    .where(of, 'is not', null)
    .orderBy('created_at', 'desc')
    .orderBy('thread_ts', 'desc')
    .executeTakeFirst()
  return row ? threadOf(row) : null
}

const threads = (db: Db, scope: InstallationScope, channelId: string) =>
  db
    .selectFrom('slack_thread')
    .select(['thread_ts', 'conversation_id', 'mention_channel_id', 'card_conversation_id'])
    .where('organization_id', '=', scope.organizationId)
    .where('channel_id', '=', channelId)

export function threadOf(row: {
  thread_ts: string
  conversation_id: string | null
  mention_channel_id: string | null
  card_conversation_id: string | null
}): ThreadRow {
  return {
    threadTs: row.thread_ts,
    conversationId: row.conversation_id as ConversationId | null,
    mentionChannelId: row.mention_channel_id as ChannelId | null,
    cardConversationId: row.card_conversation_id as ConversationId | null,
  }
}

/** A thread in which a conversation begins to go on. */
export interface NewThread {
  threadTs: string
  conversationId: ConversationId
}

/** Fails when somebody else has opened it meanwhile. */
export async function insertThread(tx: Tx, scope: InstallationScope, thread: NewThread & { channelId: string }): Promise<void> {
  forgetThread(tx, scope, thread)
  await tx
    .insertInto('slack_thread')
    .values({
      organization_id: scope.organizationId,
      installation_id: scope.installationId,
      channel_id: thread.channelId,
      thread_ts: thread.threadTs,
      conversation_id: thread.conversationId,
    })
    .execute()
}

export function forgetThread(tx: Db, scope: InstallationScope, key: ThreadKey): void {
  forgetLookup(tx, scope, { kind: 'thread', key: nameOfThread(key) })
}

export interface ChannelRow {
  name: string
  customerId: CustomerId | null
  watchedAtMs: number | null
}

export async function findChannel(db: Db, scope: InstallationScope, channelId: string): Promise<ChannelRow | null> {
  return (await findChannels(db, scope, [channelId])).get(channelId) ?? null
}

export function findChannels(db: Db, scope: InstallationScope, channelIds: string[]): Promise<Map<string, ChannelRow>> {
  return lookUp(db, scope, {
    kind: 'channel',
    keys: channelIds,
    async load(ids) {
      const rows = await db
        .selectFrom('slack_channel')
        .select(['channel_id', 'name', 'customer_id', 'watched_at'])
        .where('organization_id', '=', scope.organizationId)
        .where('installation_id', '=', scope.installationId)
        .where('channel_id', 'in', ids)
        .execute()
      return new Map(rows.map((row) => [row.channel_id, channelOf(row)]))
    },
  })
}

export function channelOf(row: { name: string; customer_id: string | null; watched_at: Date | null }): ChannelRow {
  return { name: row.name, customerId: row.customer_id as CustomerId | null, watchedAtMs: row.watched_at?.getTime() ?? null }
}

export interface DirectRow {
  kind: 'person' | 'group' | 'bot'
  laneKey: string
}

/** By channel, the direct messages among `channelIds` in which a mention chat goes on. */
export function findDirects(db: Db, scope: InstallationScope, channelIds: string[]): Promise<Map<string, DirectRow>> {
  return lookUp(db, scope, {
    kind: 'direct',
    keys: channelIds,
    async load(ids) {
      const rows = await db
        .selectFrom('slack_direct')
        .select(['slack_channel_id', 'kind', 'lane_key'])
        .where('organization_id', '=', scope.organizationId)
        .where('installation_id', '=', scope.installationId)
        .where('slack_channel_id', 'in', ids)
        .execute()
      return new Map(rows.map((row) => [row.slack_channel_id, { kind: row.kind as DirectRow['kind'], laneKey: row.lane_key }]))
    },
  })
}

/** Slack user id → member, of those that are linked. */
export function findLinkedMembers(db: Db, scope: InstallationScope, slackUserIds: string[]): Promise<Map<string, MemberId>> {
  return lookUp(db, scope, {
    kind: 'link',
    keys: slackUserIds,
    async load(ids) {
      const rows = await db
        .selectFrom('slack_link')
        .select(['slack_user_id', 'member_id'])
        .where('organization_id', '=', scope.organizationId)
        .where('installation_id', '=', scope.installationId)
        .where('slack_user_id', 'in', ids)
        .execute()
      return new Map(rows.map((row) => [row.slack_user_id, row.member_id as MemberId]))
    },
  })
}

/** In one channel: what a Slack user counts as there, whatever they are otherwise. */
export type ChannelRole = 'agent' | 'customer'
interface RoleKey {
  channelId: string
  slackUserId: string
}

export function nameOfRole({ channelId, slackUserId }: RoleKey): string {
  return `${channelId} ${slackUserId}`
}

/** Null: what they are otherwise. */
export async function findChannelRole(db: Db, scope: InstallationScope, key: RoleKey): Promise<ChannelRole | null> {
  const found = await lookUp(db, scope, {
    kind: 'role',
    keys: [nameOfRole(key)],
    async load() {
      const rows = await db
        .selectFrom('slack_channel_role')
        .select('role')
        .where('organization_id', '=', scope.organizationId)
        .where('installation_id', '=', scope.installationId)
        .where('channel_id', '=', key.channelId)
        .where('slack_user_id', '=', key.slackUserId)
        .execute()
      return new Map(rows.map(({ role }) => [nameOfRole(key), role as ChannelRole]))
    },
  })
  return found.get(nameOfRole(key)) ?? null
}

/** The mention chat that a message of ours belongs to, for a reply that overtakes the note of where it was posted. */
export async function findMentionChannelOf(db: Db, scope: InstallationScope, messageId: string): Promise<ChannelId | null> {
  const row = await db
    .selectFrom('message')
    .innerJoin('channel', (join) =>
      join.onRef('channel.id', '=', 'message.channel_id').onRef('channel.organization_id', '=', 'message.organization_id'),
    )
    .select('channel.id')
    .where('message.organization_id', '=', scope.organizationId)
    .where('message.id', '=', messageId)
    .where('channel.kind', '=', 'mention')
    .executeTakeFirst()
  return (row?.id ?? null) as ChannelId | null
}
