import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { revokeAtSlack } from '../install/disconnect.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import type { SlackServices } from '../slack-services.ts'
import { formerLinks, type LinkRow } from './link.queries.ts'
import { removeLink } from './remove-link.ts'

/** Whoever is no longer a member has no link: their token is forgotten here and given back to Slack. @returns how many there were */
export async function endFormerLinks(services: SlackServices, organizationId: OrganizationId): Promise<number> {
  const links = await inOrganization(services.db, organizationId, (tx) => formerLinks(tx, organizationId))
  for (const link of links) await endFormerLink(services, organizationId, link)
  return links.length
}

async function endFormerLink(services: SlackServices, organizationId: OrganizationId, link: LinkRow): Promise<void> {
  const owner = { kind: 'link', id: link.id } as const
  const token = await slackTokenOf(services, { organizationId, owner, reader: 'slack-link' }).catch(() => null)
  const ended = await commitInOrganization(services, organizationId, async (tx) => {
    // They may be back by now, or another node was faster.
    const [former] = await formerLinks(tx, organizationId, link.id)
    if (!former) return false
    const actor = { kind: 'system', organizationId, name: 'slack-link' } as const
    const why = 'no longer a member of the organization'
    await removeLink(tx, services.secrets, { actor, link: former, why, address: null, nowMs: services.clock.now() })
    return true
  })
  if (ended && token) await revokeAtSlack(services, token)
}
