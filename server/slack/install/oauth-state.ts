import type { Tx } from '@atrium/db/transaction.ts'
import type { InstallationId, MemberId, OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import { hashToken, newToken } from '../../identity/tokens.ts'
import { addRoute, removeRoute } from './routes.queries.ts'

/** Where a person is sent to Slack and back: ours to give out once, theirs to bring back in the same session. */
export const STATE_LIFE_MS = 10 * 60_000

export interface GrantRequest {
  purpose: 'install' | 'link'
  slackAppId: SlackAppId
  /** The installation to link to; null while installing. */
  installationId: InstallationId | null
  memberId: MemberId
}

/** @returns the state for the address; only its hash is kept. */
export async function issueState(
  tx: Tx,
  organizationId: OrganizationId,
  request: GrantRequest & { sessionHash: string; nowMs: number },
): Promise<string> {
  const state = newToken()
  const hash = hashToken(state)
  await tx
    .insertInto('slack_oauth_state')
    .values({
      organization_id: organizationId,
      state_hash: hash,
      purpose: request.purpose,
      slack_app_id: request.slackAppId,
      installation_id: request.installationId,
      member_id: request.memberId,
      session_hash: request.sessionHash,
      created_at: new Date(request.nowMs),
      expires_at: new Date(request.nowMs + STATE_LIFE_MS),
    })
    .execute()
  await addRoute(tx, organizationId, { kind: 'oauth_state', key: hash })
  return state
}

/** Null when it was used, has expired or was given to another session. */
export async function redeemState(
  tx: Tx,
  organizationId: OrganizationId,
  { state, sessionHash, nowMs }: { state: string; sessionHash: string; nowMs: number },
): Promise<GrantRequest | null> {
  const hash = hashToken(state)
  const row = await tx
    .updateTable('slack_oauth_state')
    .set({ used_at: new Date(nowMs) })
    .where('organization_id', '=', organizationId)
    .where('state_hash', '=', hash)
    .where('session_hash', '=', sessionHash)
    .where('used_at', 'is', null)
    .where('expires_at', '>', new Date(nowMs))
    .returning(['purpose', 'slack_app_id', 'installation_id', 'member_id'])
    .executeTakeFirst()
  if (!row) return null
  await removeRoute(tx, organizationId, { kind: 'oauth_state', key: hash })
  return {
    purpose: row.purpose as GrantRequest['purpose'],
    slackAppId: row.slack_app_id as SlackAppId,
    installationId: row.installation_id as InstallationId | null,
    memberId: row.member_id as MemberId,
  }
}
