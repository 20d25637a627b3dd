import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelView } from '@atrium/shared/chat/views.ts'
import { newId, type ChannelId, type OrganizationId } from '@atrium/shared/ids.ts'
import { appendChange } from '../realtime/append-change.ts'
import { audienceOf } from './audience.rules.ts'
import { insertMentionChannels, mentionChannelsOf, pairKey, type Pair } from './send-batch.queries.ts'

/**
 * Opens the mention chats of pairs that have none, in as many statements for all as for one. Somebody else may be opening one
 * of them: theirs it is then. That both belong to the organization is the caller's to know. @returns all of them, by `pairKey`
 */
export async function openMentionChannels(
  tx: Tx,
  organizationId: OrganizationId,
  { pairs, nowMs }: { pairs: readonly Pair[]; nowMs: number },
): Promise<Map<string, ChannelView>> {
  if (pairs.length === 0) return new Map()
  const wanted = pairs.toSorted((a, b) => (pairKey(a) < pairKey(b) ? -1 : 1)).map((pair) => ({ id: newId<ChannelId>(nowMs), pair }))
  const opened = await insertMentionChannels(tx, organizationId, { channels: wanted, nowMs })
  for (const channel of opened.values())
    appendChange(tx, { kind: 'chat.channelOpened', audience: audienceOf(channel), entityId: channel.id, rev: 1, payload: { channel } })
  const others = pairs.filter((pair) => !opened.has(pairKey(pair)))
  return new Map([...opened, ...(await mentionChannelsOf(tx, organizationId, others))])
}

export function uniquePairs(pairs: readonly Pair[]): Pair[] {
  return [...new Map(pairs.map((pair) => [pairKey(pair), pair])).values()]
}
