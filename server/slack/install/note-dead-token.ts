import { describeFailure } from '../describe-failure.rules.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { SlackServices } from '../slack-services.ts'
import { lockInstallation } from './installation.queries.ts'
import { suspendInstallation } from './suspend-installation.ts'

interface DeadToken {
  organizationId: OrganizationId
  installationId: InstallationId
  /** The token that Slack refused. */
  token: string
  failure: SlackFailure
}

/**
 * Whoever finds that a bot's token is dead says so here, and nothing is tried with it any more. A token that was replaced
 * since by connecting anew says nothing about the new one. Failures of any other kind are no business of this.
 */
export async function noteDeadToken(services: SlackServices, { organizationId, installationId, token, failure }: DeadToken): Promise<void> {
  if (failure.kind !== 'dead_token') return
  await commitInOrganization(services, organizationId, async (tx) => {
    const actor = { kind: 'system', organizationId, name: 'slack-install' } as const
    const { state } = await lockInstallation(tx, organizationId, installationId)
    const subject = { subjectKind: 'installation', subjectId: installationId, purpose: 'bot_token' } as const
    const kept = await services.secrets.readSecret(tx, actor, subject)
    if (state !== 'active' || kept?.value !== token) return
    const reason = describeFailure(failure)
    await suspendInstallation(tx, actor, { installationId, state: 'revoked', reason, nowMs: services.clock.now() })
  })
}
