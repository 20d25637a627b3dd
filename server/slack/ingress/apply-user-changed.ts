import type { Tx } from '@atrium/db/transaction.ts'
import { findLinkOfSlackUser } from '../link/link.queries.ts'
import { removeLink } from '../link/remove-link.ts'
import type { SecretStore } from '../secrets/secret-store.ts'
import { findProfiles } from './author.queries.ts'
import { ingressActor, type InstallationScope } from './installation-scope.ts'
import { learnProfile } from './learn-profile.ts'
import type { SlackUser } from './slack-event.rules.ts'

/** A better name or picture reaches the contact; a deactivated account ends its link, since its token is dead. Strangers stay unknown. */
export async function applyUserChanged(
  tx: Tx,
  scope: InstallationScope,
  { user, secrets }: { user: SlackUser; secrets: SecretStore },
): Promise<void> {
  const { organizationId, installationId, nowMs } = scope
  if ((await findProfiles(tx, scope, [user.id])).has(user.id)) await learnProfile(tx, scope, user)
  if (!user.isDeactivated) return
  const link = await findLinkOfSlackUser(tx, organizationId, { installationId, slackUserId: user.id })
  if (link)
    await removeLink(tx, secrets, { actor: ingressActor(scope), link, why: 'the Slack account was deactivated', address: null, nowMs })
}
