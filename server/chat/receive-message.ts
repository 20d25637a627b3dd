import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { newId, timeOfId, type ChannelId, type MemberId, type MessageId, type OrganizationId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { tellMessage } from './append-message-change.ts'
import { findChannel } from './channels.queries.ts'
import { insertReceivedFiles, type ReceivedFile } from './files/receive-files.ts'
import { lockMessage, MESSAGE_COLUMNS, newestMessageId } from './messages.queries.ts'
import { presentMessage } from './present-chat.ts'
import { settleReplies } from './settle-replies.ts'
import { lockRoots, messagesById } from './threads.queries.ts'

interface ReceivedMessage {
  /** A mention chat of theirs. */
  channelId: ChannelId
  authorId: MemberId
  /** Markdown with mention tokens. */
  text: string
  createdAtMs: number
  /** Their bytes are still to be fetched. */
  files?: readonly ReceivedFile[]
  /** The message of the chat that it replies to, or the thread of which it joins; from another chat it counts as none. */
  inReplyTo?: MessageId | null
  /** A reply that stands in the chat's own history, too. */
  alsoInChannel?: boolean
}

/**
 * A message that was written outside Atrium. It stands after everything the channel holds, also when it comes late: whoever
 * has read up to there has not read this one. @throws not_found
 */
export async function receiveMessage(tx: Tx, actor: SystemActor, input: ReceivedMessage): Promise<MessageView> {
  const { organizationId } = actor
  const { channelId, authorId, createdAtMs } = input
  const channel = await findChannel(tx, organizationId, channelId)
  if (channel?.kind !== 'mention' || !channel.people.includes(authorId)) throw new AtriumError('not_found')
  const author = await tx
    .selectFrom('member')
    .select('name')
    .where('organization_id', '=', organizationId)
    .where('id', '=', authorId)
    .executeTakeFirst()
  if (!author) throw new AtriumError('not_found')
  const threadRootId = await rootFor(tx, organizationId, input)
  const newest = await newestMessageId(tx, organizationId, channelId)
  const id = newId<MessageId>(Math.max(createdAtMs, newest ? timeOfId(newest) + 1 : 0))
  const row = await tx
    .insertInto('message')
    .values({
      organization_id: organizationId,
      id,
      channel_id: channelId,
      author_kind: 'member',
      author_id: authorId,
      author_name: author.name,
      text: storableText(input.text),
      source: 'slack',
      created_at: new Date(createdAtMs),
      thread_root_id: threadRootId,
      also_in_channel: threadRootId !== null && (input.alsoInChannel ?? false),
    })
    .returning(MESSAGE_COLUMNS)
    .executeTakeFirstOrThrow()
  if (input.files?.length) await insertReceivedFiles(tx, actor, { message: { id, authorId, createdAtMs, held: 0 }, files: input.files })
  const message = presentMessage((input.files?.length ? await lockMessage(tx, organizationId, id) : null) ?? row)
  const news = await settleReplies(tx, organizationId, { replies: [{ message, channel }], mayRead: () => false })
  tellMessage(tx, channel, message, news.get(message.id))
  return message
}

/** Held to the end of the transaction. */
async function rootFor(tx: Tx, organizationId: OrganizationId, { inReplyTo, channelId }: ReceivedMessage): Promise<MessageId | null> {
  if (!inReplyTo) return null
  const [row] = await messagesById(tx, organizationId, { ids: [inReplyTo], sinceMs: 0 })
  const answered = row && presentMessage(row)
  if (answered?.channelId !== channelId) return null
  const rootId = answered.threadRootId ?? answered.id
  await lockRoots(tx, organizationId, [rootId])
  return rootId
}
