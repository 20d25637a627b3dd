import type { Tx } from '@atrium/db/transaction.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { endLink } from '../link/end-link.ts'
import { findLinkOfSlackUser, updateLink } from '../link/link.queries.ts'
import type { SecretStore } from '../../infra/secrets/secret-store.ts'
import { noteTold } from '../status/status.queries.ts'
import { findProfiles } from './author.queries.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import { learnProfile } from './learn-profile.ts'
import type { SlackUser } from './slack-event.rules.ts'

/**
 * A better name or picture reaches the contact. A deactivated account ends its link, since its token is dead. Another e-mail is shown
 * from now on and ends nothing: the link is to the Slack user. Strangers stay unknown.
 */
export async function applyUserChanged(
  tx: Tx,
  scope: InstallationScope,
  { user, secrets }: { user: SlackUser; secrets: SecretStore },
): Promise<void> {
  const { organizationId, installationId, nowMs } = scope
  if ((await findProfiles(tx, scope, [user.id])).has(user.id)) await learnProfile(tx, scope, user)
  const link = await findLinkOfSlackUser(tx, organizationId, { installationId, slackUserId: user.id })
  if (!link) return
  const actor = ingressActor(scope)
  if (user.isDeactivated) return endLink(tx, secrets, { actor, link, why: 'the Slack account was deactivated', nowMs })
  if (user.status) await noteTold(tx, link, { status: user.status })
  if (user.email === null || user.email === link.slack_email.toLowerCase()) return
  await updateLink(tx, organizationId, { id: link.id, set: { slack_email: user.email } })
  const detail = { installationId, memberId: link.member_id, from: link.slack_email, to: user.email }
  await writeAudit(tx, actor, { action: 'slack.emailChanged', subject: `Slack user ${user.id}`, detail, address: null, nowMs })
}
