import type { Tx } from '@atrium/db/transaction.ts'
import { routeMessage } from '@atrium/shared/chat/route-message.ts'
import type { ChannelView, FileView, MessageView } from '@atrium/shared/chat/views.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import {
  newId,
  type ChannelId,
  type ClientMutationId,
  type FileId,
  type MessageId,
  type OrganizationId,
  type PersonId,
} from '@atrium/shared/ids.ts'
import type { PersonActor } from '@atrium/shared/identity/actor.ts'
import { assertAddressable, mayReadMention } from './address-person.rules.ts'
import { tellMessage } from './append-message-change.ts'
import { mayUseChannel } from './channel-access.rules.ts'
import { areGroupMentionsOff, assertCallsNoGroup } from './group-mentions.ts'
import { attachFiles } from './files/attach-files.ts'
import { mayHoldTypedMention, sendableText } from './message-text.rules.ts'
import type { ActivePerson } from './people.queries.ts'
import { resolveMentions } from './resolve-mentions.rules.ts'
import { stillTogether } from './nearby.queries.ts'
import { settleReplies } from './settle-replies.ts'
import { assertMayBeAnswered, type ThreadRoot } from './thread.rules.ts'
import { lockRoots } from './threads.queries.ts'
import {
  insertMessagesOnce,
  insertNewMessages,
  mentionChannelsOf,
  messagesOfMutations,
  mutationKey,
  pairKey,
  readForBatch,
  type NewMessage,
  type Pair,
} from './send-batch.queries.ts'
import { openMentionChannels, uniquePairs } from './open-mention-channels.ts'
import { answerSentFiles, filesOfSends } from './send-files.ts'

export interface Send {
  actor: PersonActor
  clientId: ClientMutationId
  channelId: ChannelId
  /** May be empty when there are files. */
  text: string
  fileIds?: readonly FileId[]
  /** A reply in the thread that begins with this message of the channel. */
  threadRootId?: MessageId | null
  /** The reply stands in the channel's own history, too. */
  alsoInChannel?: boolean
}
export interface Sent {
  message: MessageView
  /** Where it went: for a message to one person, the mention chat of the two. */
  channel: ChannelView
}
export type SendOutcome = { sent: Sent } | { refused: AtriumError }

/** A send that passed what can be told without the mention chats. */
interface Draft {
  send: Send
  text: string
  files: FileView[]
  author: ActivePerson
  written: ChannelView
  /** Set when it belongs to the mention chat of these two. */
  pair: Pair | null
  threadRootId: MessageId | null
}

interface Batch {
  sends: readonly Send[]
  nowMs: number
  /** None is taken for a repetition: saves a way to the database. When one is, all of it fails with an error that `isTaken`. */
  allNew?: boolean
}

/**
 * Sends many messages of one organization in one transaction, with as many statements for all as for one. What cannot be sent is
 * refused by itself. The ids of what is sent ascend in the order of `sends`. A `clientId` that was sent before, whatever the text and
 * the files, is answered with what it became.
 */
export async function sendBatch(tx: Tx, organizationId: OrganizationId, { sends, nowMs, allNew = false }: Batch): Promise<SendOutcome[]> {
  const channelIds = [...new Set(sends.map((send) => send.channelId))]
  const { channels, people } = await readForBatch(tx, organizationId, { channelIds, people: { ids: whoMatters(sends), nowMs } })
  const files = await filesOfSends(tx, organizationId, sends)
  const nearby = [...channels.values()].flatMap((channel) => (channel.kind === 'nearby' ? [channel.id] : []))
  const together = await stillTogether(tx, organizationId, nearby)
  const roots = await lockRoots(tx, organizationId, [...new Set(sends.flatMap(({ threadRootId }) => threadRootId ?? []))])
  const groupsOff = await areGroupMentionsOff(
    tx,
    organizationId,
    sends.map(({ text }) => text),
  )
  const drafts = sends.map((send) =>
    attempt(() => draftOf({ send, files: files.get(send) }, { channels, people, roots, together, groupsOff })),
  )
  const pairs = uniquePairs(drafts.flatMap((draft) => (draft instanceof AtriumError || !draft.pair ? [] : [draft.pair])))
  const chats = await mentionChannelsOf(tx, organizationId, pairs)
  const allowed = drafts.map((draft) => (draft instanceof AtriumError ? draft : attempt(() => allowedDraft(draft, { people, chats }))))
  const missing = uniquePairs(allowed.flatMap((draft) => (draft instanceof AtriumError || !draft.pair ? [] : [draft.pair])))
  const opened = await openMentionChannels(tx, organizationId, { pairs: missing.filter((pair) => !chats.has(pairKey(pair))), nowMs })
  for (const [key, channel] of opened) chats.set(key, channel)
  const ids = ascendingIds(sends.length, nowMs)
  const messages = allowed.map((draft, index) =>
    draft instanceof AtriumError ? draft : messageOf(draft, { id: ids[index]!, channel: channelFor(draft, chats), nowMs }),
  )
  const outcomes = await write(tx, organizationId, { results: messages, allNew, people })
  return answerSentFiles(tx, organizationId, { sends, outcomes })
}

/** Authors and, as far as the texts tell, those they mention; everybody when names were typed out. */
function whoMatters(sends: readonly Send[]): PersonId[] | 'everybody' {
  if (sends.some(({ text }) => mayHoldTypedMention(text))) return 'everybody'
  const ids = sends.flatMap(({ actor, text }) => [
    actor.personId,
    ...text.matchAll(/<@p:([0-9a-f-]{36})>/g).map((match) => match[1] as PersonId),
  ])
  return [...new Set(ids)]
}

function attempt<T>(work: () => T): T | AtriumError {
  try {
    return work()
  } catch (error) {
    if (error instanceof AtriumError) return error
    throw error
  }
}

interface Known {
  channels: Map<ChannelId, ChannelView>
  people: Map<PersonId, ActivePerson>
  roots: Map<MessageId, ThreadRoot>
  /** Nearby chats whose people stand together now. */
  together: ReadonlySet<ChannelId>
  groupsOff: boolean
}

function draftOf(
  { send, files = [] }: { send: Send; files: FileView[] | AtriumError | undefined },
  { channels, people, roots, together, groupsOff }: Known,
): Draft {
  const { actor, channelId, threadRootId } = send
  if (files instanceof AtriumError) throw files
  const author = people.get(actor.personId)
  if (!author) throw new AtriumError('not_allowed')
  const written = channels.get(channelId)
  if (!written || !mayUseChannel(actor, written)) throw new AtriumError('not_found')
  const text = resolveMentions(sendableText(send.text, { mayBeEmpty: files.length > 0 }), { actor, channel: written, people })
  if (groupsOff) assertCallsNoGroup(text)
  const route = routeMessage({ text, channel: written, authorId: actor.personId })
  const pair = route.to === 'mention' ? ([actor.personId, route.personId].toSorted() as unknown as Pair) : null
  if (!pair && written.kind === 'nearby' && !together.has(written.id))
    throw new AtriumError('conflict', 'You do not stand together any more. Walk up to them again, or mention one of them.')
  // A word to one person leaves the thread as it leaves the channel.
  const root = threadRootId && !pair ? assertMayBeAnswered(roots.get(threadRootId), written) : null
  return { send, text, files, author, written, pair, threadRootId: root?.id ?? null }
}

/** A mention chat that there is may always be written in; a new one only with somebody whom one may address. */
function allowedDraft(draft: Draft, { people, chats }: { people: Map<PersonId, ActivePerson>; chats: Map<string, ChannelView> }): Draft {
  if (!draft.pair || chats.has(pairKey(draft.pair))) return draft
  const { actor } = draft.send
  const other = draft.pair.find((id) => id !== actor.personId)
  assertAddressable(actor, other && people.get(other))
  return draft
}

function channelFor({ pair, written }: Draft, chats: Map<string, ChannelView>): ChannelView {
  const channel = pair ? chats.get(pairKey(pair)) : written
  if (!channel) throw new Error('a mention chat is neither there nor could it be opened')
  return channel
}

function messageOf(draft: Draft, { id, channel, nowMs }: { id: MessageId; channel: ChannelView; nowMs: number }): Ready {
  const { author, send, text, files, threadRootId } = draft
  const message: MessageView = {
    id,
    channelId: channel.id,
    authorId: author.id,
    authorName: author.name,
    authorKind: author.kind,
    text,
    source: 'atrium',
    createdAt: nowMs,
    editedAt: null,
    deletedAt: null,
    reactions: [],
    files,
    bridge: null,
    threadRootId,
    alsoInChannel: threadRootId !== null && (send.alsoInChannel ?? false),
    thread: null,
    rev: 1,
  }
  return { actor: send.actor, clientId: send.clientId, message, channel }
}

type Ready = NewMessage & Sent & { actor: PersonActor }

async function write(
  tx: Tx,
  organizationId: OrganizationId,
  { results, allNew, people }: { results: (AtriumError | Ready)[]; allNew: boolean; people: Map<PersonId, ActivePerson> },
): Promise<SendOutcome[]> {
  const ready = results.filter((result): result is Ready => !(result instanceof AtriumError))
  if (ready.length === 0) return results.map((result) => outcomeOf(result as AtriumError))
  const firsts = new Map(ready.toReversed().map((sent) => [keyOf(sent), sent]))
  const inserted = await insert(tx, organizationId, { firsts, allNew })
  const isNew = (sent: Ready) => inserted.has(keyOf(sent)) && firsts.get(keyOf(sent)) === sent
  const fresh = ready.filter(isNew)
  for (const { actor, message } of fresh.filter(({ message: { files } }) => files.length > 0))
    await attachFiles(tx, actor, { messageId: message.id, fileIds: message.files.map(({ id }) => id) })
  const mayRead = (id: PersonId, channel: ChannelView) => mayReadMention(people.get(id), channel)
  const news = await settleReplies(tx, organizationId, { replies: fresh, mayRead })
  for (const { message, channel } of fresh) tellMessage(tx, channel, message, news.get(message.id))
  const repeated = ready.filter((sent) => !isNew(sent))
  const before = repeated.length > 0 ? await messagesOfMutations(tx, organizationId, repeated.map(mutationOf)) : new Map<string, Sent>()
  return results.map((result) => {
    if (result instanceof AtriumError) return outcomeOf(result)
    if (!isNew(result)) return outcomeOf(before.get(keyOf(result)) ?? new AtriumError('conflict'))
    return outcomeOf({ message: result.message, channel: result.channel })
  })
}

/** @returns the keys of what was inserted. */
async function insert(
  tx: Tx,
  organizationId: OrganizationId,
  { firsts, allNew }: { firsts: ReadonlyMap<string, Ready>; allNew: boolean },
): Promise<Pick<Set<string>, 'has'>> {
  if (!allNew) return insertMessagesOnce(tx, organizationId, [...firsts.values()])
  await insertNewMessages(tx, organizationId, [...firsts.values()])
  return firsts
}

const mutationOf = ({ clientId, message }: NewMessage) => ({ personId: message.authorId, clientId })
const keyOf = (sent: NewMessage) => mutationKey(mutationOf(sent))

function outcomeOf(result: Sent | AtriumError): SendOutcome {
  return result instanceof AtriumError ? { refused: result } : { sent: result }
}

/** Ids of one millisecond sort at random: sorted here, so that messages stay in the order in which they came. */
function ascendingIds(count: number, nowMs: number): MessageId[] {
  return Array.from({ length: count }, () => newId<MessageId>(nowMs)).sort()
}
