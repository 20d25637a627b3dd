import { AtriumError } from '@atrium/shared/errors.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import type { InstallationId } from '@atrium/shared/ids.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { revokeAtSlack } from '../install/disconnect.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import type { SlackServices } from '../slack-services.ts'
import { clearPlace } from '../status/show-place.ts'
import { findLink } from './link.queries.ts'
import { removeLink } from './remove-link.ts'

/** A member takes their link back, and with it what they allowed us in Slack. @throws not_found */
export async function unlink(
  services: SlackServices,
  { actor, installationId, address }: { actor: MemberActor; installationId: InstallationId; address: string },
): Promise<void> {
  const { organizationId, personId: memberId } = actor
  const link = await inOrganization(services.db, organizationId, (tx) => findLink(tx, organizationId, { installationId, memberId }))
  if (!link) throw new AtriumError('not_found')
  const owner = { kind: 'link', id: link.id } as const
  const token = await slackTokenOf(services, { organizationId, owner, reader: 'slack-link' }).catch(() => null)
  await commitInOrganization(services, organizationId, (tx) =>
    removeLink(tx, services.secrets, { actor, link, why: 'unlinked by the member', address, nowMs: services.clock.now() }),
  )
  if (!token) return
  await clearPlace(services, token, link)
  await revokeAtSlack(services, token)
}
