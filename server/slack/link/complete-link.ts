import { sql } from 'kysely'
import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import { newId, type Id, type InstallationId, type MemberId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { SlackLinkView } from '@atrium/shared/slack/views.ts'
import { writeAudit } from '../../identity/write-audit.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { revokeAtSlack } from '../install/disconnect.ts'
import { askSlack, type GrantAnswer } from '../install/exchange-code.ts'
import { GrantRefused } from '../install/grant-refused.ts'
import { findInstallation, type InstallationRow } from '../install/installation.queries.ts'
import { presentLink } from '../present-slack.ts'
import { canPostAsThemselves, parseScopes } from '../scopes.ts'
import type { SlackServices } from '../slack-services.ts'
import { announceLink, findLink, findLinkOfSlackUser, type LinkRow } from './link.queries.ts'
import { requireFree, requireSameEmail } from './link-identity.rules.ts'
import { openBotDirect } from './open-bot-direct.ts'

interface UserGrant {
  slackUserId: string
  token: string
  scopes: string[]
  refreshToken: string | null
  expiresAtMs: number | null
}
interface Linking {
  actor: MemberActor
  installationId: InstallationId
  answer: GrantAnswer
  address: string
}

/** Binds the member to the Slack user who granted, if their e-mails are the same. What is refused is given back to Slack. @throws GrantRefused */
export async function completeLink(services: SlackServices, linking: Linking): Promise<SlackLinkView> {
  const { actor, installationId, answer } = linking
  const grant = userGrantOf(services, answer)
  try {
    const installation = await activeInstallation(services, actor, installationId)
    if (answer.team?.id !== installation.team_id) {
      throw new GrantRefused('wrong_workspace', `You chose the workspace ${answer.team?.name ?? ''}, not ${installation.team_name}.`)
    }
    const slackEmail = await emailAtSlack(services, grant)
    const link = await commitInOrganization(services, actor.organizationId, (tx) =>
      writeLink(tx, services, { ...linking, grant, slackEmail }),
    )
    await openBotDirect(services, { organizationId: actor.organizationId, installationId, slackUserId: grant.slackUserId })
    return presentLink(link)
  } catch (error) {
    await giveBack(services, linking, grant)
    throw error
  }
}

function userGrantOf(services: SlackServices, answer: GrantAnswer): UserGrant {
  const { id: slackUserId, access_token: token, scope, refresh_token: refreshToken, expires_in: lifeSeconds } = answer.authed_user ?? {}
  if (!slackUserId || !token) throw new GrantRefused('access_denied', 'Slack granted nothing on your behalf.')
  const expiresAtMs = lifeSeconds ? services.clock.now() + lifeSeconds * 1000 : null
  return { slackUserId, token, scopes: parseScopes(scope), refreshToken: refreshToken ?? null, expiresAtMs }
}

async function activeInstallation(services: SlackServices, actor: MemberActor, installationId: InstallationId): Promise<InstallationRow> {
  const row = await inOrganization(services.db, actor.organizationId, (tx) => findInstallation(tx, actor.organizationId, installationId))
  if (row?.state !== 'active') throw new GrantRefused('not_connected', 'This workspace is not connected any more.')
  return row
}

/** As Slack itself says of the account whose token this is; nothing that the browser brought is believed. */
async function emailAtSlack(services: SlackServices, grant: UserGrant): Promise<string | null> {
  const answer = await askSlack(() => services.slackApi.call(grant.token, (client) => client.users.info({ user: grant.slackUserId })))
  return answer.user?.profile?.email ?? null
}

async function writeLink(
  tx: Tx,
  services: SlackServices,
  from: Linking & { grant: UserGrant; slackEmail: string | null },
): Promise<LinkRow> {
  const { actor, installationId, grant, address } = from
  const { organizationId, personId: memberId } = actor
  const nowMs = services.clock.now()
  const slackEmail = requireSameEmail({ slackEmail: from.slackEmail, ...(await memberEmail(tx, actor)) })
  const holder = await findLinkOfSlackUser(tx, organizationId, { installationId, slackUserId: grant.slackUserId })
  const own = await findLink(tx, organizationId, { installationId, memberId })
  requireFree({ slackUserId: grant.slackUserId, holder, own, memberId })
  const content = { slack_email: slackEmail, scopes: grant.scopes, can_post: canPostAsThemselves(grant.scopes) }
  const row = await tx
    .insertInto('slack_link')
    .values({
      organization_id: organizationId,
      id: newId<Id<'slack-link'>>(nowMs),
      member_id: memberId,
      installation_id: installationId,
      slack_user_id: grant.slackUserId,
      ...content,
      linked_at: new Date(nowMs),
    })
    .onConflict((conflict) =>
      conflict
        .columns(['organization_id', 'member_id', 'installation_id'])
        .doUpdateSet({ ...content, linked_at: new Date(nowMs), rev: sql<number>`slack_link.rev + 1` }),
    )
    .returningAll()
    .executeTakeFirstOrThrow()
  await keepToken(tx, services, { row, grant })
  announceLink(tx, row)
  const detail = { installationId, slackUserId: grant.slackUserId, scopes: grant.scopes }
  await writeAudit(tx, actor, { action: 'slack.linked', subject: `Slack user ${slackEmail}`, detail, address, nowMs })
  return row
}

async function keepToken(tx: Tx, services: SlackServices, { row, grant }: { row: LinkRow; grant: UserGrant }): Promise<void> {
  const system = { kind: 'system', organizationId: row.organization_id as MemberActor['organizationId'], name: 'slack-link' } as const
  const subject = { subjectKind: 'link', subjectId: row.id } as const
  await services.secrets.deleteSecrets(tx, system, subject)
  await services.secrets.writeSecret(tx, system, { ...subject, purpose: 'user_token', value: grant.token, expiresAtMs: grant.expiresAtMs })
  if (grant.refreshToken) {
    await services.secrets.writeSecret(tx, system, {
      ...subject,
      purpose: 'user_refresh_token',
      value: grant.refreshToken,
      expiresAtMs: null,
    })
  }
}

async function memberEmail(tx: Tx, actor: MemberActor): Promise<{ memberEmail: string; memberEmailVerified: boolean }> {
  const row = await tx
    .selectFrom('member')
    .select(['email', 'email_verified'])
    .where('organization_id', '=', actor.organizationId)
    .where('id', '=', actor.personId satisfies MemberId)
    .executeTakeFirstOrThrow()
  return { memberEmail: row.email, memberEmailVerified: row.email_verified }
}

/** Grants of one Slack user add up to one token: where they are linked already, it is in use and not ours to take back. */
async function giveBack(services: SlackServices, { actor, installationId }: Linking, grant: UserGrant): Promise<void> {
  const { organizationId } = actor
  const inUse = await inOrganization(services.db, organizationId, (tx) =>
    findLinkOfSlackUser(tx, organizationId, { installationId, slackUserId: grant.slackUserId }),
  )
  if (!inUse) await revokeAtSlack(services, grant.token)
}
