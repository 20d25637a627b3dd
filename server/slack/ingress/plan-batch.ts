import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ConversationId, type ConversationMessageId } from '@atrium/shared/ids.ts'
import { findPlace, type Place } from './find-place.ts'
import type { InstallationScope } from './installation-scope.ts'
import { rememberLookup } from './lookups.ts'
import { textOf } from './message-text.ts'
import { findDirects, nameOfThread, type ThreadRow } from './place.queries.ts'
import { messageChannelOf } from './privacy.rules.ts'
import { isOwnBot } from './recognise-echo.ts'
import { slackIdOf } from './resolve-author.ts'
import type { SlackEvent } from './slack-event.rules.ts'
import { findSlackMessage, nameOfMessage, type KnownMessage } from './slack-message.queries.ts'
import type { SlackMessage } from './slack-message.rules.ts'
import { millisecondsOfTs } from './slack-ts.rules.ts'

/** A new message of a conversation, decided and not written yet. */
export interface Draft {
  scope: InstallationScope
  message: SlackMessage
  place: Extract<Place, { kind: 'conversation' | 'opens' }>
  id: ConversationMessageId
  conversationId: ConversationId
  text: string
}

interface Received {
  event: SlackEvent
  scope: InstallationScope
}

/**
 * Decides by what was looked up together, writing nothing. What is a new message of a conversation, as nearly all is,
 * becomes a draft or nothing; `others` have to be applied one after the other, and so has what comes after them in their channel
 * or by their author.
 */
export async function planBatch<T extends Received>(tx: Tx, received: readonly T[]): Promise<{ drafts: Draft[]; others: T[] }> {
  const drafts: Draft[] = []
  const others: T[] = []
  const held = new Set<string>()
  for (const one of received) {
    const names = namesOf(one.event)
    const waits = names.some((name) => held.has(name))
    const decision = waits ? 'other' : await decide(tx, one).catch(() => 'other' as const)
    if (decision === 'nothing') continue
    if (decision !== 'other') drafts.push(decision)
    else {
      others.push(one)
      for (const name of names) held.add(name)
    }
  }
  return { drafts, others }
}

/** Whose order counts: of one channel, and of one author, who is the contact of the customer they first wrote as. */
function namesOf(event: SlackEvent): string[] {
  const channelId = messageChannelOf(event)?.channelId
  if (channelId === undefined) return []
  return event.kind === 'message' || event.kind === 'messageChanged' ? [channelId, slackIdOf(event.message.author)] : [channelId]
}

async function decide(tx: Tx, { event, scope }: Received): Promise<Draft | 'nothing' | 'other'> {
  if (event.kind !== 'message') return 'other'
  const { message } = event
  if (await isNotedEcho(tx, scope, message)) return 'nothing'
  if (message.deliveryId !== null || isOwnBot(scope, message.author)) return 'other'
  if (message.channelType === 'im' || (await findDirects(tx, scope, [message.channelId])).size > 0) return 'other'
  const place = await findPlace(tx, scope, event)
  if (place.kind === 'nowhere') return 'nothing'
  if (place.kind !== 'conversation' && place.kind !== 'opens') return 'other'
  const known = await findSlackMessage(tx, scope, message)
  if (known) return known.arrived || known.entity ? 'nothing' : 'other'
  const createdAtMs = millisecondsOfTs(message.ts)
  const draft: Draft = {
    scope,
    message,
    place,
    id: newId<ConversationMessageId>(createdAtMs),
    conversationId: place.kind === 'conversation' ? place.conversationId : newId<ConversationId>(createdAtMs),
    text: await textOf(tx, scope, message.content),
  }
  rememberDraft(tx, draft)
  return draft
}

/** Of a post whose answer was written down before. That of a share tells where it stands, which its answer does not. */
async function isNotedEcho(tx: Tx, scope: InstallationScope, message: SlackMessage): Promise<boolean> {
  if (message.deliveryId === null || message.content.files) return false
  const known = await findSlackMessage(tx, scope, message)
  return known !== null && known.arrived && known.deliveryId === message.deliveryId
}

/** What comes after it finds it as if it were written. */
function rememberDraft(tx: Tx, { scope, message, place, id, conversationId }: Draft): void {
  const known: KnownMessage = {
    ...{ arrived: true, deleted: false, editedTs: message.editedTs, earlyText: null, deliveryId: null, broadcast: false },
    entity: { kind: 'conversation_message', id },
  }
  const key = nameOfMessage(message)
  rememberLookup(tx, scope, { kind: 'message', keys: [key], found: new Map([[key, known]]) })
  if (place.kind !== 'opens') return
  const thread: ThreadRow = { threadTs: place.rootTs, conversationId, mentionChannelId: null }
  const threadKey = nameOfThread({ channelId: message.channelId, threadTs: place.rootTs })
  rememberLookup(tx, scope, { kind: 'thread', keys: [threadKey], found: new Map([[threadKey, thread]]) })
}
