import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { SlackAppId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { BOT_SCOPES } from '../scopes.ts'
import type { SlackServices } from '../slack-services.ts'
import { findAppRow } from './app.queries.ts'
import { authorizeUrl } from './authorize-url.ts'
import { issueState } from './oauth-state.ts'

/** @returns where the admin's browser goes to choose a workspace and grant our bot its scopes. @throws not_found */
export async function startInstall(
  tx: Tx,
  services: SlackServices,
  { actor, slackAppId, sessionHash }: { actor: MemberActor; slackAppId: SlackAppId; sessionHash: string },
): Promise<{ url: string }> {
  const app = await findAppRow(tx, actor.organizationId, slackAppId)
  if (!app) throw new AtriumError('not_found')
  const request = { purpose: 'install', slackAppId, installationId: null, memberId: actor.personId } as const
  const state = await issueState(tx, actor.organizationId, { ...request, sessionHash, nowMs: services.clock.now() })
  return { url: authorizeUrl(services, { clientId: app.client_id, state, botScopes: BOT_SCOPES, userScopes: [], teamId: null }) }
}
