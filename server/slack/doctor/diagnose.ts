import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { FindingView } from '@atrium/shared/slack/views.ts'
import { findInstallation, type InstallationRow } from '../install/installation.queries.ts'
import { noteDeadToken } from '../install/note-dead-token.ts'
import { listLackingGrants } from '../link/link.queries.ts'
import { botScopes } from '../scopes.ts'
import { SecretUnreadable } from '../../infra/secrets/seal.rules.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import { askAboutChannels, askAboutHistory } from './ask-about-bot.ts'
import { askAboutReceiving } from './ask-about-receiving.ts'
import { findingsOf } from './doctor.rules.ts'
import type { TokenEvidence } from './evidence.ts'

interface Patient {
  organizationId: OrganizationId
  installationId: InstallationId
}

/** Looks into everything that can be wrong with a connection (SL4). An empty list: nothing is. @throws not_found */
export async function diagnose(services: SlackServices, patient: Patient): Promise<FindingView[]> {
  const { organizationId, installationId } = patient
  const { installation, membersLack } = await inOrganization(services.db, organizationId, async (tx) => ({
    installation: await findInstallation(tx, organizationId, installationId),
    membersLack: await listLackingGrants(tx, organizationId, installationId),
  }))
  if (!installation) throw new AtriumError('not_found')
  const { token, evidence } = await askAboutToken(services, { patient, installation })
  const asking = token !== null && evidence.kind === 'works' ? { services, installation, token } : null
  const channels = asking ? await askAboutChannels(asking) : []
  const history = asking ? await askAboutHistory(asking, channels) : { kind: 'not_asked' as const }
  const wantedScopes = botScopes({ postsPublicly: installation.posts_publicly })
  const skewMs = await askTheTime(services)
  const about = { wantedScopes, membersLack, skewMs, channels, history }
  try {
    return findingsOf({ ...about, token: evidence, receiving: await askAboutReceiving(services, installation) })
  } catch (error) {
    if (!(error instanceof SecretUnreadable)) throw error
    return findingsOf({ ...about, token: { kind: 'unreadable', reason: error.message }, receiving: null })
  }
}

async function askAboutToken(
  services: SlackServices,
  { patient, installation }: { patient: Patient; installation: InstallationRow },
): Promise<{ token: string | null; evidence: TokenEvidence }> {
  let token: string | null = null
  try {
    const owner = { kind: 'installation', id: patient.installationId } as const
    token = await slackTokenOf(services, { organizationId: patient.organizationId, owner, reader: 'slack-install' })
    if (!token) return { token, evidence: { kind: 'none', reason: installation.state_reason } }
    const self = await services.slackApi.call(token, (client) => client.auth.test())
    if (installation.state !== 'active') return { token: null, evidence: { kind: 'none', reason: installation.state_reason } }
    if (self.team_id !== installation.team_id) return { token, evidence: { kind: 'of_another_workspace', teamName: self.team ?? '' } }
    return { token, evidence: { kind: 'works', scopes: self.response_metadata?.scopes ?? installation.scopes } }
  } catch (error) {
    if (error instanceof SecretUnreadable) return { token, evidence: { kind: 'unreadable', reason: error.message } }
    if (!(error instanceof SlackCallError)) throw error
    if (token) await noteDeadToken(services, { ...patient, token, failure: error.failure })
    return { token, evidence: { kind: 'refused', failure: error.failure } }
  }
}

/** Our clock less Slack's, by the `Date` of any answer, which the SDK keeps to itself. */
async function askTheTime({ slackApi, clock }: SlackServices): Promise<number | null> {
  try {
    const response = await fetch(`${slackApi.url}api.test`, { method: 'POST', signal: AbortSignal.timeout(5_000) })
    await response.body?.cancel()
    const atMs = Date.parse(response.headers.get('date') ?? '')
    return Number.isNaN(atMs) ? null : clock.now() - atMs
  } catch {
    return null
  }
}
