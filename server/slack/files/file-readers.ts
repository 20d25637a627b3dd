import { sql } from 'kysely'
import type { Tx } from '@atrium/db/transaction.ts'
import type { TokenOwner } from '../secrets/slack-token.ts'
import type { Fetch } from './fetch.queries.ts'

export interface FileReaders {
  /** The workspace is connected. */
  isConnected: boolean
  /** In the order in which they are tried. */
  owners: TokenOwner[]
}

/** The direct message of two people is seen by the two alone, so their own tokens read what is in it; elsewhere our bot's does. */
export async function findFileReaders(tx: Tx, { organizationId, installationId, channelId }: Fetch): Promise<FileReaders> {
  const installation = await tx
    .selectFrom('slack_installation')
    .select('state')
    .where('organization_id', '=', organizationId)
    .where('id', '=', installationId)
    .executeTakeFirst()
  const isConnected = installation?.state === 'active'
  const direct = await tx
    .selectFrom('slack_direct')
    .select(['kind', 'lane_key'])
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('slack_channel_id', '=', channelId)
    .executeTakeFirst()
  if (direct?.kind !== 'person') return { isConnected, owners: [{ kind: 'installation', id: installationId }] }
  const links = await tx
    .selectFrom('slack_link')
    .select('id')
    .where('organization_id', '=', organizationId)
    .where('installation_id', '=', installationId)
    .where('slack_user_id', 'in', direct.lane_key.split(':').slice(1))
    .where(sql<boolean>`'files:read' = any(scopes)`)
    .orderBy('linked_at')
    .execute()
  return { isConnected, owners: links.map(({ id }) => ({ kind: 'link', id })) }
}
