import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId, TagId } from '@atrium/shared/ids.ts'
import type { TagView } from '@atrium/shared/inbox/views.ts'

function selectTags(tx: Tx, organizationId: OrganizationId) {
  return tx.selectFrom('tag').select(['id', 'name', 'rev']).where('organization_id', '=', organizationId)
}

function presentTag({ id, name, rev }: { id: string; name: string; rev: number }): TagView {
  return { id: id as TagId, name, rev }
}

/** By name. */
export async function tagsOf(tx: Tx, organizationId: OrganizationId): Promise<TagView[]> {
  return (
    await selectTags(tx, organizationId)
      .orderBy(sql`lower(name)`)
      .execute()
  ).map(presentTag)
}

export async function findTagByName(tx: Tx, organizationId: OrganizationId, name: string): Promise<TagView | undefined> {
  const row = await selectTags(tx, organizationId)
    .where(sql`lower(name)`, '=', name.toLowerCase())
    .executeTakeFirst()
  return row && presentTag(row)
}

/** Those that exist, held to the end of the transaction. */
export async function knownTags(tx: Tx, organizationId: OrganizationId, ids: readonly TagId[]): Promise<TagView[]> {
  const rows = await selectTags(tx, organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .orderBy('id')
    .forShare()
    .execute()
  return rows.map(presentTag)
}
