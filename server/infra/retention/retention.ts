import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'

export const DAY_MS = 24 * 3_600_000

/** Rows of one kind that nobody needs any more after some time. */
export interface Retention {
  /** What goes, as the log and the metrics call it. */
  name: string
  keepMs: number
  /**
   * Takes away at most `limit` of what one organization has from before a moment, nothing that somebody still needs.
   * @returns how many went; `limit`: there may be more
   */
  forget(tx: Tx, organizationId: OrganizationId, batch: { before: Date; limit: number }): Promise<number>
}
