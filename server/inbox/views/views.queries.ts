import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberId, OrganizationId, SavedViewId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationFilter, SavedViewView } from '@atrium/shared/inbox/conversation-filter.ts'

function selectViews(tx: Tx, organizationId: OrganizationId) {
  return tx
    .selectFrom('saved_view')
    .select(['id', 'name', 'owner_id', 'filter', 'shared', 'rev'])
    .where('organization_id', '=', organizationId)
}
type ViewRow = Awaited<ReturnType<ReturnType<typeof selectViews>['executeTakeFirstOrThrow']>>

function presentView({ id, name, owner_id, filter, shared, rev }: ViewRow): SavedViewView {
  return { id: id as SavedViewId, name, ownerId: owner_id as MemberId, shared, filter: filter as unknown as ConversationFilter, rev }
}

/** Their own and the shared ones, by name. */
export async function viewsOf(tx: Tx, { organizationId, personId }: MemberActor): Promise<SavedViewView[]> {
  const rows = await selectViews(tx, organizationId)
    .where((where) => where.or([where('shared', '=', true), where('owner_id', '=', personId)]))
    .orderBy(sql`lower(name)`)
    .execute()
  return rows.map(presentView)
}

export async function lockView(tx: Tx, organizationId: OrganizationId, id: SavedViewId): Promise<SavedViewView | undefined> {
  const row = await selectViews(tx, organizationId).where('id', '=', id).forUpdate().executeTakeFirst()
  return row && presentView(row)
}
