import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationId, CustomerId, OrganizationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { MOST_COUNTED, type CustomerSummary } from '@atrium/shared/inbox/customers.ts'
import type { CustomerView } from '@atrium/shared/inbox/views.ts'
import { CUSTOMER_COLUMNS, customersByName } from '../customers.queries.ts'
import { presentCustomer } from '../present-inbox.ts'

export interface WantedCustomers {
  /** In the name, case aside; empty: all. */
  words: string
  /** Null: whether or not. */
  archived: boolean | null
  /** From `nextCursor` of the page before. */
  cursor?: string | null | undefined
  limit: number
}

/** By name, by keyset, with what is going on with each. @throws bad_input for a cursor that is none */
export async function browseCustomers(
  tx: Tx,
  { organizationId }: MemberActor,
  wanted: WantedCustomers,
): Promise<{ customers: CustomerSummary[]; nextCursor: string | null }> {
  const { customers, nextCursor } = await customersByName(tx, organizationId, wanted)
  return { customers: await summariesOf(tx, organizationId, customers.map(presentCustomer)), nextCursor }
}

/** @throws not_found */
export async function getCustomer(tx: Tx, { organizationId }: MemberActor, customerId: CustomerId): Promise<CustomerSummary> {
  const row = await tx
    .selectFrom('customer')
    .select(CUSTOMER_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', customerId)
    .executeTakeFirst()
  const [summary] = row ? await summariesOf(tx, organizationId, [presentCustomer(row)]) : []
  if (!summary) throw new AtriumError('not_found', 'This customer does not exist.')
  return summary
}

interface Activity {
  id: CustomerId
  openIds: ConversationId[]
  lastActivityAt: Date | null
}

/** Each costs two short looks into indexes, however many conversations there are. */
async function summariesOf(tx: Tx, organizationId: OrganizationId, customers: CustomerView[]): Promise<CustomerSummary[]> {
  const { rows } = await sql<Activity>`
    select wanted.id, array(
      select id from conversation
      where organization_id = ${organizationId} and customer_id = wanted.id and status <> 'closed'
      limit ${MOST_COUNTED + 1}
    ) as "openIds", (
      select last_activity_at from conversation
      where organization_id = ${organizationId} and customer_id = wanted.id
      order by last_activity_at desc, id desc limit 1
    ) as "lastActivityAt"
    from unnest(${customers.map(({ id }) => id)}::uuid[]) as wanted (id)
  `.execute(tx)
  const activityOf = new Map(rows.map((row) => [row.id, row]))
  return customers.map((customer) => {
    const activity = activityOf.get(customer.id)
    return { customer, openIds: activity?.openIds ?? [], lastActivityAt: activity?.lastActivityAt?.getTime() ?? null }
  })
}
