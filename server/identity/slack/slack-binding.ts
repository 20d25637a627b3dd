import { sql } from 'kysely'
import type { Connection } from '@atrium/db/connect.ts'
import { organizationsOfKey } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { UserId } from '@atrium/shared/ids.ts'
import type { SlackSignInConfig } from '../../infra/config.ts'
import type { Services } from '../../infra/services.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { memberActorIn } from '../resolve-actor.ts'
import { writeAudit } from '../write-audit.ts'
import type { SlackClaims } from './slack-claims.ts'
import { SLACK_PROVIDER, slackSubject } from './slack-subject.ts'

interface Attempt {
  action: 'create-user' | 'link-account' | 'sign-in'
  /** Null for somebody new. */
  userId: string | null
  claims: Pick<SlackClaims, 'teamId'>
}

/**
 * What keeps somebody whom Slack vouches for from coming in; null: nothing. An account is bound to one Slack user: another one with
 * the same e-mail is another person until proven otherwise.
 */
export async function refuseSlackSignIn(
  { db }: Connection,
  signIn: SlackSignInConfig,
  { action, userId, claims }: Attempt,
): Promise<'wrong_workspace' | 'bound_to_other' | null> {
  if (signIn.teamId && claims.teamId !== signIn.teamId) return 'wrong_workspace'
  if (action !== 'link-account') return null
  const { rows } = await sql`select 1 from auth."account" where "userId" = ${userId} and "providerId" = ${SLACK_PROVIDER}`.execute(db)
  return rows.length > 0 ? 'bound_to_other' : null
}

export async function isBoundToSlack({ db }: Connection, subject: string): Promise<boolean> {
  const { rows } = await sql`select 1 from auth."account" where "providerId" = ${SLACK_PROVIDER} and "accountId" = ${subject}`.execute(db)
  return rows.length > 0
}

/** In the log of every organization that this way of signing in opens. */
export async function auditSlackBinding(
  services: Services,
  { userId, ...entry }: { userId: UserId; action: 'signIn.slackAdded' | 'signIn.slackRemoved'; subject: string; address: string | null },
): Promise<void> {
  for (const organizationId of await organizationsOfKey(services.db, 'user', userId)) {
    const actor = await memberActorIn(services, organizationId, userId)
    if (!actor) continue
    await commitInOrganization(services, organizationId, (tx) => writeAudit(tx, actor, { ...entry, nowMs: services.clock.now() }))
  }
}

/** The person signs in otherwise from then on; their sessions stay. @throws AtriumError not_found */
export async function removeSlackSignIn(services: Services, { userId, address }: { userId: UserId; address: string }): Promise<void> {
  const removed = await services.accounts.removeSlackSignIn(userId)
  if (!removed) throw new AtriumError('not_found')
  await auditSlackBinding(services, { userId, action: 'signIn.slackRemoved', subject: slackSubject(removed), address })
}
