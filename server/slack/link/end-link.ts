import type { Tx } from '@atrium/db/transaction.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { enqueueEmail, type NewEmail } from '../../infra/outgoing-email.ts'
import type { SecretStore } from '../../infra/secrets/secret-store.ts'
import type { LinkRow } from './link.queries.ts'
import { removeLink } from './remove-link.ts'

interface Ending {
  link: LinkRow
  /** What happened at Slack, for the audit log and for the person: "the token was revoked in Slack". */
  why: string
  nowMs: number
}

/** Slack has ended what somebody had allowed us, and not at their wish here: the link goes, and they get an e-mail. */
export async function endLink(tx: Tx, secrets: SecretStore, { actor, ...ending }: Ending & { actor: SystemActor }): Promise<void> {
  const { link, nowMs } = ending
  const { organization_id: organizationId } = link
  await removeLink(tx, secrets, { actor, ...ending, address: null })
  const member = await tx
    .selectFrom('member')
    .select('email')
    .where('organization_id', '=', organizationId)
    .where('id', '=', link.member_id)
    .where('deactivated_at', 'is', null)
    .executeTakeFirst()
  const installation = await tx
    .selectFrom('slack_installation')
    .select('team_name')
    .where('organization_id', '=', organizationId)
    .where('id', '=', link.installation_id)
    .executeTakeFirstOrThrow()
  if (member) await enqueueEmail(tx, endedEmail(member.email, { teamName: installation.team_name, why: ending.why }), nowMs)
}

function endedEmail(to: string, { teamName, why }: { teamName: string; why: string }): NewEmail {
  // A name must not start a new header.
  const name = teamName.replace(/\s+/g, ' ')
  const lines = [
    `Your Slack account in ${name} is no longer linked to Atrium: ${why}.`,
    'What people write to you in Atrium does not reach you in Slack any more, and what was still waiting to go there was dropped. It is all in Atrium.',
    'To have it again, link your account anew, in Atrium under Settings, Personal.',
  ]
  return { to, link: null, subject: `Your Slack account in ${name} is no longer linked to Atrium`, body: lines.join('\n\n') }
}
