import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ConversationId, NoteId, OrganizationId } from '@atrium/shared/ids.ts'
import type { NoteRow } from './present-inbox.ts'

function selectNotes(tx: Tx, organizationId: OrganizationId) {
  return (
    tx
      .selectFrom('note')
      .leftJoin('member', (join) =>
        join.onRef('member.organization_id', '=', 'note.organization_id').onRef('member.id', '=', 'note.author_id'),
      )
      .leftJoin('api_key', (join) =>
        join.onRef('api_key.organization_id', '=', 'note.organization_id').onRef('api_key.id', '=', 'note.author_id'),
      )
      .select(['note.id', 'note.conversation_id', 'note.author_id', 'note.text', 'note.created_at'])
      // What is neither was noted by itself when an issue was settled in Linear.
      .select(sql<string>`coalesce(member.name, api_key.name, 'Linear')`.as('author_name'))
      .where('note.organization_id', '=', organizationId)
  )
}

/** Oldest first. */
export function notesOfConversation(tx: Tx, organizationId: OrganizationId, conversationId: ConversationId): Promise<NoteRow[]> {
  return selectNotes(tx, organizationId).where('note.conversation_id', '=', conversationId).orderBy('note.id').execute()
}

export function findNote(tx: Tx, organizationId: OrganizationId, id: NoteId): Promise<NoteRow> {
  return selectNotes(tx, organizationId).where('note.id', '=', id).executeTakeFirstOrThrow()
}
