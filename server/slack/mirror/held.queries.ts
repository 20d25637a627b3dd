import { sql, type RawBuilder } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, type Tx } from '@atrium/db/transaction.ts'
import type { ChannelId, InstallationId, MessageId, OrganizationId, PersonId } from '@atrium/shared/ids.ts'
import { PRESENT_SECONDS } from './mirror.queries.ts'

/** A message that waits to be read in Atrium before it goes to Slack. */
export interface HeldMessage {
  messageId: MessageId
  channelId: ChannelId
  recipientId: PersonId
  installationId: InstallationId
  /** Slack users who have to be linked still when it goes on (BR10). */
  linked: string[]
  writtenAtMs: number
  dueAtMs: number
}

export async function insertHeld(tx: Tx, organizationId: OrganizationId, held: HeldMessage): Promise<void> {
  await tx
    .insertInto('slack_held_message')
    .values({
      organization_id: organizationId,
      message_id: held.messageId,
      channel_id: held.channelId,
      recipient_id: held.recipientId,
      installation_id: held.installationId,
      linked: held.linked,
      written_at: new Date(held.writtenAtMs),
      due_at: new Date(held.dueAtMs),
    })
    .execute()
}

/**
 * What is held in some chats, or for or of some people, in order and locked until the commit: nobody else lets it go. To be
 * taken before lanes are locked: everybody does.
 */
export async function lockHeld(
  tx: Tx,
  organizationId: OrganizationId,
  of: { channelIds: readonly ChannelId[] } | { personId: PersonId; installationId: InstallationId },
): Promise<HeldMessage[]> {
  const rows = await tx
    .selectFrom('slack_held_message')
    .selectAll()
    .where('organization_id', '=', organizationId)
    .$if('channelIds' in of, (query) => query.where('channel_id', '=', (eb) => eb.fn.any(eb.val('channelIds' in of ? of.channelIds : []))))
    .$if('personId' in of, (query) => query.where('channel_id', 'in', chatsOf(tx, organizationId, 'personId' in of ? of.personId : null)))
    .$if('installationId' in of, (query) => query.where('installation_id', '=', 'installationId' in of ? of.installationId : ''))
    .orderBy('channel_id')
    .orderBy('ordinal')
    .forUpdate()
    .execute()
  return rows.map((row) => ({
    messageId: row.message_id as MessageId,
    channelId: row.channel_id as ChannelId,
    recipientId: row.recipient_id as PersonId,
    installationId: row.installation_id as InstallationId,
    linked: row.linked,
    writtenAtMs: row.written_at.getTime(),
    dueAtMs: row.due_at.getTime(),
  }))
}

const chatsOf = (tx: Tx, organizationId: OrganizationId, personId: PersonId | null) =>
  tx
    .selectFrom('channel')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('kind', '=', 'mention')
    .where((eb) => eb.or([eb('person_low', '=', personId), eb('person_high', '=', personId)]))

export async function deleteHeld(tx: Tx, organizationId: OrganizationId, messageIds: readonly MessageId[]): Promise<void> {
  if (messageIds.length === 0) return
  await tx.deleteFrom('slack_held_message').where('organization_id', '=', organizationId).where('message_id', 'in', messageIds).execute()
}

export async function setDue(
  tx: Tx,
  organizationId: OrganizationId,
  { messageId, dueAtMs }: { messageId: MessageId; dueAtMs: number },
): Promise<void> {
  await tx
    .updateTable('slack_held_message')
    .set({ due_at: new Date(dueAtMs) })
    .where('organization_id', '=', organizationId)
    .where('message_id', '=', messageId)
    .execute()
}

/** Whether somebody has read a message in Atrium: a reply that stands in its thread alone is read there, all else in its chat. */
const isReadBy = (personId: RawBuilder<unknown>) => sql<boolean>`(
  case when message.thread_root_id is not null and not message.also_in_channel
    then not exists (
      select 1 from thread_unread unread
      where unread.organization_id = message.organization_id and unread.person_id = ${personId} and unread.message_id = message.id
    )
    else exists (
      select 1 from read_position position
      where position.organization_id = message.organization_id and position.person_id = ${personId}
        and position.channel_id = message.channel_id and position.message_id >= message.id
    ) end
)`

/** Those of some messages that somebody has read in Atrium. */
export async function readAmong(
  tx: Tx,
  organizationId: OrganizationId,
  of: { personId: PersonId; messageIds: readonly MessageId[] },
): Promise<Set<MessageId>> {
  const { rows } = await sql<{ id: MessageId }>`
    select id from message
    where organization_id = ${organizationId} and id = any(${of.messageIds}::uuid[]) and ${isReadBy(sql`${of.personId}::uuid`)}
  `.execute(tx)
  return new Set(rows.map(({ id }) => id))
}

/** Of a chat nothing goes before its first held message does. */
const heads = (where: RawBuilder<unknown>) =>
  sql`(select distinct on (organization_id, channel_id) * from slack_held_message ${where} order by organization_id, channel_id, ordinal) head`

/** Organizations in which something is held, and when the first of it is due. */
export function heldOrganizations(db: Db): Promise<{ organizationId: OrganizationId; dueAtMs: number }[]> {
  return asWorker(db, async (tx) => {
    const { rows } = await sql<{ organization_id: OrganizationId; due_at: Date }>`
      select organization_id, min(due_at) as due_at from ${heads(sql``)} group by organization_id
    `.execute(tx)
    return rows.map((row) => ({ organizationId: row.organization_id, dueAtMs: row.due_at.getTime() }))
  })
}

/** Chats in which something is due, was read, or is held for somebody who is gone. */
export async function chatsToSettle(tx: Tx, organizationId: OrganizationId, nowMs: number): Promise<ChannelId[]> {
  const { rows } = await sql<{ channel_id: ChannelId }>`
    select head.channel_id from ${heads(sql`where organization_id = ${organizationId}`)}
    join message on message.organization_id = head.organization_id and message.id = head.message_id
    where head.due_at <= ${new Date(nowMs)} or ${isReadBy(sql`head.recipient_id`)} or not exists (
      select 1 from presence where presence.organization_id = head.organization_id and presence.person_id = head.recipient_id
        and presence.status <> 'away' and presence.seen_at > now() - ${PRESENT_SECONDS} * interval '1 second'
    )
    order by head.due_at
  `.execute(tx)
  return rows.map((row) => row.channel_id)
}
