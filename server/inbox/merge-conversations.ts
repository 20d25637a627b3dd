import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationId, ConversationMessageId, NoteId } from '@atrium/shared/ids.ts'
import type { MemberActor, SystemActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationStatus, ConversationView } from '@atrium/shared/inbox/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { appendConversationMessageChange, appendRatingChange } from './append-inbox-change.ts'
import { selectConversationMessages } from './conversation-messages.queries.ts'
import { findConversation, lockConversation } from './conversations.queries.ts'
import { countByCustomers, pointTo, rememberMerge, stanceOf, votesIn, type Moved } from './merges.queries.ts'
import { notesOfConversation } from './notes.queries.ts'
import { presentConversation, presentNote, type NoteRow } from './present-inbox.ts'
import { moveRatings } from './ratings/ratings.queries.ts'
import { touchConversation } from './touch-conversation.ts'

interface Merge {
  from: ConversationId
  into: ConversationId
}

/**
 * The same by an agent: what is written from now on where `from` stood goes on in `into`, too, and answers go to where `into` stands.
 * @throws not_found, bad_input
 */
export async function mergeByAgent(
  tx: Tx,
  actor: MemberActor,
  { from, into, nowMs }: Merge & { nowMs: number },
): Promise<ConversationView> {
  const { organizationId } = actor
  if (from === into) throw new AtriumError('bad_input', 'Choose another conversation to merge it into.')
  for (const id of [from, into].toSorted()) await lockConversation(tx, organizationId, id)
  const [left, kept] = [await findConversation(tx, organizationId, from), await findConversation(tx, organizationId, into)]
  if (!left || !kept) throw new AtriumError('not_found')
  if (left.merged_into !== null || kept.merged_into !== null)
    throw new AtriumError('bad_input', 'One of them has been merged into another one already.')
  const votes = await votesIn(tx, organizationId, [from, into])
  const keptCount = await countByCustomers(tx, organizationId, into)
  const pointed = await pointTo(tx, organizationId, { ids: [from], into, alsoFollowing: from })
  const moved = await mergeConversations(tx, actor, { from, into })
  const merged = await findConversation(tx, organizationId, into)
  if (!merged || !moved) throw new AtriumError('not_found')
  await rememberMerge(tx, organizationId, {
    ...{ from, into, by: actor.personId, nowMs, followed: pointed.filter((id) => id !== from), ...moved },
    stood: { left: stanceOf(left), keptBefore: stanceOf(kept), keptAfter: stanceOf(merged), keptCount, votes },
  })
  return presentConversation(merged)
}

/**
 * Two conversations turn out to be one: what stands in `from`, its notes and ratings, go on in `into`, which is open again where `from` was;
 * `from` is closed and keeps nothing but what was deleted. Does nothing when either is not there.
 */
export async function mergeConversations(
  tx: Tx,
  { organizationId }: Pick<SystemActor, 'organizationId'>,
  { from, into }: Merge,
): Promise<Moved | null> {
  for (const id of [from, into].toSorted()) await lockConversation(tx, organizationId, id)
  const [left, kept] = [await lockConversation(tx, organizationId, from), await lockConversation(tx, organizationId, into)]
  if (!left || !kept) return null
  const moved = await moveMessages(tx, organizationId, { from, into })
  for (const row of moved) appendConversationMessageChange(tx, row)
  const notes = await moveNotes(tx, organizationId, { from, into })
  for (const row of await moveRatings(tx, organizationId, { of: 'conversation_id', from, to: into })) appendRatingChange(tx, row)
  const status = (left.status === 'closed' ? kept.status : left.status) as ConversationStatus
  const assigneeId = kept.assignee_id ?? left.assignee_id
  await touchConversation(tx, organizationId, {
    conversation: kept,
    activityAtMs: left.last_activity_at.getTime(),
    status,
    ...(assigneeId === null ? {} : { assigneeId }),
  })
  await touchConversation(tx, organizationId, { conversation: left, status: 'closed' })
  return { messageIds: moved.map(({ id }) => id as ConversationMessageId), noteIds: notes.map(({ id }) => id as NoteId) }
}

async function moveMessages(tx: Tx, organizationId: SystemActor['organizationId'], { from, into }: Merge) {
  const moved = await tx
    .updateTable('conversation_message')
    .set({ conversation_id: into, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where('conversation_id', '=', from)
    .where('deleted_at', 'is', null)
    .returning('id')
    .execute()
  if (moved.length === 0) return []
  const ids = moved.map(({ id }) => id)
  return selectConversationMessages(tx, organizationId).where('message.id', 'in', ids).orderBy('message.id').execute()
}

async function moveNotes(tx: Tx, organizationId: SystemActor['organizationId'], { from, into }: Merge): Promise<NoteRow[]> {
  const notes = await notesOfConversation(tx, organizationId, from)
  await tx
    .updateTable('note')
    .set({ conversation_id: into })
    .where('organization_id', '=', organizationId)
    .where('conversation_id', '=', from)
    .execute()
  for (const row of notes) {
    const note = presentNote({ ...row, conversation_id: into })
    appendChange(tx, { kind: 'inbox.noteAdded', audience: ['members'], entityId: note.id, rev: 1, payload: { note } })
  }
  return notes
}
