import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId, ConversationId, OrganizationId, RatingId } from '@atrium/shared/ids.ts'
import type { RatingRow } from '../present-inbox.ts'

const ratings = (tx: Tx, organizationId: OrganizationId) =>
  tx
    .selectFrom('conversation_rating as rating')
    .leftJoin('contact', (join) =>
      join.onRef('contact.organization_id', '=', 'rating.organization_id').onRef('contact.id', '=', 'rating.contact_id'),
    )
    .leftJoin('contact as kept', (join) =>
      join.onRef('kept.organization_id', '=', 'rating.organization_id').onRef('kept.id', '=', 'contact.merged_into'),
    )
    .select(['rating.id', 'rating.conversation_id', 'rating.score', 'rating.comment', 'rating.at', 'rating.rev'])
    .select(({ fn }) => [
      fn.coalesce('kept.id', 'rating.contact_id').as('contact_id'),
      fn.coalesce('kept.name', 'contact.name').as('contact_name'),
    ])
    .where('rating.organization_id', '=', organizationId)

/** Oldest first vote first. */
export function ratingsOfConversation(tx: Tx, organizationId: OrganizationId, conversationId: ConversationId): Promise<RatingRow[]> {
  return ratings(tx, organizationId).where('rating.conversation_id', '=', conversationId).orderBy('rating.id').execute()
}

interface Voter {
  conversationId: ConversationId
  contactId: ContactId
}

/** Their vote, the first or another one. What they said of it stands. */
export async function putRating(
  tx: Tx,
  organizationId: OrganizationId,
  { id, conversationId, contactId, score, at }: Voter & { id: RatingId; score: number; at: Date },
): Promise<RatingRow> {
  const key = { organization_id: organizationId, conversation_id: conversationId, contact_id: contactId }
  const written = await tx
    .insertInto('conversation_rating')
    .values({ ...key, id, score, at })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'conversation_id', 'contact_id'])
        .doUpdateSet({ score, at, rev: sql`conversation_rating.rev + 1` }),
    )
    .returning('id')
    .executeTakeFirstOrThrow()
  return ratings(tx, organizationId).where('rating.id', '=', written.id).executeTakeFirstOrThrow()
}

/** Undefined when they have not voted. */
export async function commentRating(
  tx: Tx,
  organizationId: OrganizationId,
  { conversationId, contactId, comment }: Voter & { comment: string | null },
): Promise<RatingRow | undefined> {
  const written = await tx
    .updateTable('conversation_rating')
    .set({ comment, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where('conversation_id', '=', conversationId)
    .where('contact_id', '=', contactId)
    .returning('id')
    .executeTakeFirst()
  return written && ratings(tx, organizationId).where('rating.id', '=', written.id).executeTakeFirstOrThrow()
}

/** What these contacts are called, or who they are, has changed. */
export async function reviseRatingsOfContacts(
  tx: Tx,
  organizationId: OrganizationId,
  contactIds: readonly ContactId[],
): Promise<RatingRow[]> {
  const rows = await tx
    .updateTable('conversation_rating')
    .set({ rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`contact_id = any(${contactIds}::uuid[])`)
    .returning('id')
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  return ratings(tx, organizationId).where('rating.id', 'in', ids).orderBy('rating.id').execute()
}

/** Two turn out to be one person, or two conversations one: of two votes of theirs the later one counts. */
export async function moveRatings(
  tx: Tx,
  organizationId: OrganizationId,
  { of, from, to }: { of: 'contact_id' | 'conversation_id'; from: string; to: string },
): Promise<RatingRow[]> {
  const [moved, other] = [sql.ref(of), sql.ref(of === 'contact_id' ? 'conversation_id' : 'contact_id')]
  await sql`
    delete from conversation_rating rating using conversation_rating twin
    where rating.organization_id = ${organizationId} and twin.organization_id = rating.organization_id
      and rating.${other} = twin.${other} and rating.id <> twin.id
      and ((rating.${moved} = ${from} and twin.${moved} = ${to} and twin.at >= rating.at)
        or (rating.${moved} = ${to} and twin.${moved} = ${from} and twin.at > rating.at))
  `.execute(tx)
  const rows = await tx
    .updateTable('conversation_rating')
    .set({ [of]: to, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where(of, '=', from)
    .returning('id')
    .execute()
  if (rows.length === 0) return []
  const ids = rows.map(({ id }) => id)
  return ratings(tx, organizationId).where('rating.id', 'in', ids).orderBy('rating.id').execute()
}
