import type { Tx } from '@atrium/db/transaction.ts'
import { violatesUnique } from '@atrium/db/unique-violation.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type TagId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { TagView } from '@atrium/shared/inbox/views.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { givenName } from '../given-name.rules.ts'
import { findTagByName } from './tags.queries.ts'

const LONGEST = 40

/** The tag of that name, made where there is none. @throws bad_input */
export async function createTag(tx: Tx, { organizationId }: MemberActor, input: { name: string; nowMs: number }): Promise<TagView> {
  const name = givenName('tag', input.name, LONGEST)
  const id = newId<TagId>(input.nowMs)
  const row = await tx
    .insertInto('tag')
    .values({ organization_id: organizationId, id, name })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (row) return tell(tx, { id, name, rev: 1 })
  const known = await findTagByName(tx, organizationId, name)
  if (!known) throw new AtriumError('conflict', `The tag ${name} has just gone. Try again.`)
  return known
}

/** @throws not_found, bad_input, conflict */
export async function renameTag(tx: Tx, { organizationId }: MemberActor, input: { tagId: TagId; name: string }): Promise<TagView> {
  const name = givenName('tag', input.name, LONGEST)
  const row = await tx
    .updateTable('tag')
    .set((set) => ({ name, rev: set('rev', '+', 1) }))
    .where('organization_id', '=', organizationId)
    .where('id', '=', input.tagId)
    .returning(['id', 'name', 'rev'])
    .executeTakeFirst()
    .catch((error: unknown) => {
      throw violatesUnique(error, 'tag_name') ? new AtriumError('conflict', `There is a tag called ${name} already.`).at('name') : error
    })
  if (!row) throw new AtriumError('not_found', 'That tag does not exist any more.')
  return tell(tx, { id: row.id as TagId, name: row.name, rev: row.rev })
}

/** Conversations keep its id and show nothing for it. @throws not_found */
export async function deleteTag(tx: Tx, { organizationId }: MemberActor, { tagId }: { tagId: TagId }): Promise<void> {
  const row = await tx
    .deleteFrom('tag')
    .where('organization_id', '=', organizationId)
    .where('id', '=', tagId)
    .returning('rev')
    .executeTakeFirst()
  if (!row) throw new AtriumError('not_found', 'That tag does not exist any more.')
  const rev = row.rev + 1
  appendChange(tx, { kind: 'inbox.tagRemoved', audience: ['members'], entityId: tagId, rev, payload: { tagId, rev } })
}

function tell(tx: Tx, tag: TagView): TagView {
  appendChange(tx, { kind: 'inbox.tagChanged', audience: ['members'], entityId: tag.id, rev: tag.rev, payload: { tag } })
  return tag
}
