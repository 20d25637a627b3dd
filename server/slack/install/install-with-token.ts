import { AtriumError } from '@atrium/shared/errors.ts'
import type { SlackAppId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import type { InstallationView } from '@atrium/shared/slack/views.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { askSlack } from '../channels/refresh-channels.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import type { SlackServices } from '../slack-services.ts'
import { findAppRow } from './app.queries.ts'
import { completeInstall, domainOf, type BotGrant } from './complete-install.ts'
import { readDomain, requireBotToken } from './pasted-token.rules.ts'

interface PastedInstall {
  actor: MemberActor
  slackAppId: SlackAppId
  botToken: string
  /** As people write it: `northwind`, `northwind.slack.com`, or the whole address. */
  workspaceDomain: string
  address: string
}

/**
 * Connects a workspace by the bot token that Slack shows after "Install to Workspace", without a round through the browser.
 * Everything else is asked of Slack, so that nothing that was pasted has to be believed. @throws not_found, bad_input, slack_refused, slack_unreachable
 */
export async function installWithToken(services: SlackServices, pasted: PastedInstall): Promise<InstallationView> {
  const { actor, slackAppId, address } = pasted
  requireBotToken(pasted.botToken)
  const domain = readDomain(pasted.workspaceDomain)
  const app = await inOrganization(services.db, actor.organizationId, (tx) => findAppRow(tx, actor.organizationId, slackAppId))
  if (!app) throw new AtriumError('not_found')
  const grant = await describeToken(services, pasted.botToken)
  if (grant.apiAppId !== app.app_id) {
    throw new AtriumError(
      'bad_input',
      `This token belongs to the app ${grant.apiAppId}, not to ${app.app_id}, whose credentials are kept here.`,
    ).at('botToken')
  }
  if (grant.teamDomain !== domain) {
    throw new AtriumError('bad_input', `This token is for ${grant.teamDomain}.slack.com, not for ${domain}.slack.com.`).at(
      'workspaceDomain',
    )
  }
  const installation = await commitInOrganization(services, actor.organizationId, (tx) =>
    completeInstall(tx, services, { actor, slackAppId, grant, address }),
  )
  services.bus.deliveriesOwed()
  return installation
}

async function describeToken(services: SlackServices, token: string): Promise<BotGrant> {
  const self = await askSlack(() => services.slackApi.call(token, (client) => client.auth.test()))
  const { team_id: teamId, user_id: botUserId, bot_id: botId } = self
  if (!teamId || !botUserId || !botId)
    throw new AtriumError('bad_input', 'This is no token of a bot. Copy the Bot User OAuth Token.').at('botToken')
  // What a bot may know of itself takes users:read, which is among the scopes that everything here needs.
  const { bot } = await askSlack(() => services.slackApi.call(token, (client) => client.bots.info({ bot: botId })))
  const info = await services.slackApi.call(token, (client) => client.team.info()).catch(() => null)
  return {
    apiAppId: bot?.app_id ?? '',
    teamId,
    teamName: info?.team?.name ?? self.team ?? teamId,
    teamDomain: info?.team?.domain ?? domainOf(self.url),
    botUserId,
    botId,
    scopes: self.response_metadata?.scopes ?? [],
    token,
    refreshToken: null,
    expiresAtMs: null,
  }
}
