import type { Tx } from '@atrium/db/transaction.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { updateLink, findLinkOfSlackUser } from '../link/link.queries.ts'
import { removeLink } from '../link/remove-link.ts'
import { suspendInstallation } from '../install/suspend-installation.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'

/** Our app was taken out of the workspace: every token is dead. Links are kept for when it comes back, without their tokens. */
export async function applyAppUninstalled(tx: Tx, scope: InstallationScope, secrets: SecretStore): Promise<void> {
  const revoked = await revokeInstallation(tx, scope, {
    secrets,
    reason: 'The app was removed from the Slack workspace. Connect it again.',
  })
  if (!revoked) return
  const actor = ingressActor(scope)
  const links = await tx
    .selectFrom('slack_link')
    .select('id')
    .where('organization_id', '=', scope.organizationId)
    .where('installation_id', '=', scope.installationId)
    .execute()
  for (const { id } of links) {
    await secrets.deleteSecrets(tx, actor, { subjectKind: 'link', subjectId: id })
    await updateLink(tx, scope.organizationId, { id, set: { can_post: false, scopes: [] } })
  }
}

/** Names Slack users: our bot's among them ends the installation, a member's ends their link. */
export async function applyTokensRevoked(
  tx: Tx,
  scope: InstallationScope,
  { userIds, botUserIds, secrets }: { userIds: string[]; botUserIds: string[]; secrets: SecretStore },
): Promise<void> {
  if (botUserIds.includes(scope.botUserId)) {
    await revokeInstallation(tx, scope, { secrets, reason: 'The bot token was revoked in Slack. Connect the workspace again.' })
  }
  const { organizationId, installationId, nowMs } = scope
  for (const slackUserId of userIds) {
    const link = await findLinkOfSlackUser(tx, organizationId, { installationId, slackUserId })
    const since = link && link.linked_at < endOfSecond(scope.happenedAtMs)
    if (since)
      await removeLink(tx, secrets, { actor: ingressActor(scope), link, why: 'the token was revoked in Slack', address: null, nowMs })
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
