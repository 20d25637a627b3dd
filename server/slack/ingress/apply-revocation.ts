import type { Tx } from '@atrium/db/transaction.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { endLink } from '../link/end-link.ts'
import { updateLink, findLinkOfSlackUser } from '../link/link.queries.ts'
import { suspendInstallation } from '../install/suspend-installation.ts'
import type { SecretStore } from '../../infra/secrets/secret-store.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'

/** Our app was taken out of the workspace: every token is dead. Links are kept for when it comes back, without their tokens. */
export async function applyAppUninstalled(tx: Tx, scope: InstallationScope, secrets: SecretStore): Promise<void> {
  const revoked = await revokeInstallation(tx, scope, {
    secrets,
    reason: 'The app was removed from the Slack workspace. Connect it again.',
  })
  if (!revoked) return
  const links = await tx
    .selectFrom('slack_link')
    .select('id')
    .where('organization_id', '=', scope.organizationId)
    .where('installation_id', '=', scope.installationId)
    .execute()
  for (const { id } of links) await forgetGrant(tx, scope, { secrets, linkId: id })
}

/** Only the token is gone; whose account it is stays known. */
async function forgetGrant(tx: Tx, scope: InstallationScope, { secrets, linkId }: { secrets: SecretStore; linkId: string }): Promise<void> {
  await secrets.deleteSecrets(tx, ingressActor(scope), { subjectKind: 'link', subjectId: linkId })
  await updateLink(tx, scope.organizationId, { id: linkId, set: { can_post: false, scopes: [] } })
}

/**
 * Names Slack users. A member's ends their link. Our bot's among them ends the installation: then the app was taken out, which is
 * no member's wish, and their links wait for it without their tokens.
 */
export async function applyTokensRevoked(
  tx: Tx,
  scope: InstallationScope,
  { userIds, botUserIds, secrets }: { userIds: string[]; botUserIds: string[]; secrets: SecretStore },
): Promise<void> {
  const wholeApp = botUserIds.includes(scope.botUserId)
  if (wholeApp) {
    await revokeInstallation(tx, scope, { secrets, reason: 'The bot token was revoked in Slack. Connect the workspace again.' })
  }
  const { organizationId, installationId, nowMs } = scope
  for (const slackUserId of userIds) {
    const link = await findLinkOfSlackUser(tx, organizationId, { installationId, slackUserId })
    const isOlder = link && link.linked_at < endOfSecond(scope.happenedAtMs)
    if (!isOlder) continue
    if (wholeApp) await forgetGrant(tx, scope, { secrets, linkId: link.id })
    else await endLink(tx, secrets, { actor: ingressActor(scope), link, why: 'its grant was revoked in Slack', nowMs })
  }
}

async function revokeInstallation(
  tx: Tx,
  scope: InstallationScope,
  { secrets, reason }: { secrets: SecretStore; reason: string },
): Promise<boolean> {
  const actor = ingressActor(scope)
  const { installationId, nowMs } = scope
  // Disconnecting revokes the token too, and such an event may come after the workspace was connected anew: neither counts.
  const active = await tx
    .selectFrom('slack_installation')
    .select('state')
    .where('organization_id', '=', scope.organizationId)
    .where('id', '=', installationId)
    .where('state', '=', 'active')
    .where('connected_at', '<', endOfSecond(scope.happenedAtMs))
    .forUpdate()
    .executeTakeFirst()
  if (!active) return false
  await secrets.deleteSecrets(tx, actor, { subjectKind: 'installation', subjectId: installationId })
  await suspendInstallation(tx, actor, { installationId, state: 'revoked', reason, nowMs })
  await writeAudit(tx, actor, {
    action: 'slack.revoked',
    subject: `Slack workspace ${scope.teamId}`,
    detail: { reason },
    address: null,
    nowMs,
  })
  return true
}

function endOfSecond(ms: number): Date {
  return new Date(Math.floor(ms / 1000) * 1000 + 1000)
}
