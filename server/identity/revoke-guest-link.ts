import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { GuestLinkId } from '@atrium/shared/ids.ts'
import { isAdministrator, type MemberActor } from '@atrium/shared/identity/actor.ts'
import { lockGuestLink } from './guests.queries.ts'
import { writeAudit } from './write-audit.ts'

/** Whoever came by it is out as well. @throws not_found, not_allowed for somebody else's link */
export async function revokeGuestLink(
  tx: Tx,
  actor: MemberActor,
  { guestLinkId, address, nowMs }: { guestLinkId: GuestLinkId; address: string; nowMs: number },
): Promise<void> {
  const link = await lockGuestLink(tx, actor.organizationId, guestLinkId)
  if (!link) throw new AtriumError('not_found')
  if (link.created_by !== actor.personId && !isAdministrator(actor)) throw new AtriumError('not_allowed')
  if (link.revoked_at) return
  const revoked = { revoked_at: new Date(nowMs) }
  await tx
    .updateTable('guest_link')
    .set(revoked)
    .where('organization_id', '=', actor.organizationId)
    .where('id', '=', guestLinkId)
    .execute()
  await tx
    .updateTable('visitor')
    .set(revoked)
    .where('organization_id', '=', actor.organizationId)
    .where('guest_link_id', '=', guestLinkId)
    .where('revoked_at', 'is', null)
    .execute()
  await writeAudit(tx, actor, { action: 'guestLink.revoked', subject: link.label, address, nowMs })
}
