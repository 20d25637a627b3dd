import { inOrganization } from '@atrium/db/transaction.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { listChannelRows, type ChannelRow } from '../channels/channel.queries.ts'
import type { InstallationRow } from '../install/installation.queries.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import type { ChannelEvidence, HistoryEvidence } from './evidence.ts'
import { notificationsOf } from '../surfaces/cards/notifications.rules.ts'

/** Slack is asked about as many channels as this; who watches more learns of the others when these are right. */
const MOST_CHANNELS = 20
/** More than a restricted app gets. */
const HISTORY_PAGE = 100
/** Restricted apps wait about a minute; who merely asks a lot waits for seconds. */
const RESTRICTED_WAIT_MS = 30_000

interface Asking {
  services: SlackServices
  installation: InstallationRow
  token: string
}

/** The default channel and the watched ones, as Slack sees them now. */
export async function askAboutChannels({ services, installation, token }: Asking): Promise<ChannelEvidence[]> {
  const wanted = await wantedChannels(services, installation)
  return Promise.all(
    wanted.map(async (row): Promise<ChannelEvidence> => {
      const of = { channelId: row.channel_id, name: row.name, isPrivate: row.is_private, isWatched: row.customer_id !== null }
      try {
        const { channel } = await services.slackApi.call(token, (client) => client.conversations.info({ channel: row.channel_id }))
        return { ...of, at: { kind: 'found', isMember: channel?.is_member ?? false, isArchived: channel?.is_archived ?? false } }
      } catch (error) {
        if (!(error instanceof SlackCallError)) throw error
        return { ...of, at: { kind: error.failure.error === 'channel_not_found' ? 'refused' : 'not_asked' } }
      }
    }),
  )
}

async function wantedChannels(
  services: SlackServices,
  installation: InstallationRow,
): Promise<Pick<ChannelRow, 'channel_id' | 'name' | 'is_private' | 'customer_id'>[]> {
  const organizationId = installation.organization_id as OrganizationId
  const told = notificationsOf(installation).flatMap(({ on, channelId }) => (on && channelId !== null ? [channelId] : []))
  const chosenIds = [...new Set([installation.default_channel_id ?? [], told].flat())]
  const rows = await inOrganization(services.db, organizationId, (tx) => listChannelRows(tx, organizationId, installation.id as never))
  const watched = rows.filter((row) => row.customer_id !== null && !chosenIds.includes(row.channel_id))
  const chosen = chosenIds.map(
    (id) => rows.find((row) => row.channel_id === id) ?? { channel_id: id, name: id, is_private: false, customer_id: null },
  )
  return [...chosen, ...watched].slice(0, MOST_CHANNELS)
}

/**
 * Whether Slack restricts reading back, tried in a channel that the bot is in: a page that is cut short, or a second call
 * that has to wait. What reconciling has learnt already is not tried again.
 */
export async function askAboutHistory({ services, installation, token }: Asking, channels: ChannelEvidence[]): Promise<HistoryEvidence> {
  if (installation.history_restricted_at) return { kind: 'capped' }
  const readable = channels.find(({ at }) => at.kind === 'found' && at.isMember && !at.isArchived)
  if (!readable) return { kind: 'not_asked' }
  const read = () =>
    services.slackApi.call(token, (client) => client.conversations.history({ channel: readable.channelId, limit: HISTORY_PAGE }))
  try {
    const { messages = [], has_more: hasMore } = await read()
    if (hasMore) return { kind: messages.length < HISTORY_PAGE ? 'capped' : 'full' }
    await read()
    return { kind: 'full' }
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    const { failure } = error
    return failure.kind === 'rate_limited' && failure.retryAfterMs >= RESTRICTED_WAIT_MS
      ? { kind: 'limited', retryAfterMs: failure.retryAfterMs }
      : { kind: 'not_asked' }
  }
}
