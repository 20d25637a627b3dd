import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type InstallationId, type SlackAppId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { presentInstallation } from '../present-slack.ts'
import { parseScopes } from '../scopes.ts'
import type { SlackServices } from '../slack-services.ts'
import { askSlack, type GrantAnswer } from './exchange-code.ts'
import { GrantRefused } from './grant-refused.ts'
import { announceInstallation, findInstallationOfTeam, type InstallationRow } from './installation.queries.ts'
import { addRoute, teamRouteKey } from './routes.queries.ts'
import { resumeLanes } from './suspend-installation.ts'

/** What a workspace granted our bot. */
export interface BotGrant {
  apiAppId: string
  teamId: string
  teamName: string
  teamDomain: string
  botUserId: string
  botId: string | null
  scopes: string[]
  token: string
  refreshToken: string | null
  expiresAtMs: number | null
}

/** Asks Slack for what the grant does not say. @throws GrantRefused */
export async function describeBotGrant(services: SlackServices, answer: GrantAnswer): Promise<BotGrant> {
  const { access_token: token, team, bot_user_id: botUserId, app_id: apiAppId } = answer
  if (!token || !team?.id || !botUserId || !apiAppId) {
    throw new GrantRefused('slack_refused', 'Slack granted no bot. Install the app for one workspace, with its bot scopes.')
  }
  const self = await askSlack(() => services.slackApi.call(token, (client) => client.auth.test()))
  const info = await services.slackApi.call(token, (client) => client.team.info()).catch(() => null)
  return {
    apiAppId,
    teamId: team.id,
    teamName: info?.team?.name ?? team.name ?? team.id,
    teamDomain: info?.team?.domain ?? domainOf(self.url),
    botUserId,
    botId: self.bot_id ?? null,
    scopes: parseScopes(answer.scope),
    token,
    refreshToken: answer.refresh_token ?? null,
    expiresAtMs: answer.expires_in ? services.clock.now() + answer.expires_in * 1000 : null,
  }
}

/** The workspace in its address: `northwind` of `https://northwind.slack.com/`. */
export function domainOf(url: string | undefined): string {
  return url && URL.canParse(url) ? (new URL(url).hostname.split('.')[0] ?? '') : ''
}

/**
 * Keeps the grant. The same workspace again is the same row, so that every channel, thread and link that was bound to it
 * is bound to it still, and what waited in its lanes goes on.
 */
export async function completeInstall(
  tx: Tx,
  services: SlackServices,
  { actor, slackAppId, grant, address }: { actor: MemberActor; slackAppId: SlackAppId; grant: BotGrant; address: string },
): Promise<InstallationView> {
  const { organizationId } = actor
  const nowMs = services.clock.now()
  const before = await findInstallationOfTeam(tx, organizationId, { slackAppId, teamId: grant.teamId })
  const row = await upsertInstallation(tx, actor, { slackAppId, grant, nowMs })
  const system = { kind: 'system', organizationId, name: 'slack-install' } as const
  const subject = { subjectKind: 'installation', subjectId: row.id } as const
  await services.secrets.deleteSecrets(tx, system, subject)
  await services.secrets.writeSecret(tx, system, { ...subject, purpose: 'bot_token', value: grant.token, expiresAtMs: grant.expiresAtMs })
  if (grant.refreshToken) {
    await services.secrets.writeSecret(tx, system, {
      ...subject,
      purpose: 'bot_refresh_token',
      value: grant.refreshToken,
      expiresAtMs: null,
    })
  }
  await addRoute(tx, organizationId, { kind: 'slack_team', key: teamRouteKey(grant.apiAppId, grant.teamId) })
  await addRoute(tx, organizationId, { kind: 'slack_workspace', key: grant.teamId })
  if (before && before.bot_user_id !== grant.botUserId) await forgetBotsDirects(tx, row)
  await resumeLanes(tx, system, row.id as InstallationId)
  announceInstallation(tx, row)
  await writeAudit(tx, actor, {
    action: before ? 'slack.reconnected' : 'slack.connected',
    subject: `Slack workspace ${grant.teamName}`,
    detail: { teamId: grant.teamId, scopes: grant.scopes },
    address,
    nowMs,
  })
  return presentInstallation(row)
}

function upsertInstallation(
  tx: Tx,
  actor: MemberActor,
  { slackAppId, grant, nowMs }: { slackAppId: SlackAppId; grant: BotGrant; nowMs: number },
): Promise<InstallationRow> {
  const content = {
    team_name: grant.teamName,
    team_domain: grant.teamDomain,
    bot_user_id: grant.botUserId,
    bot_id: grant.botId,
    scopes: grant.scopes,
    state: 'active',
    state_reason: null,
    installed_by: actor.personId,
    connected_at: new Date(nowMs),
    disconnected_at: null,
  }
  return tx
    .insertInto('slack_installation')
    .values({
      organization_id: actor.organizationId,
      id: newId<InstallationId>(nowMs),
      slack_app_id: slackAppId,
      team_id: grant.teamId,
      ...content,
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'slack_app_id', 'team_id'])
        .doUpdateSet({ ...content, rev: sql<number>`slack_installation.rev + 1` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** A bot that was taken out and put back is another user in Slack: its direct messages are opened anew. */
async function forgetBotsDirects(tx: Tx, row: InstallationRow): Promise<void> {
  await tx
    .deleteFrom('slack_direct')
    .where('organization_id', '=', row.organization_id)
    .where('installation_id', '=', row.id)
    .where('kind', 'in', ['bot', 'group'])
    .execute()
}
