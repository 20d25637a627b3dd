import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { findInstallation } from '../install/installation.queries.ts'
import { noteDeadToken } from '../install/note-dead-token.ts'
import { missingBotScopes } from '../scopes.ts'
import { SecretUnreadable } from '../../infra/secrets/seal.rules.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import { describeFailure } from '../describe-failure.rules.ts'

export interface Diagnosis {
  ok: boolean
  text: string
}

const fails = (text: string): Diagnosis => ({ ok: false, text })

/** Whether the bot can work in its workspace, and if not, why. @throws not_found */
export async function testConnection(
  services: SlackServices,
  { organizationId, installationId }: { organizationId: OrganizationId; installationId: InstallationId },
): Promise<Diagnosis> {
  const installation = await inOrganization(services.db, organizationId, (tx) => findInstallation(tx, organizationId, installationId))
  if (!installation) throw new AtriumError('not_found')
  let token: string | null = null
  try {
    token = await slackTokenOf(services, { organizationId, owner: { kind: 'installation', id: installationId }, reader: 'slack-install' })
    if (!token) return fails(installation.state_reason ?? 'There is no token. Connect the workspace again.')
    const answer = await services.slackApi.call(token, (client) => client.auth.test())
    if (answer.team_id !== installation.team_id) return fails(`The token is for another workspace: ${answer.team ?? answer.team_id ?? ''}.`)
    const granted = answer.response_metadata?.scopes ?? installation.scopes
    const missing = missingBotScopes(granted, { postsPublicly: installation.posts_publicly })
    if (missing.length > 0)
      return fails(describeFailure({ kind: 'missing_scope', error: 'missing_scope', needed: missing, provided: granted }))
    return { ok: true, text: 'Connection successful' }
  } catch (error) {
    if (error instanceof SlackCallError) {
      if (token) await noteDeadToken(services, { organizationId, installationId, token, failure: error.failure })
      return fails(describeFailure(error.failure))
    }
    if (error instanceof SecretUnreadable) return fails(`The token cannot be opened: ${error.message}. Check SECRET_KEYS.`)
    throw error
  }
}
