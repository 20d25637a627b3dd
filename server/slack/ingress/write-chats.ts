import type { Tx } from '@atrium/db/transaction.ts'
import type { ChannelId } from '@atrium/shared/ids.ts'
import { openMentionChannels, uniquePairs } from '../../chat/open-mention-channels.ts'
import { receiveMessages } from '../../chat/receive-batch.ts'
import { mentionChannelsOf, pairKey, type Pair } from '../../chat/send-batch.queries.ts'
import { applyKeptReactions } from '../reactions/kept-reactions.ts'
import { insertChatMessages, insertEchoes } from './batch-writes.queries.ts'
import { ingressActor } from './installation-scope.ts'
import { forgetLookup } from './lookups.ts'
import type { ChatDraft, EchoDraft } from './plan-chat.ts'
import { nameOfMessage } from './slack-message.queries.ts'
import { millisecondsOfTs } from './slack-ts.rules.ts'

/** Writes what was planned, with as many statements for all as for one. @throws when somebody else wrote some of it meanwhile */
export async function writeChats(tx: Tx, drafts: readonly ChatDraft[]): Promise<void> {
  const [first] = drafts
  if (!first) return
  const actor = ingressActor(first.scope)
  const channelOf = await channelsOf(tx, drafts)
  const received = drafts.map((draft) => {
    const { authorId, text, message } = draft
    return { channelId: channelOf(draft), authorId, text, createdAtMs: millisecondsOfTs(message.ts) }
  })
  const written = await receiveMessages(tx, actor, received)
  const noted = drafts.flatMap(({ scope: { installationId }, message: { channelId, ts, threadTs, editedTs } }, index) => {
    const id = written[index]?.id
    return id ? [{ installationId, channelId, ts, threadTs, editedTs, entityId: id }] : []
  })
  await insertChatMessages(tx, actor.organizationId, noted)
  for (const { scope, message } of drafts) forgetLookup(tx, scope, { kind: 'message', key: nameOfMessage(message) })
  await applyKeptReactions(
    tx,
    actor,
    drafts.map(({ scope, message }) => ({ ...scope, ...message })),
  )
}

const pairOf = ({ chat }: ChatDraft): Pair | null => ('people' in chat ? (chat.people.toSorted() as unknown as Pair) : null)

/** Opens the chats of those who write to each other for the first time. */
async function channelsOf(tx: Tx, drafts: readonly ChatDraft[]): Promise<(draft: ChatDraft) => ChannelId> {
  const { organizationId, nowMs } = drafts[0]!.scope
  const pairs = uniquePairs(drafts.map(pairOf).filter((pair) => pair !== null))
  const known = await mentionChannelsOf(tx, organizationId, pairs)
  const missing = pairs.filter((pair) => !known.has(pairKey(pair)))
  const opened = await openMentionChannels(tx, organizationId, { pairs: missing, nowMs })
  return (draft) => {
    if ('channelId' in draft.chat) return draft.chat.channelId
    const key = pairKey(pairOf(draft)!)
    const channel = known.get(key) ?? opened.get(key)
    if (!channel) throw new Error('a mention chat is neither there nor could it be opened')
    return channel.id
  }
}

/** Settles nothing: that is for whoever made the calls, and these rows are where they find out that they arrived. @returns those that somebody has heard of meanwhile */
export async function writeEchoes<T extends { draft: EchoDraft }>(tx: Tx, echoes: readonly T[]): Promise<T[]> {
  const scope = echoes[0]?.draft.scope
  if (!scope) return []
  const rows = echoes.map(
    ({
      draft: {
        scope: { installationId },
        message: { channelId, ts, threadTs },
        delivery,
      },
    }) => {
      return { installationId, channelId, ts, threadTs, deliveryId: delivery.id, entity: delivery.entity }
    },
  )
  const fresh = await insertEchoes(tx, scope.organizationId, rows)
  const isFresh = ({ draft }: T) => fresh.has(nameOfMessage(draft.message))
  const late = echoes.filter((echo) => !isFresh(echo))
  for (const { draft } of late) forgetLookup(tx, draft.scope, { kind: 'message', key: nameOfMessage(draft.message) })
  const messages = echoes.filter((echo) => isFresh(echo) && echo.draft.delivery.entity?.kind === 'message')
  await applyKeptReactions(
    tx,
    ingressActor(scope),
    messages.map(({ draft }) => ({ ...draft.scope, ...draft.message })),
  )
  return late
}
