import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { asWorker, inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { Services } from '../services.ts'
import type { Retention } from './retention.ts'

/** Rows in one transaction: what it locks, it locks for some milliseconds. */
export const BATCH = 1_000

export interface RetentionRun {
  nowMs: number
  batch?: number
  /** Looked at between batches. */
  stopping?: () => boolean
}

/** How many rows of each kind went; and how often a kind failed in an organization, which the next run tries again. */
export interface RetentionResult {
  gone: Record<string, number>
  failed: number
}

/**
 * One run over every organization. Each batch is a transaction of its own, so a run may be cut off anywhere and the next goes on; rows of a
 * kind and organization that another node is at are left to it. What fails holds up neither the other kinds nor the other organizations.
 */
export async function applyRetention(
  { db, logger }: Pick<Services, 'db' | 'logger'>,
  retentions: readonly Retention[],
  run: RetentionRun,
): Promise<RetentionResult> {
  const organizations = await asWorker(db, (tx) => tx.selectFrom('organization_head').select('organization_id').execute())
  const result: RetentionResult = { gone: Object.fromEntries(retentions.map(({ name }) => [name, 0])), failed: 0 }
  for (const { organization_id } of organizations) {
    const organizationId = organization_id as OrganizationId
    for (const retention of retentions) {
      try {
        for await (const count of batches(db, organizationId, { retention, run }))
          result.gone[retention.name] = (result.gone[retention.name] ?? 0) + count
      } catch (error) {
        result.failed += 1
        logger.error({ err: error, organizationId, rows: retention.name }, 'old rows could not be removed; it is tried again')
      }
    }
  }
  return result
}

/** How many went in each, until there are no more or the node stops. */
async function* batches(
  db: Db,
  organizationId: OrganizationId,
  { retention, run: { nowMs, batch = BATCH, stopping = () => false } }: { retention: Retention; run: RetentionRun },
): AsyncGenerator<number> {
  const before = new Date(nowMs - retention.keepMs)
  for (let count = batch; count === batch && !stopping();) {
    count = await inOrganization(db, organizationId, async (tx) =>
      (await isOurs(tx, organizationId, retention)) ? retention.forget(tx, organizationId, { before, limit: batch }) : 0,
    )
    yield count
  }
}

/** For the length of the transaction. */
async function isOurs(tx: Tx, organizationId: OrganizationId, { name }: Retention): Promise<boolean> {
  const { rows } = await sql<{ ours: boolean }>`
    select pg_try_advisory_xact_lock(hashtextextended(${`retention ${name} ${organizationId}`}, 0)) as ours
  `.execute(tx)
  return rows[0]?.ours === true
}
