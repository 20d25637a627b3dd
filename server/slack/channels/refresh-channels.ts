import { inOrganization } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { InstallationId, OrganizationId } from '@atrium/shared/ids.ts'
import type { SlackChannelView } from '@atrium/shared/slack/views.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { presentChannel } from '../present-slack.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { describeFailure } from '../describe-failure.rules.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import { listChannelRows, upsertChannels, type ListedChannel } from './channel.queries.ts'

const PAGE = 200
/** A workspace with more channels than this is listed up to here, and the log says so. */
const MOST_PAGES = 200

/**
 * Asks Slack for every public channel, and every private one that the bot was invited to (SL8). Whom a channel is
 * watched for stays as it is. @throws not_found, slack_refused, slack_unreachable
 */
export async function refreshChannels(
  services: SlackServices,
  { organizationId, installationId }: { organizationId: OrganizationId; installationId: InstallationId },
): Promise<SlackChannelView[]> {
  const token = await slackTokenOf(services, {
    organizationId,
    owner: { kind: 'installation', id: installationId },
    reader: 'slack-install',
  })
  if (!token) throw new AtriumError('not_found', 'This workspace is not connected.')
  const askedAtMs = services.clock.now()
  const channels = await listAtSlack(services, token)
  await commitInOrganization(services, organizationId, (tx) => upsertChannels(tx, organizationId, { installationId, channels, askedAtMs }))
  const rows = await inOrganization(services.db, organizationId, (tx) => listChannelRows(tx, organizationId, installationId))
  return rows.map(presentChannel)
}

async function listAtSlack(services: SlackServices, token: string): Promise<ListedChannel[]> {
  const found = new Map<string, ListedChannel>()
  let cursor = ''
  for (let page = 0; page < MOST_PAGES; page++) {
    const answer = await askSlack(() =>
      services.slackApi.call(token, (client) =>
        client.conversations.list({ types: 'public_channel,private_channel', limit: PAGE, ...(cursor ? { cursor } : {}) }),
      ),
    )
    for (const channel of answer.channels ?? []) if (channel.id) found.set(channel.id, listedChannelOf({ ...channel, id: channel.id }))
    cursor = answer.response_metadata?.next_cursor ?? ''
    if (!cursor) return [...found.values()]
  }
  services.logger.warn({ pages: MOST_PAGES }, 'a workspace has more channels than are listed')
  return [...found.values()]
}

interface SlackChannel {
  id: string
  name?: string
  is_private?: boolean
  is_ext_shared?: boolean
  is_archived?: boolean
  is_member?: boolean
}

export function listedChannelOf(channel: SlackChannel): ListedChannel {
  return {
    channelId: channel.id,
    name: channel.name ?? channel.id,
    isPrivate: channel.is_private ?? false,
    isExtShared: channel.is_ext_shared ?? false,
    isArchived: channel.is_archived ?? false,
    isMember: channel.is_member ?? false,
  }
}

/** Slack's errors in the doctor's words. @throws slack_refused, slack_unreachable */
export async function askSlack<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work()
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    const reached = error.certain && error.failure.kind !== 'unreachable'
    throw new AtriumError(reached ? 'slack_refused' : 'slack_unreachable', describeFailure(error.failure), error)
  }
}
