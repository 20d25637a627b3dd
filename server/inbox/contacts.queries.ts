import { sql, type Insertable, type Updateable } from 'kysely'
import type { Contact } from '@atrium/db/schema.generated.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { ContactId, OrganizationId } from '@atrium/shared/ids.ts'
import type { ContactRow } from './present-inbox.ts'

export const CONTACT_COLUMNS = ['id', 'customer_id', 'name', 'email', 'avatar_url', 'placeholder', 'merged_into', 'rev'] as const

/** The contacts with this id or this e-mail address (case aside), held to the end of the transaction, always in the same order. */
export function lockContacts(
  tx: Tx,
  organizationId: OrganizationId,
  { id, email }: { id: ContactId | null; email: string | null },
): Promise<ContactRow[]> {
  return tx
    .selectFrom('contact')
    .select(CONTACT_COLUMNS)
    .where('organization_id', '=', organizationId)
    .where((where) => where.or([where('id', '=', id), where(sql`lower(email)`, '=', email?.toLowerCase() ?? null)]))
    .orderBy('id')
    .forUpdate()
    .execute()
}

/** @returns undefined when somebody else has just taken the e-mail address. */
export function insertContact(tx: Tx, row: Insertable<Contact>): Promise<ContactRow | undefined> {
  return tx
    .insertInto('contact')
    .values(row)
    .onConflict((conflict) => conflict.doNothing())
    .returning(CONTACT_COLUMNS)
    .executeTakeFirst()
}

export function updateContact(
  tx: Tx,
  key: { organizationId: OrganizationId; id: ContactId },
  patch: Pick<Updateable<Contact>, 'customer_id' | 'name' | 'email' | 'avatar_url' | 'placeholder'>,
): Promise<ContactRow> {
  return tx
    .updateTable('contact')
    .set({ ...patch, rev: sql`rev + 1` })
    .where('organization_id', '=', key.organizationId)
    .where('id', '=', key.id)
    .returning(CONTACT_COLUMNS)
    .executeTakeFirstOrThrow()
}

export async function deleteContact(tx: Tx, organizationId: OrganizationId, id: ContactId): Promise<void> {
  await tx.deleteFrom('contact').where('organization_id', '=', organizationId).where('id', '=', id).execute()
}
