import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import type { ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, timeOfId, type ChannelId, type MemberId, type MessageId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { tellMessage } from './append-message-change.ts'
import { insertReceivedMessages, readForReceiving } from './receive-batch.queries.ts'

interface Received {
  /** A mention chat of theirs. */
  channelId: ChannelId
  authorId: MemberId
  /** Markdown with mention tokens. */
  text: string
  createdAtMs: number
}

/**
 * What `receiveMessage` does one after the other, for many that are neither replies nor have files, with as many statements for
 * all as for one. @returns them in the order given. @throws not_found
 */
export async function receiveMessages(tx: Tx, actor: SystemActor, received: readonly Received[]): Promise<MessageView[]> {
  const { organizationId } = actor
  const wanted = {
    channelIds: [...new Set(received.map(({ channelId }) => channelId))],
    authorIds: [...new Set(received.map(({ authorId }) => authorId))],
  }
  const { channels, names } = await readForReceiving(tx, organizationId, wanted)
  const newest = new Map([...channels].map(([id, facts]) => [id, facts.newest]))
  const written = received.map((one): { channel: ChannelView; message: MessageView } => {
    const { channelId, authorId, createdAtMs } = one
    const [channel, authorName] = [channels.get(channelId)?.channel, names.get(authorId)]
    if (channel?.kind !== 'mention' || !channel.people.includes(authorId) || authorName === undefined) throw new AtriumError('not_found')
    const last = newest.get(channelId)
    const id = newId<MessageId>(Math.max(createdAtMs, last ? timeOfId(last) + 1 : 0))
    newest.set(channelId, id)
    return { channel, message: messageOf(one, { id, authorName }) }
  })
  await insertReceivedMessages(
    tx,
    organizationId,
    written.map(({ message }) => message),
  )
  for (const { channel, message } of written) tellMessage(tx, channel, message)
  return written.map(({ message }) => message)
}

function messageOf(
  { channelId, authorId, text, createdAtMs }: Received,
  { id, authorName }: { id: MessageId; authorName: string },
): MessageView {
  return {
    ...{ id, channelId, authorId, authorName, authorKind: 'member', text: storableText(text), source: 'slack', createdAt: createdAtMs },
    ...{ editedAt: null, deletedAt: null, reactions: [], files: [], bridge: null },
    ...{ threadRootId: null, alsoInChannel: false, thread: null, rev: 1 },
  }
}
