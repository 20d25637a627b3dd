import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import { findPlace, type Place } from './find-place.ts'
import type { InstallationScope } from './installation-scope.ts'
import { rememberLookup } from './lookups.ts'
import { textOf } from './message-text.ts'
import { chatDraft, decideEcho, mayBePostedByUs, type ChatDraft, type EchoDraft } from './plan-chat.ts'
import { findDirects, nameOfThread, type ThreadRow } from './place.queries.ts'
import { messageChannelOf } from './privacy.rules.ts'
import { isOwnBot } from './recognise-echo.ts'
import { slackIdOf } from './resolve-author.ts'
import type { SlackEvent } from './slack-event.rules.ts'
import { findSlackMessage, nameOfMessage, type KnownMessage } from './slack-message.queries.ts'
import type { SlackMessage } from './slack-message.rules.ts'
import { millisecondsOfTs } from './slack-ts.rules.ts'

/** A new message of a conversation, decided and not written yet. */
export interface ConversationDraft {
  kind: 'conversation'
  scope: InstallationScope
  message: SlackMessage
  place: Extract<Place, { kind: 'conversation' | 'opens' }>
  id: ConversationMessageId
  conversationId: ConversationId
  text: string
}

type Draft = ConversationDraft | ChatDraft

interface Received {
  event: SlackEvent
  scope: InstallationScope
}

export interface Plan<T> {
  conversations: ConversationDraft[]
  chats: ChatDraft[]
  echoes: { draft: EchoDraft; of: T }[]
  /** To be applied one after the other. */
  others: T[]
}

/**
 * Decides by what was looked up together, writing nothing. A new message of a conversation or of a mention chat, and the echo of a post
 * of ours, as nearly all are, become a draft or nothing; `others` have to be applied one after the other, and so has what comes after
 * them in their channel or by their author.
 */
export async function planBatch<T extends Received>(tx: Tx, received: readonly T[]): Promise<Plan<T>> {
  const plan: Plan<T> = { conversations: [], chats: [], echoes: [], others: [] }
  const held = new Set<string>()
  for (const one of received) {
    const names = namesOf(one.event)
    const waits = names.some((name) => held.has(name))
    const decision = waits ? 'other' : await decide(tx, one).catch(() => 'other' as const)
    if (decision === 'nothing') continue
    if (decision === 'other') {
      plan.others.push(one)
      for (const name of names) held.add(name)
    } else if (decision.kind === 'conversation') plan.conversations.push(decision)
    else if (decision.kind === 'chat') plan.chats.push(decision)
    else plan.echoes.push({ draft: decision, of: one })
  }
  return plan
}

/** Whose order counts: of one channel, and of one author, who is the contact of the customer they first wrote as. */
function namesOf(event: SlackEvent): string[] {
  const channelId = messageChannelOf(event)?.channelId
  if (channelId === undefined) return []
  return event.kind === 'message' || event.kind === 'messageChanged' ? [channelId, slackIdOf(event.message.author)] : [channelId]
}

async function decide(tx: Tx, { event, scope }: Received): Promise<Draft | EchoDraft | 'nothing' | 'other'> {
  if (event.kind !== 'message') return 'other'
  const { message } = event
  // A member may want the whole thread.
  if (event.mentionsApp && message.threadTs !== null) return 'other'
  const known = await findSlackMessage(tx, scope, message)
  const isOurs = message.deliveryId !== null || isOwnBot(scope, message.author)
  if (isOurs) return decideEcho(tx, scope, { message, known })
  if (await mayBePostedByUs(tx, scope, message)) return 'other'
  const place = await findPlace(tx, scope, event)
  if (place.kind === 'nowhere') return 'nothing'
  if (place.kind === 'awaitsRoot' || place.kind === 'underCard') return 'other'
  if (known) return known.arrived || known.entity ? 'nothing' : 'other'
  const isChat = place.kind === 'mentionDirect' || place.kind === 'mentionThread'
  // In a direct message to the app, what comes next goes on where this one has begun.
  if (!isChat && (await isDirect(tx, scope, message))) return 'other'
  const draft = isChat ? await chatDraft(tx, { scope, message, place }) : await conversationDraft(tx, { scope, message, place })
  if (draft !== 'other') rememberDraft(tx, draft)
  return draft
}

async function isDirect(tx: Tx, scope: InstallationScope, { channelId, channelType }: SlackMessage): Promise<boolean> {
  return channelType === 'im' || (await findDirects(tx, scope, [channelId])).size > 0
}

async function conversationDraft(
  tx: Tx,
  { scope, message, place }: Pick<ConversationDraft, 'scope' | 'message' | 'place'>,
): Promise<ConversationDraft> {
  const createdAtMs = millisecondsOfTs(message.ts)
  return {
    ...{ kind: 'conversation', scope, message, place },
    id: newId<ConversationMessageId>(createdAtMs),
    conversationId: place.kind === 'conversation' ? place.conversationId : newId<ConversationId>(createdAtMs),
    text: await textOf(tx, scope, message.content),
  }
}

/** What comes after it finds it as if it were written. */
function rememberDraft(tx: Tx, draft: Draft): void {
  const { scope, message } = draft
  const known: KnownMessage = {
    ...{ arrived: true, deleted: false, editedTs: message.editedTs, earlyText: null, deliveryId: null, broadcast: false },
    // A message of a chat has its id only once it is known what stands there.
    entity: draft.kind === 'conversation' ? { kind: 'conversation_message', id: draft.id } : null,
  }
  const key = nameOfMessage(message)
  rememberLookup(tx, scope, { kind: 'message', keys: [key], found: new Map([[key, known]]) })
  if (draft.kind !== 'conversation' || draft.place.kind !== 'opens') return
  const thread: ThreadRow = {
    threadTs: draft.place.rootTs,
    conversationId: draft.conversationId,
    mentionChannelId: null,
    cardConversationId: null,
  }
  const threadKey = nameOfThread({ channelId: message.channelId, threadTs: draft.place.rootTs })
  rememberLookup(tx, scope, { kind: 'thread', keys: [threadKey], found: new Map([[threadKey, thread]]) })
}
