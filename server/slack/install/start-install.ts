import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId, SlackAppId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { botScopes } from '../scopes.ts'
import type { SlackServices } from '../slack-services.ts'
import { findAppRow } from './app.queries.ts'
import { authorizeUrl } from './authorize-url.ts'
import { findInstallation } from './installation.queries.ts'
import { issueState } from './oauth-state.ts'

interface InstallRequest {
  actor: MemberActor
  slackAppId: SlackAppId
  /** The one that is connected again: what its owner has turned on is asked for, too. */
  installationId?: InstallationId | undefined
  sessionHash: string
}

/** @returns where the admin's browser goes to choose a workspace and grant our bot its scopes. @throws not_found */
export async function startInstall(
  tx: Tx,
  services: SlackServices,
  { actor, slackAppId, installationId, sessionHash }: InstallRequest,
): Promise<{ url: string }> {
  const { organizationId } = actor
  const app = await findAppRow(tx, organizationId, slackAppId)
  const again = installationId ? await findInstallation(tx, organizationId, installationId) : null
  if (!app || again === undefined) throw new AtriumError('not_found')
  const request = { purpose: 'install', slackAppId, installationId: null, memberId: actor.personId } as const
  const state = await issueState(tx, organizationId, { ...request, sessionHash, nowMs: services.clock.now() })
  const scopes = botScopes({ postsPublicly: again?.posts_publicly ?? false })
  return { url: authorizeUrl(services, { clientId: app.client_id, state, botScopes: scopes, userScopes: [], teamId: null }) }
}
