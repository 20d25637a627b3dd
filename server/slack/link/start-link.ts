import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId, SlackAppId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { findAppRow } from '../install/app.queries.ts'
import { authorizeUrl } from '../install/authorize-url.ts'
import { findInstallation } from '../install/installation.queries.ts'
import { issueState } from '../install/oauth-state.ts'
import { STATUS_SCOPE, USER_SCOPES } from '../scopes.ts'
import type { SlackServices } from '../slack-services.ts'

/** @returns where the member's browser goes to say who they are in Slack and to let us write as them. @throws not_found, conflict */
export async function startLink(
  tx: Tx,
  services: SlackServices,
  {
    actor,
    installationId,
    sessionHash,
    ...wish
  }: { actor: MemberActor; installationId: InstallationId; sessionHash: string; withStatus?: boolean | undefined },
): Promise<{ url: string }> {
  const { organizationId } = actor
  const installation = await findInstallation(tx, organizationId, installationId)
  const app = installation && (await findAppRow(tx, organizationId, installation.slack_app_id))
  if (!installation || !app) throw new AtriumError('not_found')
  if (installation.state !== 'active')
    throw new AtriumError('conflict', 'This workspace is not connected. Ask an admin to connect it again.')
  const slackAppId = app.id as SlackAppId
  const request = { purpose: 'link', slackAppId, installationId, memberId: actor.personId } as const
  const state = await issueState(tx, organizationId, { ...request, sessionHash, nowMs: services.clock.now() })
  const scopes = { botScopes: [], userScopes: wish.withStatus ? [...USER_SCOPES, STATUS_SCOPE] : USER_SCOPES }
  return { url: authorizeUrl(services, { clientId: app.client_id, state, ...scopes, teamId: installation.team_id }) }
}
