import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { presentInstallation } from '../present-slack.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import { findInstallation } from './installation.queries.ts'
import { suspendInstallation } from './suspend-installation.ts'

/**
 * Gives our grant back to Slack and forgets it. What channels are watched, and every thread and link, stays for when the
 * workspace is connected again. Our copy goes first: a Slack that does not answer must not keep us connected.
 * @throws not_found
 */
export async function disconnect(
  services: SlackServices,
  { actor, installationId, address }: { actor: MemberActor; installationId: InstallationId; address: string },
): Promise<InstallationView> {
  const { organizationId } = actor
  const known = await inOrganization(services.db, organizationId, (tx) => findInstallation(tx, organizationId, installationId))
  if (!known) throw new AtriumError('not_found')
  const token = await slackTokenOf(services, {
    organizationId,
    owner: { kind: 'installation', id: installationId },
    reader: 'slack-install',
  }).catch(() => null)
  const installation = await commitInOrganization(services, organizationId, async (tx) => {
    const nowMs = services.clock.now()
    const system = { kind: 'system', organizationId, name: 'slack-install' } as const
    await services.secrets.deleteSecrets(tx, system, { subjectKind: 'installation', subjectId: installationId })
    await writeAudit(tx, actor, {
      action: 'slack.disconnected',
      subject: `Slack workspace ${known.team_name}`,
      detail: { teamId: known.team_id },
      address,
      nowMs,
    })
    const reason = 'Disconnected here. Connect the workspace again to go on.'
    return presentInstallation(await suspendInstallation(tx, system, { installationId, state: 'disconnected', reason, nowMs }))
  })
  if (token) await revokeAtSlack(services, token)
  return installation
}

/** Best effort: the token is out of our hands already. */
export async function revokeAtSlack(services: SlackServices, token: string): Promise<void> {
  try {
    await services.slackApi.call(token, (client) => client.auth.revoke({}))
  } catch (error) {
    const failure = error instanceof SlackCallError ? error.failure : null
    if (failure?.kind !== 'dead_token') services.logger.warn({ err: error, failure }, 'a Slack token could not be revoked')
  }
}
