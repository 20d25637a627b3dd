import { sql, type RawBuilder } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { ReportGroup, ReportScope } from '@atrium/shared/inbox/reports.ts'
import type { ReportRange } from './report-days.rules.ts'

/**
 * Each reads one index from the first moment of the range to the last, and nothing of the table itself: `conversation_opened`,
 * `conversation_replied` and `conversation_closed`, made for that (0032). What was merged into another conversation counts there.
 */

export interface Wanted {
  organizationId: OrganizationId
  scope: ReportScope
  range: ReportRange
  group: ReportGroup
}
type Key = { key: string | null }
export interface SpreadRow {
  count: number
  /** The median and the 90th percentile, in ms. */
  spread: [number, number] | null
}

export type OpenedRow = Key &
  Record<'opened' | 'firstMet' | 'firstBreached' | 'nextMet' | 'nextBreached' | 'resolutionMet' | 'resolutionBreached', number>

export async function countOpened(tx: Tx, wanted: Wanted): Promise<OpenedRow[]> {
  const stands = (column: string, state: 'met' | 'breached') => sql`count(*) filter (where ${sql.ref(column)} = ${sql.lit(state)})::int`
  const { rows } = await sql<OpenedRow>`
    select ${keyOf(wanted, 'created_at')} as key, count(*)::int as opened,
      ${stands('sla_first_reply', 'met')} as "firstMet", ${stands('sla_first_reply', 'breached')} as "firstBreached",
      ${stands('sla_next_reply', 'met')} as "nextMet", ${stands('sla_next_reply', 'breached')} as "nextBreached",
      ${stands('sla_resolution', 'met')} as "resolutionMet", ${stands('sla_resolution', 'breached')} as "resolutionBreached"
    from conversation where ${within(wanted, 'created_at')} group by 1
  `.execute(tx)
  return rows
}

/** How long it took from the opening to `at`. */
export async function spreadTo(tx: Tx, wanted: Wanted, at: 'first_reply_at' | 'closed_at'): Promise<(Key & SpreadRow)[]> {
  // What was merged in may have been answered before the rest was opened.
  const tookMs = sql`greatest(0, extract(epoch from ${sql.ref(at)} - created_at)::float8 * 1000)`
  const { rows } = await sql<Key & SpreadRow>`
    select ${keyOf(wanted, at)} as key, count(*)::int as count,
      percentile_cont(array[0.5, 0.9]::float8[]) within group (order by ${tookMs}) as spread
    from conversation where ${within(wanted, at)} and ${sql.ref(at)} is not null group by 1
  `.execute(tx)
  return rows
}

/** The last vote of each person in each conversation. */
export async function countRatings(tx: Tx, wanted: Wanted): Promise<(Key & { count: number; good: number })[]> {
  const { organizationId, range } = wanted
  const { rows } = await sql<Key & { count: number; good: number }>`
    select ${keyOf(wanted, 'at')} as key, count(*)::int as count, count(*) filter (where score >= 4)::int as good
    from (
      select distinct on (rating.conversation_id, coalesce(contact.merged_into, rating.contact_id))
        rating.at, rating.score, conversation.customer_id, conversation.assignee_id, conversation.place
      from conversation_rating rating
        join conversation on conversation.organization_id = ${organizationId} and conversation.id = rating.conversation_id
        left join contact on contact.organization_id = ${organizationId} and contact.id = rating.contact_id
      where rating.organization_id = ${organizationId} and rating.at >= ${range.from} and rating.at < ${range.until}
        and conversation.merged_into is null and ${ofScope(wanted)}
      order by rating.conversation_id, coalesce(contact.merged_into, rating.contact_id), rating.at desc, rating.id desc
    ) vote group by 1
  `.execute(tx)
  return rows
}

function within(wanted: Wanted, at: 'created_at' | 'first_reply_at' | 'closed_at'): RawBuilder<unknown> {
  const { organizationId, range } = wanted
  return sql`organization_id = ${organizationId} and merged_into is null
    and ${sql.ref(at)} >= ${range.from} and ${sql.ref(at)} < ${range.until} and ${ofScope(wanted)}`
}

function ofScope({ scope: { customerId, assigneeId, place } }: Wanted): RawBuilder<unknown> {
  const conditions = [
    ...(customerId ? [sql`conversation.customer_id = ${customerId}`.$castTo<boolean>()] : []),
    ...(assigneeId ? [sql`conversation.assignee_id = ${assigneeId}`.$castTo<boolean>()] : []),
    ...(place ? [sql`conversation.place = ${place}`.$castTo<boolean>()] : []),
  ]
  return conditions.length > 0 ? sql.join(conditions, sql` and `) : sql`true`
}

function keyOf({ group, scope }: Wanted, at: string): RawBuilder<string | null> {
  const local = sql`${sql.ref(at)} at time zone ${sql.lit(scope.timeZone)}`
  const keys: Record<ReportGroup, RawBuilder<string | null>> = {
    total: sql`''`,
    day: sql`(${local})::date::text`,
    week: sql`date_trunc('week', ${local})::date::text`,
    customer: sql`customer_id::text`,
    agent: sql`assignee_id::text`,
    channel: sql`place`,
  }
  return keys[group]
}
