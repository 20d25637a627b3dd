import type { Tx } from '@atrium/db/transaction.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ContactId, ConversationId, ConversationMessageId, CustomerId, MemberId, OrganizationId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationStatus, ConversationView } from '@atrium/shared/inbox/views.ts'
import { adoptContact } from './adopt-contact.ts'
import { appendContactChange, appendConversationChange, appendConversationMessageChange } from './append-inbox-change.ts'
import { previewOf, statusAfterContactMessage, subjectOf } from './conversation.rules.ts'
import { followUp, policiesFor } from './follow-up.ts'
import type { ConversationRow } from './present-inbox.ts'
import {
  insertContacts,
  insertConversationMessages,
  insertConversations,
  lockConversations,
  gistsOf,
  updateConversations,
  type NewContact,
  type TouchedConversation,
} from './receive-batch.queries.ts'

/** A conversation that begins; its first message is among the messages. The ids are the caller's, made with the times given. */
export interface Opening {
  id: ConversationId
  customerId: CustomerId | null
  contactId: ContactId
  origin: ConversationView['origin']
  /** For people: "#support-acme". */
  place: string
  /** Markdown of its first message. */
  text: string
  createdAtMs: number
}
export interface ReceivedMessage {
  id: ConversationMessageId
  conversationId: ConversationId
  /** A member, or a contact who counts as one there: an agent who answered where the customer is. */
  author: { kind: 'contact'; contactId: ContactId; asAgent?: boolean } | { kind: 'member'; memberId: MemberId }
  /** Markdown. */
  text: string
  createdAtMs: number
}
interface Batch {
  openings: readonly Opening[]
  messages: readonly ReceivedMessage[]
}

/** People nobody has heard of, with what is known of them; nobody's e-mail is. */
export async function createContacts(tx: Tx, { organizationId }: SystemActor, contacts: readonly NewContact[]): Promise<void> {
  if (contacts.length === 0) return
  const named = contacts.map((contact) => ({ ...contact, name: storableText(contact.name).trim() || 'Somebody' }))
  for (const row of await insertContacts(tx, organizationId, named)) appendContactChange(tx, row)
}

/**
 * What `openConversation`, `receiveContactMessage` and `receiveMemberMessage` do one after the other, for many at once and with as
 * many statements for all as for one. A conversation is revised once, whatever was written in it. @throws not_found
 */
export async function receiveBatch(tx: Tx, { organizationId }: SystemActor, batch: Batch): Promise<void> {
  const { openings } = batch
  const opened = new Set(openings.map(({ id }) => id))
  const goesOn = [...new Set(batch.messages.map(({ conversationId }) => conversationId))].filter((id) => !opened.has(id))
  const { locked, whereOf } = await lockWhereTheyGoOn(tx, organizationId, goesOn)
  const messages = batch.messages.map((message) => {
    const conversationId = whereOf(message.conversationId)
    return { ...message, conversationId, writtenIn: conversationId === message.conversationId ? null : message.conversationId }
  })
  const fresh = openings.length > 0 ? await insertConversations(tx, organizationId, openings.map(conversationOf)) : []
  const written = await insertConversationMessages(tx, organizationId, messages.map(messageOf))
  const received = Map.groupBy(messages, ({ conversationId }) => conversationId)
  const isFinal = ({ id }: ConversationRow) => received.get(id as ConversationId)?.length === 1
  for (const row of fresh.filter(isFinal)) appendConversationChange(tx, row, { isOpened: true })
  for (const row of written) appendConversationMessageChange(tx, row)
  const known: ConversationRow[] = []
  for (const conversation of locked) {
    const first = received
      .get(conversation.id as ConversationId)
      ?.find(({ author }) => author.kind === 'contact' && !author.asAgent)?.author
    known.push(
      await adoptContact(tx, organizationId, { conversation, contactId: first && 'contactId' in first ? first.contactId : undefined }),
    )
  }
  await touchAll(tx, organizationId, { rows: [...known, ...fresh.filter((row) => !isFinal(row))], received, opened })
}

/** What was merged into another goes on there. @throws not_found */
async function lockWhereTheyGoOn(
  tx: Tx,
  organizationId: OrganizationId,
  ids: readonly ConversationId[],
): Promise<{ locked: ConversationRow[]; whereOf: (id: ConversationId) => ConversationId }> {
  const locked = ids.length > 0 ? await lockConversations(tx, organizationId, ids) : []
  if (locked.length < ids.length) throw new AtriumError('not_found')
  const merged = new Map(locked.flatMap(({ id, merged_into }) => (merged_into === null ? [] : [[id, merged_into as ConversationId]])))
  if (merged.size === 0) return { locked, whereOf: (id) => id }
  const whereOf = (id: ConversationId) => merged.get(id) ?? id
  const known = new Set(locked.map(({ id }) => id))
  const more = [...new Set(merged.values())].filter((id) => !known.has(id))
  const others = more.length > 0 ? await lockConversations(tx, organizationId, more) : []
  return { locked: [...locked.filter(({ id }) => !merged.has(id)), ...others], whereOf }
}

function conversationOf({ text, createdAtMs, ...opening }: Opening) {
  const storable = storableText(text)
  return { ...opening, subject: subjectOf(storable), preview: previewOf(storable), createdAt: new Date(createdAtMs) }
}

function messageOf({ author, text, createdAtMs, ...message }: ReceivedMessage & { writtenIn: ConversationId | null }) {
  const by =
    author.kind === 'contact'
      ? { authorId: author.contactId, asAgent: author.asAgent ?? false, bridge: null }
      : { authorId: author.memberId, asAgent: false, bridge: SENT }
  return { ...message, authorKind: author.kind, ...by, text: storableText(text), createdAt: new Date(createdAtMs) }
}

/** What came from where the customer is need not be sent there. */
const SENT = { state: 'sent', permalink: null } as const

async function touchAll(
  tx: Tx,
  organizationId: OrganizationId,
  {
    rows,
    received,
    opened,
  }: { rows: ConversationRow[]; received: Map<ConversationId, ReceivedMessage[]>; opened: ReadonlySet<ConversationId> },
): Promise<void> {
  if (rows.length === 0) return
  const ids = rows.map(({ id }) => id as ConversationId)
  const gists = await gistsOf(tx, organizationId, ids)
  const policies = await policiesFor(tx, organizationId, rows)
  const touched = rows.map((row): [ConversationRow, TouchedConversation] => {
    const id = row.id as ConversationId
    const messages = received.get(id) ?? []
    const isWoken = messages.some(({ author }) => author.kind === 'contact' && !author.asAgent)
    const [before, gist] = [row.status as ConversationStatus, gists.get(id)]
    const status = isWoken ? statusAfterContactMessage(before) : before
    const waiting = gist?.waiting ?? false
    const atMs = Math.max(row.last_activity_at.getTime(), ...messages.map(({ createdAtMs }) => createdAtMs))
    const follows = followUp(row, { status, waiting }, { policies, atMs })
    const shown = { id, status, waiting, preview: gist ? previewOf(gist.text) : '', lastActivityAt: new Date(atMs) }
    const { sla, sla_state: slaState, due_at: dueAt, snoozed_until: snoozedUntil, closed_at: closedAt } = follows
    const firstReplyAt = gist?.firstReplyAt ?? null
    return [
      {
        ...row,
        ...follows,
        sla: sla as ConversationRow['sla'],
        status,
        waiting,
        preview: shown.preview,
        last_activity_at: shown.lastActivityAt,
        first_reply_at: firstReplyAt,
      },
      { ...shown, sla, slaState, dueAt, snoozedUntil, firstReplyAt, closedAt },
    ]
  })
  await updateConversations(
    tx,
    organizationId,
    touched.map(([, patch]) => patch),
  )
  for (const [row] of touched)
    appendConversationChange(tx, { ...row, rev: row.rev + 1 }, { isOpened: opened.has(row.id as ConversationId) })
}
