import { jsonb } from '@atrium/db/json.ts'
import type { JsonValue } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type SavedViewId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ConversationFilter, SavedViewView } from '@atrium/shared/inbox/conversation-filter.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { givenName } from '../given-name.rules.ts'
import { lockView } from './views.queries.ts'

export interface SavedView {
  /** Null: a new one. */
  viewId: SavedViewId | null
  name: string
  filter: ConversationFilter
  shared: boolean
  nowMs: number
}

const LONGEST = 60

/** Its owner's; a shared one may be changed by owners and admins of the organization, too. @throws not_found, not_allowed, bad_input */
export async function saveView(tx: Tx, actor: MemberActor, input: SavedView): Promise<SavedViewView> {
  const { organizationId, personId } = actor
  const name = givenName('view', input.name, LONGEST)
  const before = input.viewId === null ? null : await requireView(tx, actor, input.viewId)
  const view: SavedViewView = {
    id: before?.id ?? newId<SavedViewId>(input.nowMs),
    name,
    ownerId: before?.ownerId ?? personId,
    shared: input.shared,
    filter: input.filter,
    rev: (before?.rev ?? 0) + 1,
  }
  const columns = { name, shared: view.shared, rev: view.rev, filter: jsonb(view.filter as unknown as JsonValue) }
  await tx
    .insertInto('saved_view')
    .values({ organization_id: organizationId, id: view.id, owner_id: view.ownerId, ...columns })
    .onConflict((conflict) => conflict.columns(['organization_id', 'id']).doUpdateSet(columns))
    .execute()
  if (before?.shared && !view.shared) tellRemoved(tx, view)
  const audience: ['members'] | [`person:${typeof view.ownerId}`] = view.shared ? ['members'] : [`person:${view.ownerId}`]
  appendChange(tx, { kind: 'inbox.savedViewChanged', audience, entityId: view.id, rev: view.rev, payload: { view } })
  return view
}

/** @throws not_found, not_allowed */
export async function deleteView(tx: Tx, actor: MemberActor, { viewId }: { viewId: SavedViewId }): Promise<void> {
  const view = await requireView(tx, actor, viewId)
  await tx.deleteFrom('saved_view').where('organization_id', '=', actor.organizationId).where('id', '=', viewId).execute()
  tellRemoved(tx, { ...view, rev: view.rev + 1 })
}

function tellRemoved(tx: Tx, { id: viewId, rev }: SavedViewView): void {
  appendChange(tx, { kind: 'inbox.savedViewRemoved', audience: ['members'], entityId: viewId, rev, payload: { viewId, rev } })
}

async function requireView(tx: Tx, { organizationId, personId, role }: MemberActor, id: SavedViewId): Promise<SavedViewView> {
  const view = await lockView(tx, organizationId, id)
  if (!view || (!view.shared && view.ownerId !== personId)) throw new AtriumError('not_found', 'That view does not exist any more.')
  if (view.ownerId !== personId && role === 'member')
    throw new AtriumError('not_allowed', 'Only whoever made a view, an owner or an admin can change it.')
  return view
}
