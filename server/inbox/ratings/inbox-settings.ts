import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import type { InboxSettingsView } from '@atrium/shared/inbox/views.ts'
import { writeAudit } from '../../identity/write-audit.ts'

/** Whether customers are asked how it was; they are not, until somebody turns it on. */
export async function asksForRating(tx: Tx, organizationId: OrganizationId): Promise<boolean> {
  const row = await tx
    .selectFrom('inbox_settings')
    .select('asks_for_rating')
    .where('organization_id', '=', organizationId)
    .executeTakeFirst()
  return row?.asks_for_rating ?? false
}

export async function readInboxSettings(tx: Tx, organizationId: OrganizationId): Promise<InboxSettingsView> {
  return { asksForRating: await asksForRating(tx, organizationId) }
}

/** From the next closing on. */
export async function setAsksForRating(
  tx: Tx,
  actor: MemberActor,
  { on, address, nowMs }: { on: boolean; address: string; nowMs: number },
): Promise<InboxSettingsView> {
  const { organizationId } = actor
  if ((await asksForRating(tx, organizationId)) !== on) {
    await tx
      .insertInto('inbox_settings')
      .values({ organization_id: organizationId, asks_for_rating: on })
      .onConflict((conflict) => conflict.column('organization_id').doUpdateSet({ asks_for_rating: on }))
      .execute()
    const action = on ? 'organization.ratingsTurnedOn' : 'organization.ratingsTurnedOff'
    await writeAudit(tx, actor, { action, subject: 'Ratings by customers', address, nowMs })
  }
  return { asksForRating: on }
}
