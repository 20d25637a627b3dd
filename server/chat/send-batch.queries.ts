import { sql } from 'kysely'
import { statement } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { violatesUnique } from '@atrium/db/unique-violation.ts'
import type { ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, ClientMutationId, MessageId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import { MESSAGE_COLUMNS } from './messages.queries.ts'
import { PEOPLE, type ActivePerson, type PeopleWanted } from './people.queries.ts'
import { presentChannel, presentMessage, type ChannelRow } from './present-chat.ts'

const CHANNEL_COLUMNS = ['id', 'kind', 'space_id', 'room_id', 'person_low', 'person_high', 'people'] as const

async function channelsOf(tx: Tx, organizationId: OrganizationId, ids: readonly ChannelId[]): Promise<Map<ChannelId, ChannelView>> {
  const rows = await tx
    .selectFrom('channel')
    .select(CHANNEL_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  return new Map(rows.map(presentChannel).map((channel) => [channel.id, channel]))
}

interface BatchFacts {
  channels: ChannelRow[]
  people: ActivePerson[]
}
const readText = (people: string, ids: string) => `
  select
    (select coalesce(jsonb_agg(channel), '[]') from (
      select id, kind, space_id, room_id, person_low, person_high, people from channel where organization_id = $1 and id = any(${ids}::uuid[])
    ) channel) as channels,
    (select coalesce(jsonb_agg(person), '[]') from (${people}) person) as people`
const readWithSome = statement<BatchFacts>('chat.read-for-batch', readText(PEOPLE.some, '$4'))
const readWithEverybody = statement<BatchFacts>('chat.read-for-batch-everybody', readText(PEOPLE.everybody, '$3'))

/** What a batch has to know to decide about every send in it, in one statement. */
export async function readForBatch(
  tx: Tx,
  organizationId: OrganizationId,
  { channelIds, people: { ids, nowMs } }: { channelIds: readonly ChannelId[]; people: PeopleWanted },
): Promise<{ channels: Map<ChannelId, ChannelView>; people: Map<PersonId, ActivePerson> }> {
  const known = [organizationId, new Date(nowMs)]
  const [facts] = await (ids === 'everybody'
    ? readWithEverybody(tx, [...known, channelIds])
    : readWithSome(tx, [...known, ids, channelIds]))
  const channels = facts?.channels.map(presentChannel) ?? []
  return {
    channels: new Map(channels.map((channel) => [channel.id, channel])),
    people: new Map(facts?.people.map((person) => [person.id, person])),
  }
}

/** Two people, the lower id first. */
export type Pair = readonly [PersonId, PersonId]
export const pairKey = (pair: Pair): string => pair.join(' ')

export async function mentionChannelsOf(tx: Tx, organizationId: OrganizationId, pairs: readonly Pair[]): Promise<Map<string, ChannelView>> {
  if (pairs.length === 0) return new Map()
  const { rows } = await sql<{
    id: string
    kind: string
    space_id: null
    room_id: null
    person_low: string
    person_high: string
    people: null
  }>`
    select channel.id, channel.kind, channel.space_id, channel.room_id, channel.person_low, channel.person_high, channel.people
    from unnest(${pairs.map(([low]) => low)}::uuid[], ${pairs.map(([, high]) => high)}::uuid[]) pair (low, high)
    join channel on channel.organization_id = ${organizationId} and channel.kind = 'mention'
      and channel.person_low = pair.low and channel.person_high = pair.high
  `.execute(tx)
  return byPair(rows.map(presentChannel))
}

/** @returns those that were opened; somebody else may have opened the others meanwhile. */
export async function insertMentionChannels(
  tx: Tx,
  organizationId: OrganizationId,
  { channels, nowMs }: { channels: readonly { id: ChannelId; pair: Pair }[]; nowMs: number },
): Promise<Map<string, ChannelView>> {
  const rows = await tx
    .insertInto('channel')
    .values(
      channels.map(({ id, pair: [low, high] }) => ({
        organization_id: organizationId,
        id,
        kind: 'mention',
        person_low: low,
        person_high: high,
        created_at: new Date(nowMs),
      })),
    )
    .onConflict((conflict) => conflict.doNothing())
    .returning(CHANNEL_COLUMNS)
    .execute()
  return byPair(rows.map(presentChannel))
}

function byPair(channels: ChannelView[]): Map<string, ChannelView> {
  return new Map(channels.flatMap((channel) => (channel.kind === 'mention' ? [[pairKey(channel.people), channel]] : [])))
}

export interface NewMessage {
  clientId: ClientMutationId
  message: MessageView
}
export const mutationKey = (mutation: { personId: PersonId; clientId: ClientMutationId }): string =>
  `${mutation.personId} ${mutation.clientId}`

const incomingText = `
  with incoming as materialized (
    select * from jsonb_to_recordset($2::jsonb) as sent (client_id uuid, author_id uuid, author_kind text,
      author_name text, id uuid, channel_id uuid, text text, created_at timestamptz, thread_root_id uuid, also_in_channel boolean)
  ), claimed as (
    insert into client_mutation (organization_id, person_id, client_id, procedure, result)
    select $1, author_id, client_id, 'chat.sendMessage', jsonb_build_object('messageId', id)
    from incoming order by author_id, client_id`
const writtenText = `
    insert into message (organization_id, id, channel_id, author_kind, author_id, author_name, text, source, created_at, thread_root_id, also_in_channel)
    select $1, id, channel_id, author_kind, author_id, author_name, text, 'atrium', created_at, thread_root_id, also_in_channel from incoming`
const insertNew = statement<never>('chat.insert-new-messages', `${incomingText}) ${writtenText}`)
const insertOnce = statement<{ personId: PersonId; clientId: ClientMutationId }>(
  'chat.insert-messages-once',
  `${incomingText}
    on conflict do nothing
    returning person_id, client_id
  ), written as (${writtenText}
    join claimed on claimed.person_id = incoming.author_id and claimed.client_id = incoming.client_id
  )
  select person_id as "personId", client_id as "clientId" from claimed`,
)

/**
 * Takes the client's ids and inserts the messages whose id was not taken before, in one statement. Waits for whoever is just
 * taking one of them. @returns the keys of what was inserted.
 */
export async function insertMessagesOnce(tx: Tx, organizationId: OrganizationId, sent: readonly NewMessage[]): Promise<Set<string>> {
  const rows = await insertOnce(tx, [organizationId, incomingOf(sent)])
  return new Set(rows.map(mutationKey))
}

/** The same for messages none of which was sent before. It goes along with the statement after it, which fails when one was. */
export async function insertNewMessages(tx: Tx, organizationId: OrganizationId, sent: readonly NewMessage[]): Promise<void> {
  await insertNew(tx, [organizationId, incomingOf(sent)], { ahead: 'statement' })
}

/** Whether it is what a statement throws when a client's id had been taken. */
export function isTaken(error: unknown): boolean {
  return violatesUnique(error, 'client_mutation_pkey')
}

function incomingOf(sent: readonly NewMessage[]): string {
  const incoming = sent.map(({ clientId, message }) => ({
    client_id: clientId,
    author_id: message.authorId,
    author_kind: message.authorKind,
    author_name: message.authorName,
    id: message.id,
    channel_id: message.channelId,
    text: message.text,
    created_at: new Date(message.createdAt).toISOString(),
    thread_root_id: message.threadRootId,
    also_in_channel: message.alsoInChannel,
  }))
  return JSON.stringify(incoming)
}

/** What earlier sends with these keys became. */
export async function messagesOfMutations(
  tx: Tx,
  organizationId: OrganizationId,
  mutations: readonly { personId: PersonId; clientId: ClientMutationId }[],
): Promise<Map<string, { message: MessageView; channel: ChannelView }>> {
  const { rows: known } = await sql<{ personId: PersonId; clientId: ClientMutationId; messageId: MessageId }>`
    select done.person_id as "personId", done.client_id as "clientId", done.result->>'messageId' as "messageId"
    from unnest(${mutations.map(({ personId }) => personId)}::uuid[], ${mutations.map(({ clientId }) => clientId)}::uuid[]) sent (person_id, client_id)
    join client_mutation done on done.organization_id = ${organizationId} and done.person_id = sent.person_id
      and done.client_id = sent.client_id and done.procedure = 'chat.sendMessage'
  `.execute(tx)
  const rows = await tx
    .selectFrom('message')
    .select(MESSAGE_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${known.map(({ messageId }) => messageId)}::uuid[])`)
    .execute()
  const messages = new Map(rows.map(presentMessage).map((message) => [message.id, message]))
  const channelIds = messages.values().map((message) => message.channelId)
  const channels = await channelsOf(tx, organizationId, [...channelIds])
  const sent = new Map<string, { message: MessageView; channel: ChannelView }>()
  for (const mutation of known) {
    const message = messages.get(mutation.messageId)
    const channel = message && channels.get(message.channelId)
    if (channel) sent.set(mutationKey(mutation), { message, channel })
  }
  return sent
}
