import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { ReportGroup, ReportRow, ReportScope, Spread } from '@atrium/shared/inbox/reports.ts'
import { bucketsOf, rangeOf } from './report-days.rules.ts'
import { countOpened, countRatings, spreadTo, type SpreadRow, type Wanted } from './reports.queries.ts'

/**
 * What was opened, answered, closed and rated in a range of days: by day or week every one of them in order, else whoever had most first.
 * Four readings of an index, so its price goes with what happened in the range and not with how much there is: of 100,000 conversations in a
 * year, a month takes 50 to 90 ms and the whole year about a second, on two busy cores.
 * @throws bad_input, not_found
 */
export async function report(
  tx: Tx,
  { organizationId }: MemberActor,
  { group, scope }: { group: ReportGroup; scope: ReportScope },
): Promise<ReportRow[]> {
  const wanted: Wanted = { organizationId, scope, range: rangeOf(scope), group }
  await requireKnown(tx, organizationId, scope)
  const rows = new Map<string | null, ReportRow>()
  const rowOf = (key: string | null) => {
    const row = rows.get(key) ?? emptyRow(key)
    rows.set(key, row)
    return row
  }
  if (group === 'total') rowOf('')
  if (group === 'day' || group === 'week') bucketsOf(scope, group).forEach(rowOf)
  for (const { key, opened, ...clocks } of await countOpened(tx, wanted)) {
    const row = rowOf(key)
    row.opened = opened
    row.sla.firstReply = { met: clocks.firstMet, breached: clocks.firstBreached }
    row.sla.nextReply = { met: clocks.nextMet, breached: clocks.nextBreached }
    row.sla.resolution = { met: clocks.resolutionMet, breached: clocks.resolutionBreached }
  }
  for (const { key, ...spread } of await spreadTo(tx, wanted, 'first_reply_at')) rowOf(key).firstReply = presentSpread(spread)
  for (const { key, ...spread } of await spreadTo(tx, wanted, 'closed_at')) {
    const row = rowOf(key)
    row.closed = spread.count
    row.resolution = presentSpread(spread)
  }
  for (const { key, count, good } of await countRatings(tx, wanted)) rowOf(key).ratings = { count, good }
  const all = [...rows.values()]
  if (group === 'customer' || group === 'agent') await nameThem(tx, organizationId, { group, rows: all })
  if (group === 'total' || group === 'day' || group === 'week') return all
  const sortedBy = ({ name, key }: ReportRow) => name ?? key ?? '\uffff'
  return all.sort((one, other) => other.opened - one.opened || (sortedBy(one) < sortedBy(other) ? -1 : 1))
}

function emptyRow(key: string | null): ReportRow {
  const none = () => ({ met: 0, breached: 0 })
  const empty = (): Spread => ({ count: 0, medianMs: null, p90Ms: null })
  return {
    ...{ key, name: null, opened: 0, closed: 0, firstReply: empty(), resolution: empty() },
    sla: { firstReply: none(), nextReply: none(), resolution: none() },
    ratings: { count: 0, good: 0 },
  }
}

function presentSpread({ count, spread }: SpreadRow): Spread {
  return { count, medianMs: spread && Math.round(spread[0]), p90Ms: spread && Math.round(spread[1]) }
}

async function requireKnown(tx: Tx, organizationId: OrganizationId, { customerId, assigneeId }: ReportScope): Promise<void> {
  for (const [table, id] of [['customer', customerId] as const, ['member', assigneeId] as const]) {
    if (!id) continue
    const row = await tx
      .selectFrom(table)
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('id', '=', id)
      .executeTakeFirst()
    if (!row) throw new AtriumError('not_found')
  }
}

async function nameThem(
  tx: Tx,
  organizationId: OrganizationId,
  { group, rows }: { group: 'customer' | 'agent'; rows: readonly ReportRow[] },
): Promise<void> {
  const ids = rows.flatMap(({ key }) => (key === null ? [] : [key]))
  const named = await tx
    .selectFrom(group === 'customer' ? 'customer' : 'member')
    .select(['id', 'name'])
    .where('organization_id', '=', organizationId)
    .where(sql<boolean>`id = any(${ids}::uuid[])`)
    .execute()
  const names = new Map(named.map(({ id, name }) => [id, name]))
  for (const row of rows) row.name = row.key === null ? null : (names.get(row.key) ?? null)
}
