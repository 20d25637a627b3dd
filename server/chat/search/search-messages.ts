import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { lowestIdAt, type ChannelId, type MessageId } from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { historyBegins } from '../channel-access.rules.ts'
import { channelsOfPerson } from '../channel-summaries.queries.ts'
import { presentMessage } from '../present-chat.ts'
import { messagesById } from '../threads.queries.ts'

interface Search {
  /** Every word of it has to stand in the message or in the name of one of its files, at least its beginning. */
  words: string
  /** In one chat alone. */
  channelId?: ChannelId | undefined
  /** The oldest message that was found already. */
  before?: MessageId | undefined
  limit: number
}

export interface FoundMessages {
  /** Newest first; replies in threads among them. */
  messages: MessageView[]
  more: boolean
}

/** Looks through everything that somebody may read, and nothing else (CH8). @throws not_found for a chat that is not theirs */
export async function searchMessages(tx: Tx, actor: PersonActor, { words, channelId, before, limit }: Search): Promise<FoundMessages> {
  const theirs = (await channelsOfPerson(tx, actor)).map(({ id }) => id as ChannelId)
  if (channelId !== undefined && !theirs.includes(channelId)) throw new AtriumError('not_found')
  const sinceMs = historyBegins(actor)
  const channels = channelId === undefined ? theirs : [channelId]
  const { rows } = await sql<{ id: MessageId }>`
    select id from search.messages(${words}, ${channels}::uuid[], ${lowestIdAt(sinceMs)}, ${before ?? null}, ${limit + 1})
  `.execute(tx)
  const ids = rows.slice(0, limit).map(({ id }) => id)
  const found = new Map((await messagesById(tx, actor.organizationId, { ids, sinceMs })).map((row) => [row.id as MessageId, row]))
  const messages = ids.flatMap((id) => found.get(id) ?? []).map(presentMessage)
  return { messages, more: rows.length > limit }
}
