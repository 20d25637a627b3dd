import { sql } from 'kysely'
import { executeKept, planOnce } from '@atrium/db/statement.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { isId, type ContactId, type ConversationId } from '@atrium/shared/ids.ts'
import { callerIdOf, type AgentActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationFilter } from '@atrium/shared/inbox/conversation-filter.ts'
import type { ConversationView } from '@atrium/shared/inbox/views.ts'
import { samePerson } from './contacts/people.ts'
import { selectConversations } from './conversations.queries.ts'
import { presentConversation, type ConversationRow } from './present-inbox.ts'

const USUAL_LIMIT = 50

export interface WantedPage extends ConversationFilter {
  /** Of this person, whichever of their contacts it was. */
  contactId?: ContactId | undefined
  /** From `nextCursor` of the page before. */
  cursor?: string | null | undefined
  limit: number
}

/** The newest activity first, by keyset: a page costs the same however far down it is. @throws bad_input for a cursor that is none. */
export async function listConversations(
  tx: Tx,
  actor: AgentActor,
  filter: WantedPage,
): Promise<{ conversations: ConversationView[]; nextCursor: string | null }> {
  let query = selectConversations(tx, actor.organizationId)
  const { status, assignee, teamId, priority, tagId, customerId, slaState } = filter
  if (status) query = query.where('conversation.status', '=', status)
  if (assignee === 'none') query = query.where('conversation.assignee_id', 'is', null)
  else if (assignee) query = query.where('conversation.assignee_id', '=', assignee === 'me' ? callerIdOf(actor) : assignee)
  if (teamId) query = query.where('conversation.team_id', '=', teamId)
  if (priority) query = query.where('conversation.priority', '=', priority)
  if (customerId) query = query.where('conversation.customer_id', '=', customerId)
  if (slaState) query = query.where('conversation.sla_state', '=', slaState)
  if (tagId)
    query = query.where((where) =>
      where.exists(
        where
          .selectFrom('conversation_tag')
          .select('tag_id')
          .where('conversation_tag.organization_id', '=', actor.organizationId)
          .where('conversation_tag.tag_id', '=', tagId)
          .whereRef('conversation_tag.conversation_id', '=', 'conversation.id'),
      ),
    )
  if (filter.contactId) {
    const ids = await samePerson(tx, actor.organizationId, { id: filter.contactId, mergedInto: null })
    query = query.where(sql<boolean>`conversation.contact_id = any(${ids}::uuid[])`)
  }
  if (filter.cursor) {
    const { activityAtMs, id } = parseCursor(filter.cursor)
    query = query.where(
      sql<boolean>`(conversation.last_activity_at, conversation.id) < (${new Date(activityAtMs)}::timestamptz, ${id}::uuid)`,
    )
  }
  const ordered = query.orderBy('conversation.last_activity_at', 'desc').orderBy('conversation.id', 'desc')
  const name = keptName(filter)
  if (name !== null) await planOnce(tx)
  const rows =
    name === null ? await ordered.limit(filter.limit + 1).execute() : await executeKept(tx, name, ordered.limit(sql.lit(USUAL_LIMIT + 1)))
  const page = rows.slice(0, filter.limit)
  const last = page.at(-1)
  return { conversations: page.map(presentConversation), nextCursor: rows.length > filter.limit && last ? cursorOf(last) : null }
}

/**
 * Of the lists that everybody opens, which read one index in its order whatever is asked for: planning them takes longer than reading fifty.
 * How many are wanted stands in their text, without which no plan for all values would go by that order. Null for the others.
 */
function keptName({ status, cursor, limit, ...others }: WantedPage): string | null {
  if (limit !== USUAL_LIMIT || Object.values(others).some((value) => value !== undefined)) return null
  return `inbox.list${status ? '.status' : ''}${cursor ? '.cursor' : ''}`
}

function cursorOf(row: ConversationRow): string {
  return `${row.last_activity_at.getTime()}_${row.id}`
}

function parseCursor(cursor: string): { activityAtMs: number; id: ConversationId } {
  const [ms = '', id = ''] = cursor.split('_')
  if (!/^\d{1,15}$/.test(ms) || !isId(id)) throw new AtriumError('bad_input', 'That page of the list does not exist. Load the list again.')
  return { activityAtMs: Number(ms), id: id as ConversationId }
}
