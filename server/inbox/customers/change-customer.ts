import { sql, type Updateable } from 'kysely'
import type { Customer } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { violatesUnique } from '@atrium/db/unique-violation.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { CustomerId, MemberId, OrganizationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { CustomerView } from '@atrium/shared/inbox/views.ts'
import { appendChange } from '../../realtime/append-change.ts'
import { CUSTOMER_COLUMNS } from '../customers.queries.ts'
import { givenName } from '../given-name.rules.ts'
import { presentCustomer, type CustomerRow } from '../present-inbox.ts'
import { requireActiveMember } from '../require-active-member.ts'

const LONGEST = 120

/** What their conversations show changes with it. @throws not_found, bad_input, conflict when another one is called so */
export async function renameCustomer(
  tx: Tx,
  { organizationId }: MemberActor,
  { customerId, name: given }: { customerId: CustomerId; name: string },
): Promise<CustomerView> {
  const name = givenName('customer', given, LONGEST)
  return revise(tx, organizationId, { customerId, set: { name } }).catch((error: unknown) => {
    throw violatesUnique(error, 'customer_name')
      ? new AtriumError('conflict', `There is a customer called ${name} already.`).at('name')
      : error
  })
}

/** Who looks after them; null for nobody. @throws not_found */
export async function setCustomerOwner(
  tx: Tx,
  { organizationId }: MemberActor,
  { customerId, ownerId }: { customerId: CustomerId; ownerId: MemberId | null },
): Promise<CustomerView> {
  if (ownerId) await requireActiveMember(tx, organizationId, ownerId)
  return revise(tx, organizationId, { customerId, set: { owner_id: ownerId } })
}

/** Puts them away, or brings them back. Their channels go on: what is written there still comes in. @throws not_found */
export async function archiveCustomer(
  tx: Tx,
  { organizationId }: MemberActor,
  { customerId, archived, nowMs }: { customerId: CustomerId; archived: boolean; nowMs: number },
): Promise<CustomerView> {
  return revise(tx, organizationId, { customerId, set: { archived_at: archived ? new Date(nowMs) : null } })
}

interface Revision {
  customerId: CustomerId
  set: Pick<Updateable<Customer>, 'name' | 'owner_id' | 'archived_at'>
}

/** What is so already tells nobody. */
async function revise(tx: Tx, organizationId: OrganizationId, { customerId, set }: Revision): Promise<CustomerView> {
  const before = await lockCustomer(tx, organizationId, customerId)
  if (!before) throw new AtriumError('not_found', 'This customer does not exist any more.')
  const isArchivedAgain = Boolean(set.archived_at) && before.archived_at !== null
  const isSame = Object.entries(set).every(([column, value]) => before[column as keyof typeof set] === value)
  if (isArchivedAgain || isSame) return presentCustomer(before)
  const row = await tx
    .updateTable('customer')
    .set({ ...set, rev: sql`rev + 1` })
    .where('organization_id', '=', organizationId)
    .where('id', '=', customerId)
    .returning(CUSTOMER_COLUMNS)
    .executeTakeFirstOrThrow()
  const customer = presentCustomer(row)
  const { id: entityId, rev } = customer
  appendChange(tx, { kind: 'inbox.customerChanged', audience: ['members'], entityId, rev, payload: { customer } })
  return customer
}

function lockCustomer(tx: Tx, organizationId: OrganizationId, customerId: CustomerId): Promise<CustomerRow | undefined> {
  return tx
    .selectFrom('customer')
    .select(CUSTOMER_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where('id', '=', customerId)
    .forNoKeyUpdate()
    .executeTakeFirst()
}
