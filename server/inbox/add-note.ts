import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { mentionTokensOf, resolveTypedMentions } from '@atrium/shared/chat/message-text.ts'
import { newId, type ClientMutationId, type ConversationId, type MemberId, type NoteId, type OrganizationId } from '@atrium/shared/ids.ts'
import { callerIdOf, type AgentActor } from '@atrium/shared/identity/actor.ts'
import type { NoteView } from '@atrium/shared/inbox/views.ts'
import { appendChange } from '../realtime/append-change.ts'
import { once } from '../realtime/client-mutation.ts'
import { writableText } from './conversation.rules.ts'
import { findConversation } from './conversations.queries.ts'
import { findNote } from './notes.queries.ts'
import { presentNote } from './present-inbox.ts'

export interface NewNote {
  clientId: ClientMutationId
  conversationId: ConversationId
  /** Markdown; only members read it. */
  text: string
  nowMs: number
}

/** Internal; teammates are mentioned by their names behind an @. It goes to a table of its own and touches neither the conversation's preview nor its activity. @throws not_found, bad_input */
export function addNote(tx: Tx, actor: AgentActor, { clientId, conversationId, text, nowMs }: NewNote): Promise<NoteView> {
  const { organizationId } = actor
  return once(tx, { actor, clientId, procedure: 'inbox.addNote' }, async () => {
    const teammates = await activeMembers(tx, organizationId)
    const writable = writableText(resolveTypedMentions(text, teammates))
    if (!(await findConversation(tx, organizationId, conversationId))) throw new AtriumError('not_found')
    const id = newId<NoteId>(nowMs)
    await tx
      .insertInto('note')
      .values({
        organization_id: organizationId,
        id,
        conversation_id: conversationId,
        author_kind: actor.kind === 'member' ? 'member' : 'automation',
        author_id: callerIdOf(actor),
        text: writable,
        created_at: new Date(nowMs),
      })
      .execute()
    const note = presentNote(await findNote(tx, organizationId, id))
    appendChange(tx, { kind: 'inbox.noteAdded', audience: ['members'], entityId: id, rev: 1, payload: { note } })
    const called = new Set<string>(mentionTokensOf(writable).personIds)
    const authorId = actor.kind === 'member' ? actor.personId : null
    const mentionedIds = teammates.map((one) => one.id).filter((memberId) => called.has(memberId) && memberId !== authorId)
    if (mentionedIds.length > 0) {
      const payload = { conversationId, noteId: id, authorId, mentionedIds }
      appendChange(tx, { kind: 'inbox.teammateMentioned', audience: ['members'], entityId: id, rev: 1, payload })
    }
    return note
  })
}

async function activeMembers(tx: Tx, organizationId: OrganizationId): Promise<{ id: MemberId; name: string }[]> {
  const rows = await tx
    .selectFrom('member')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where('deactivated_at', 'is', null)
    .orderBy('id')
    .execute()
  return rows.map(({ id, name }) => ({ id: id as MemberId, name }))
}
