import { sql } from 'kysely'
import type { Db } from '@atrium/db/connect.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { ReportGroup, ReportScope } from '@atrium/shared/inbox/reports.ts'
import { csvLine } from '../../infra/csv.rules.ts'
import { reportHead, reportLine } from './report-csv.rules.ts'
import { rangeOf } from './report-days.rules.ts'
import { report } from './report.ts'

const PAGE = 1_000

/** A report as a file, line by line. */
export async function* reportLines(db: Db, actor: MemberActor, wish: { group: ReportGroup; scope: ReportScope }): AsyncGenerator<string> {
  const rows = await inOrganization(db, actor.organizationId, (tx) => report(tx, actor, wish))
  yield reportHead(wish.group)
  for (const row of rows) yield reportLine(wish.group, row)
}

const COLUMNS = [
  ...['number', 'opened', 'customer', 'contact', 'channel', 'subject', 'status', 'priority', 'agent'],
  ...['first reply', 'closed', 'first reply SLA', 'next reply SLA', 'resolution SLA'],
]
interface ExportedRow {
  id: string
  created_at: Date
  cells: (string | number | null)[]
}

/** Every conversation that was opened in the range, the oldest first, read page by page while it is sent: none is held but one page. */
export async function* conversationLines(db: Db, actor: MemberActor, scope: ReportScope): AsyncGenerator<string> {
  const range = rangeOf(scope)
  yield csvLine(COLUMNS)
  let after: Pick<ExportedRow, 'id' | 'created_at'> | null = null
  do {
    const page: ExportedRow[] = await readPage(db, actor, { scope, range, after })
    for (const { cells } of page) yield csvLine(cells)
    after = page.length === PAGE ? (page.at(-1) ?? null) : null
  } while (after)
}

function readPage(
  db: Db,
  { organizationId }: MemberActor,
  wanted: { scope: ReportScope; range: { from: Date; until: Date }; after: Pick<ExportedRow, 'id' | 'created_at'> | null },
): Promise<ExportedRow[]> {
  const { scope, range, after } = wanted
  return inOrganization(db, organizationId, async (tx) => {
    let query = tx
      .selectFrom('conversation')
      .leftJoin('customer', (join) =>
        join.onRef('customer.organization_id', '=', 'conversation.organization_id').onRef('customer.id', '=', 'conversation.customer_id'),
      )
      .leftJoin('contact', (join) =>
        join.onRef('contact.organization_id', '=', 'conversation.organization_id').onRef('contact.id', '=', 'conversation.contact_id'),
      )
      .leftJoin('contact as kept', (join) =>
        join.onRef('kept.organization_id', '=', 'conversation.organization_id').onRef('kept.id', '=', 'contact.merged_into'),
      )
      .leftJoin('member', (join) =>
        join.onRef('member.organization_id', '=', 'conversation.organization_id').onRef('member.id', '=', 'conversation.assignee_id'),
      )
      .select(['conversation.id', 'conversation.number', 'conversation.created_at', 'conversation.place', 'conversation.subject'])
      .select(['conversation.status', 'conversation.priority', 'conversation.first_reply_at', 'conversation.closed_at'])
      .select(['sla_first_reply', 'sla_next_reply', 'sla_resolution', 'customer.name as customer_name', 'member.name as agent_name'])
      .select(({ fn }) => fn.coalesce('kept.name', 'contact.name').as('contact_name'))
      .where('conversation.organization_id', '=', organizationId)
      .where('conversation.merged_into', 'is', null)
      .where('conversation.created_at', '>=', range.from)
      .where('conversation.created_at', '<', range.until)
    if (scope.customerId) query = query.where('conversation.customer_id', '=', scope.customerId)
    if (scope.assigneeId) query = query.where('conversation.assignee_id', '=', scope.assigneeId)
    if (scope.place) query = query.where('conversation.place', '=', scope.place)
    if (after)
      query = query.where(sql<boolean>`(conversation.created_at, conversation.id) > (${after.created_at}::timestamptz, ${after.id}::uuid)`)
    const rows = await query.orderBy('conversation.created_at').orderBy('conversation.id').limit(PAGE).execute()
    return rows.map((row) => ({
      id: row.id,
      created_at: row.created_at,
      cells: [
        ...[row.number, row.created_at.toISOString(), row.customer_name, row.contact_name, row.place, row.subject],
        ...[row.status, row.priority, row.agent_name, row.first_reply_at?.toISOString() ?? null, row.closed_at?.toISOString() ?? null],
        ...[row.sla_first_reply, row.sla_next_reply, row.sla_resolution],
      ],
    }))
  })
}
