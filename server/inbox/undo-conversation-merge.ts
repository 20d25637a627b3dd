import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type ConversationId, type NoteId, type OrganizationId, type RatingId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { appendConversationMessageChange, appendRatingChange } from './append-inbox-change.ts'
import { selectConversationMessages } from './conversation-messages.queries.ts'
import { lockConversation, updateConversation } from './conversations.queries.ts'
import {
  countByCustomers,
  findMerge,
  followersOf,
  forgetMerge,
  pointTo,
  stanceOf,
  votesIn,
  type Stance,
  type Stood,
  type Vote,
} from './merges.queries.ts'
import { notesOfConversation } from './notes.queries.ts'
import { presentNote, type ConversationMessageRow } from './present-inbox.ts'
import { ratingsOfConversation } from './ratings/ratings.queries.ts'
import { touchConversation } from './touch-conversation.ts'
import { stanceOfKept, stanceOfParted, votesParted } from './undo-merge.rules.ts'

interface Parting {
  from: ConversationId
  into: ConversationId
}

/**
 * Takes a merge back: what was merged is a conversation of its own again, with all that moved and still stands in the other one, and with
 * what was written in its place meanwhile. Of two merges the later is undone first.
 * @returns what is itself again. @throws not_found, conflict
 */
export async function undoConversationMerge(
  tx: Tx,
  { organizationId }: MemberActor,
  { conversationId: from, nowMs }: { conversationId: ConversationId; nowMs: number },
): Promise<ConversationView> {
  const planned = await findMerge(tx, organizationId, from)
  if (!planned) throw new AtriumError('not_found', 'It was not merged, or that was undone already.')
  const into = planned.kept_id as ConversationId
  for (const id of [from, into].toSorted()) await lockConversation(tx, organizationId, id)
  const [left, kept, merge] = [
    await lockConversation(tx, organizationId, from),
    await lockConversation(tx, organizationId, into),
    await findMerge(tx, organizationId, from),
  ]
  if (!left || !kept || merge?.kept_id !== into) throw new AtriumError('conflict')
  if (kept.merged_into !== null) throw new AtriumError('conflict', `#${kept.number} has been merged since. Undo that first.`)
  await forgetMerge(tx, organizationId, from)
  const going = (await followersOf(tx, organizationId, into)).filter((id) => merge.followed.includes(id))
  await pointTo(tx, organizationId, { ids: [from], into: null })
  await pointTo(tx, organizationId, { ids: going, into: from })
  const before = stanceOf(kept)
  const back = await moveBack(tx, organizationId, { from, into, messageIds: merge.message_ids, places: [from, ...going] })
  await moveNotesBack(tx, organizationId, { from, into, noteIds: merge.note_ids })
  const stood = merge.stood as unknown as Stood
  await partVotes(tx, organizationId, { from, into, before: stood.votes, nowMs })
  const known = new Set(merge.message_ids)
  const isWritten = back.some((row) => !known.has(row.id) && isByCustomer(row))
  const view = await stand(tx, organizationId, from, stanceOfParted(stood.left, { isWritten, nowMs }))
  const isKeptWritten = (await countByCustomers(tx, organizationId, into)) > stood.keptCount
  const now = { before: stood.keptBefore, after: stood.keptAfter, now: before, isWritten: isKeptWritten, nowMs }
  await stand(tx, organizationId, into, stanceOfKept(now))
  return view
}

const isByCustomer = (row: ConversationMessageRow) => row.author_kind === 'contact' && !row.as_agent

/** What follows from its messages follows anew. */
async function stand(tx: Tx, organizationId: OrganizationId, id: ConversationId, stance: Stance): Promise<ConversationView> {
  const dateOf = (ms: number | null) => (ms === null ? null : new Date(ms))
  const conversation = await updateConversation(
    tx,
    { organizationId, id },
    {
      ...{ status: stance.status, assignee_id: stance.assigneeId, sla: stance.sla === null ? null : jsonb(stance.sla) },
      ...{ snoozed_until: dateOf(stance.snoozedUntil), closed_at: dateOf(stance.closedAt) },
      last_activity_at: new Date(stance.lastActivityAt),
    },
  )
  const [newest] = await selectConversationMessages(tx, organizationId)
    .where('message.conversation_id', '=', id)
    .where('message.deleted_at', 'is', null)
    .orderBy('message.id', 'desc')
    .limit(1)
    .execute()
  return touchConversation(tx, organizationId, { conversation, activityAtMs: newest?.created_at.getTime() ?? 0 })
}

/** What moved then, and what was written since in the places that go back, as far as it still stands in the kept one. */
async function moveBack(
  tx: Tx,
  organizationId: OrganizationId,
  { from, into, messageIds, places }: Parting & { messageIds: readonly string[]; places: readonly ConversationId[] },
): Promise<ConversationMessageRow[]> {
  const moved = await tx
    .updateTable('conversation_message')
    .set({ conversation_id: from, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where('conversation_id', '=', into)
    .where(sql<boolean>`(id = any(${[...messageIds]}::uuid[]) or written_in = any(${[...places]}::uuid[]))`)
    .returning('id')
    .execute()
  const ids = moved.map(({ id }) => id)
  const rows = await selectConversationMessages(tx, organizationId)
    .where(sql<boolean>`message.id = any(${ids}::uuid[])`)
    .orderBy('message.id')
    .execute()
  for (const row of rows) appendConversationMessageChange(tx, row)
  return rows
}

async function moveNotesBack(
  tx: Tx,
  organizationId: OrganizationId,
  { from, into, noteIds }: Parting & { noteIds: readonly string[] },
): Promise<void> {
  const known = new Set(noteIds)
  const going = (await notesOfConversation(tx, organizationId, into)).filter(({ id }) => known.has(id))
  await tx
    .updateTable('note')
    .set({ conversation_id: from })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${going.map(({ id }) => id)}::uuid[])`)
    .execute()
  for (const row of going) {
    const note = presentNote({ ...row, conversation_id: from })
    appendChange(tx, { kind: 'inbox.noteAdded', audience: ['members'], entityId: note.id as NoteId, rev: 1, payload: { note } })
  }
}

async function partVotes(
  tx: Tx,
  organizationId: OrganizationId,
  { from, into, before, nowMs }: Parting & { before: readonly Vote[]; nowMs: number },
): Promise<void> {
  const now = await votesIn(tx, organizationId, [into])
  const { back, again } = votesParted(before, now, from)
  await tx
    .updateTable('conversation_rating')
    .set({ conversation_id: from, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${back.map(({ id }) => id)}::uuid[])`)
    .execute()
  const taken = new Set(now.map(({ id }) => id))
  const rows = again.map((vote) => ({
    // One that was changed since has kept its id.
    ...{ organization_id: organizationId, id: taken.has(vote.id) ? newId<RatingId>(nowMs) : vote.id, rev: vote.rev + 2 },
    ...{
      conversation_id: vote.conversationId,
      contact_id: vote.contactId,
      score: vote.score,
      comment: vote.comment,
      at: new Date(vote.at),
    },
  }))
  if (rows.length > 0) await tx.insertInto('conversation_rating').values(rows).execute()
  const changed = new Set([...back.map(({ id }) => id), ...rows.map(({ id }) => id)])
  for (const id of [from, into])
    for (const row of await ratingsOfConversation(tx, organizationId, id)) if (changed.has(row.id)) appendRatingChange(tx, row)
}
