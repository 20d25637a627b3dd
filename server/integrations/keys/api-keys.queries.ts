import { sql, type Selectable } from 'kysely'
import type { ApiKey } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ApiKeyId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ApiKeyView, ApiScope } from '@atrium/shared/integrations/api-keys.ts'

const COLUMNS = ['id', 'name', 'prefix', 'scopes', 'created_at', 'expires_at', 'revoked_at', 'last_used_at'] as const
export type ApiKeyRow = Pick<Selectable<ApiKey>, (typeof COLUMNS)[number]>

export function presentApiKey(row: ApiKeyRow): ApiKeyView {
  return {
    id: row.id as ApiKeyId,
    name: row.name,
    prefix: row.prefix,
    scopes: row.scopes as ApiScope[],
    createdAt: row.created_at.getTime(),
    expiresAt: row.expires_at?.getTime() ?? null,
    revokedAt: row.revoked_at?.getTime() ?? null,
    lastUsedAt: row.last_used_at?.getTime() ?? null,
  }
}

/** The newest first; those that were revoked, too. */
export function apiKeysOf(tx: Tx, organizationId: OrganizationId): Promise<ApiKeyRow[]> {
  return tx.selectFrom('api_key').select(COLUMNS).where('organization_id', '=', organizationId).orderBy('id', 'desc').execute()
}

export function lockApiKey(tx: Tx, organizationId: OrganizationId, id: ApiKeyId): Promise<ApiKeyRow | undefined> {
  return tx
    .selectFrom('api_key')
    .select(COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
}

interface Used extends ApiKeyRow {
  used: number
  /** Until the minute of this use is over. */
  rest_ms: number
}

/**
 * Counts one use of the key with this hash, on whichever node, within minutes that begin with a use. @returns undefined for a key that is
 * unknown, revoked or expired.
 */
export async function useApiKey(
  tx: Tx,
  organizationId: OrganizationId,
  { tokenHash, now, windowMs }: { tokenHash: string; now: Date; windowMs: number },
): Promise<Used | undefined> {
  const isOver = sql<boolean>`window_began_at <= ${new Date(now.getTime() - windowMs)} or window_began_at > ${now}`
  return tx
    .updateTable('api_key')
    .set({
      last_used_at: now,
      window_began_at: sql`case when ${isOver} then ${now}::timestamptz else window_began_at end`,
      window_used: sql`case when ${isOver} then 1 else window_used + 1 end`,
    })
    .where('organization_id', '=', organizationId)
    .where('token_hash', '=', tokenHash)
    .where('revoked_at', 'is', null)
    .where((where) => where.or([where('expires_at', 'is', null), where('expires_at', '>', now)]))
    .returning(COLUMNS)
    .returning([
      'window_used as used',
      sql<number>`(extract(epoch from window_began_at - ${now}::timestamptz) * 1000 + ${windowMs}::int)::float8`.as('rest_ms'),
    ])
    .executeTakeFirst()
}
