import type { Tx } from '@atrium/db/transaction.ts'
import { enqueueEmail, type NewEmail } from '../../infra/outgoing-email.ts'
import type { InstallationRow } from './installation.queries.ts'

/** Owes every owner an e-mail about a workspace that was lost without their doing. */
export async function tellOwners(
  tx: Tx,
  installation: InstallationRow,
  { reason, nowMs }: { reason: string; nowMs: number },
): Promise<void> {
  const owners = await tx
    .selectFrom('member')
    .select('email')
    .where('organization_id', '=', installation.organization_id)
    .where('role', '=', 'owner')
    .where('deactivated_at', 'is', null)
    .orderBy('id')
    .execute()
  for (const { email } of owners) await enqueueEmail(tx, lostWorkspaceEmail(email, { teamName: installation.team_name, reason }), nowMs)
}

function lostWorkspaceEmail(to: string, { teamName, reason }: { teamName: string; reason: string }): NewEmail {
  // A name must not start a new header.
  const name = teamName.replace(/\s+/g, ' ')
  const lines = [
    `Atrium can no longer work in the Slack workspace ${name}.`,
    reason,
    'Nothing is lost: messages wait, and go on in their order once an owner or admin has connected the workspace again, in Atrium under Settings, Slack.',
  ]
  return { to, link: null, subject: `Atrium has lost the Slack workspace ${name}`, body: lines.join('\n\n') }
}
