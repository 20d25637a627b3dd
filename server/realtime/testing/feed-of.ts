import type { Connection } from '@atrium/db/connect.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { ChangeKind, ChangePayloads } from '@atrium/shared/realtime/change.ts'

/** What the feed of an organization says of one kind, oldest first; read as the database's owner. */
export async function feedOf<K extends ChangeKind>(
  owner: Connection,
  organizationId: OrganizationId,
  kind: K,
): Promise<{ audience: string[]; rev: number; payload: ChangePayloads[K] }[]> {
  const rows = await owner.db
    .selectFrom('change')
    .select(['audience', 'rev', 'payload'])
    .where('organization_id', '=', organizationId)
    .where('kind', '=', kind)
    .orderBy('seq')
    .execute()
  return rows.map((row) => ({ audience: row.audience, rev: row.rev, payload: row.payload as never }))
}
