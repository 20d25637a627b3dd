import { inOrganization } from '@atrium/db/transaction.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { readSlackUser } from '../ingress/slack-event.rules.ts'
import { noteDeadToken } from '../install/note-dead-token.ts'
import type { LinkRow } from '../link/link.queries.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import { noteTold, settlePlace, type Told } from './status.queries.ts'

/** Slack tells of a status by itself; this is for those that it has not told. */
const ASK_AGAIN_MS = 15 * 60_000

/** Asks whether a member is active in Slack, which no event tells, and now and then for their status (SP13). */
export async function lookAtStatus(services: SlackServices, link: LinkRow): Promise<void> {
  const organizationId = link.organization_id as OrganizationId
  const installationId = link.installation_id as InstallationId
  const owner = { kind: 'installation', id: installationId } as const
  const token = await slackTokenOf(services, { organizationId, owner, reader: 'slack-status' })
  if (!token) return
  const user = link.slack_user_id
  const nowMs = services.clock.now()
  try {
    const { presence } = await services.slackApi.call(token, (client) => client.users.getPresence({ user }))
    const isDue = (link.status_asked_at?.getTime() ?? 0) < nowMs - ASK_AGAIN_MS
    const answer = isDue ? await services.slackApi.call(token, (client) => client.users.info({ user })) : null
    const status = answer && readSlackUser(answer.user)?.status
    const told: Told = { status, presence: presence === 'active' || presence === 'away' ? presence : null, askedAtMs: isDue ? nowMs : null }
    await commitInOrganization(services, organizationId, (tx) => noteTold(tx, link, told))
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    const { failure } = error
    await noteDeadToken(services, { organizationId, installationId, token, failure })
    if (failure.kind !== 'rate_limited') return
    const lookAt = new Date(nowMs + failure.retryAfterMs)
    await inOrganization(services.db, organizationId, (tx) => settlePlace(tx, link, { look_at: lookAt }))
  }
}
