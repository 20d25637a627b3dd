import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { cursorAfter, likePattern, parseNameCursor } from './name-cursor.rules.ts'
import type { CustomerRow } from './present-inbox.ts'

export const CUSTOMER_COLUMNS = ['id', 'name', 'owner_id', 'archived_at', 'rev'] as const

/** All, by name. */
export function customersOf(tx: Tx, organizationId: OrganizationId): Promise<CustomerRow[]> {
  return tx.selectFrom('customer').select(CUSTOMER_COLUMNS).where('organization_id', '=', organizationId).orderBy('name').execute()
}

interface WantedByName {
  /** In the name, case aside; empty: all. */
  words?: string
  /** Those that are or are not; null: both. */
  archived?: boolean | null
  /** From `nextCursor` of the page before. */
  cursor?: string | null | undefined
  limit: number
}

/** By name, by keyset: a page costs the same however far down it is. @throws bad_input for a cursor that is none */
export async function customersByName(
  tx: Tx,
  organizationId: OrganizationId,
  { words = '', archived = null, cursor, limit }: WantedByName,
): Promise<{ customers: CustomerRow[]; nextCursor: string | null }> {
  let query = tx
    .selectFrom('customer')
    .select([...CUSTOMER_COLUMNS, sql<string>`lower(name)`.as('sorted_by')])
    .where('organization_id', '=', organizationId)
  if (archived !== null) query = query.where('archived_at', archived ? 'is not' : 'is', null)
  const pattern = likePattern(words)
  if (pattern) query = query.where('name', 'ilike', pattern)
  // No two share a name.
  if (cursor) query = query.where(sql<boolean>`lower(name) > ${parseNameCursor(cursor).name}`)
  const rows = await query
    .orderBy(sql`lower(name)`)
    .limit(limit + 1)
    .execute()
  const page = rows.slice(0, limit)
  return { customers: page, nextCursor: rows.length > limit ? cursorAfter(page.at(-1)) : null }
}
