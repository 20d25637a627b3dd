import type { Tx } from '@atrium/db/transaction.ts'
import { violatesUnique } from '@atrium/db/unique-violation.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { newId, type CustomerId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { CustomerView } from '@atrium/shared/inbox/views.ts'
import { appendChange } from '../realtime/append-change.ts'

/** A company whose channels are watched. Two of one name would be mixed up, so the second is refused. @throws bad_input, conflict */
export async function createCustomer(
  tx: Tx,
  { organizationId }: MemberActor,
  input: { name: string; nowMs: number },
): Promise<CustomerView> {
  const name = storableText(input.name).trim()
  if (name === '' || name.length > 120) throw new AtriumError('bad_input', 'Give the customer a name of up to 120 characters.')
  const customer: CustomerView = { id: newId<CustomerId>(input.nowMs), name, ownerId: null, archivedAt: null, rev: 1 }
  await tx
    .insertInto('customer')
    .values({ organization_id: organizationId, id: customer.id, name, created_at: new Date(input.nowMs) })
    .execute()
    .catch((error: unknown) => {
      throw violatesUnique(error, 'customer_name') ? new AtriumError('conflict', `There is a customer called ${name} already.`) : error
    })
  appendChange(tx, { kind: 'inbox.customerChanged', audience: ['members'], entityId: customer.id, rev: 1, payload: { customer } })
  return customer
}
