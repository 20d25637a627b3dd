import type { OauthV2AccessResponse } from '@slack/web-api'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import { findAppRow } from './app.queries.ts'
import { redirectUri } from './authorize-url.ts'
import { GrantRefused } from './grant-refused.ts'

/** What `oauth.v2.access` answers. @see https://docs.slack.dev/reference/methods/oauth.v2.access */
export type GrantAnswer = Pick<
  OauthV2AccessResponse,
  'access_token' | 'app_id' | 'authed_user' | 'bot_user_id' | 'expires_in' | 'refresh_token' | 'scope' | 'team'
>

/** Turns the code that a browser brought back into tokens; a code works once. @throws GrantRefused */
export async function exchangeCode(
  services: SlackServices,
  { organizationId, slackAppId, code }: { organizationId: OrganizationId; slackAppId: SlackAppId; code: string },
): Promise<GrantAnswer> {
  const app = await inOrganization(services.db, organizationId, async (tx) => {
    const actor = { kind: 'system', organizationId, name: 'slack-install' } as const
    const row = await findAppRow(tx, organizationId, slackAppId)
    const secret = await services.secrets.readSecret(tx, actor, { subjectKind: 'app', subjectId: slackAppId, purpose: 'client_secret' })
    return row && secret ? { ...row, clientSecret: secret.value } : null
  })
  if (!app) throw new GrantRefused('wrong_app', 'The Slack app is not configured here any more.')
  const answer = await askSlack(() =>
    services.slackApi.call(null, (client) =>
      client.oauth.v2.access({ client_id: app.client_id, client_secret: app.clientSecret, code, redirect_uri: redirectUri(services) }),
    ),
  )
  if (answer.app_id !== app.app_id)
    throw new GrantRefused('wrong_app', `Slack granted access to the app ${answer.app_id}, not to ${app.app_id}.`)
  return answer
}

/** For what a person waits for: Slack's errors in words. @throws GrantRefused */
export async function askSlack<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    if (!error.certain || error.failure.kind === 'unreachable')
      throw new GrantRefused('slack_unreachable', 'Slack did not answer. Try again.', error)
    throw new GrantRefused('slack_refused', `Slack refused: ${error.failure.error}.`, error)
  }
}
