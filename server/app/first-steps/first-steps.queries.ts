import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { FirstStepsView } from '@atrium/shared/identity/views.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'

/** So long after it was made an organization is new. */
const NEW_DAYS = 30

/**
 * What stands in the tables of every feature, so that nothing is done by a click that was not done. Null when the member has put the list away,
 * and when the organization is not new any more.
 */
export async function readSteps(tx: Tx, { organizationId, personId }: MemberActor, nowMs: number): Promise<FirstStepsView | null> {
  const { rows } = await sql<FirstStepsView>`
    select
      exists (
        select 1 from member other where other.organization_id = ${organizationId} and other.id <> ${personId} and other.deactivated_at is null
      ) or exists (
        select 1 from invitation where organization_id = ${organizationId} and revoked_at is null
      ) as "hasInvited",
      exists (select 1 from slack_installation where organization_id = ${organizationId} and state = 'active') as "hasConnectedSlack",
      exists (select 1 from slack_channel where organization_id = ${organizationId} and customer_id is not null) as "hasWatchedChannel",
      exists (
        select 1 from message where organization_id = ${organizationId} and author_id = ${personId} and deleted_at is null
      ) as "hasWritten"
    from member join organization on organization.organization_id = member.organization_id
    where member.organization_id = ${organizationId} and member.id = ${personId} and member.first_steps_dismissed_at is null
      and organization.created_at > ${new Date(nowMs)}::timestamptz - ${NEW_DAYS} * interval '1 day'
  `.execute(tx)
  return rows[0] ?? null
}

export async function putAway(tx: Tx, { organizationId, personId }: MemberActor, nowMs: number): Promise<void> {
  await tx
    .updateTable('member')
    .set({ first_steps_dismissed_at: new Date(nowMs) })
    .where('organization_id', '=', organizationId)
    .where('id', '=', personId)
    .execute()
}
