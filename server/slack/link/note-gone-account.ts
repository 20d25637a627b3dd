import { commitInOrganization } from '../../realtime/commit.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { subjectsOf } from '../secrets/slack-token.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { SlackServices } from '../slack-services.ts'
import { endLink } from './end-link.ts'
import { findLinkOfSlackUser } from './link.queries.ts'

interface GoneAccount {
  organizationId: OrganizationId
  installationId: InstallationId
  slackUserId: string
  /** Theirs, that Slack refused. */
  token: string
  failure: SlackFailure
}

/**
 * Whoever hears from Slack that a member's account is deactivated says so here: their link ends, as it does by the event that tells of
 * it, which may not have come. A token that was replaced since says nothing about the new one.
 * @returns whether the account is gone
 */
export async function noteGoneAccount(services: SlackServices, gone: GoneAccount): Promise<boolean> {
  const { organizationId, installationId, slackUserId, token, failure } = gone
  if (failure.kind !== 'dead_token' || failure.error !== 'account_inactive') return false
  await commitInOrganization(services, organizationId, async (tx) => {
    const actor = { kind: 'system', organizationId, name: 'slack-link' } as const
    const link = await findLinkOfSlackUser(tx, organizationId, { installationId, slackUserId })
    const kept = link && (await services.secrets.readSecret(tx, actor, subjectsOf({ kind: 'link', id: link.id }).access))
    if (!link || kept?.value !== token) return
    await endLink(tx, services.secrets, { actor, link, why: 'the Slack account was deactivated', nowMs: services.clock.now() })
  })
  return true
}
