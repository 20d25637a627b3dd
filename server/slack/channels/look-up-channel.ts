import { inOrganization } from '@atrium/db/transaction.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { noteDeadToken } from '../install/note-dead-token.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { SlackCallError } from '../slack-api.ts'
import type { SlackFailure } from '../slack-failure.rules.ts'
import type { SlackServices } from '../slack-services.ts'
import { findChannelRow, upsertChannels } from './channel.queries.ts'
import { settleLookup, type ChannelToLookUp } from './lookup.queries.ts'
import { pauseAfterLookup } from './lookup.rules.ts'
import { listedChannelOf } from './refresh-channels.ts'

/** Asks Slack what a channel is called, and whether it is private or shared (SL8). @returns whether that is known now */
export async function lookUpChannel(services: SlackServices, channel: ChannelToLookUp): Promise<boolean> {
  const { organizationId, installationId, channelId } = channel
  const owner = { kind: 'installation', id: installationId } as const
  const token = await slackTokenOf(services, { organizationId, owner, reader: 'slack-channels' })
  if (!token) return false
  const askedAtMs = services.clock.now()
  const later = (failure: SlackFailure) => {
    const pauseMs = pauseAfterLookup(failure, channel.failures)
    return { nextAtMs: pauseMs === null ? null : services.clock.now() + pauseMs, failures: channel.failures + 1 }
  }
  try {
    const { channel: said } = await services.slackApi.call(token, (client) => client.conversations.info({ channel: channelId }))
    const channels = said ? [listedChannelOf({ ...said, id: channelId })] : []
    return await commitInOrganization(services, organizationId, async (tx) => {
      await upsertChannels(tx, organizationId, { installationId, channels, askedAtMs })
      const row = await findChannelRow(tx, organizationId, channel)
      const known = row?.lookup_at === null
      // An event came meanwhile, and what Slack has answered may be older.
      if (!known) await settleLookup(tx, channel, later({ kind: 'uncertain', error: 'overtaken' }))
      return known
    })
  } catch (error) {
    if (!(error instanceof SlackCallError)) throw error
    await noteDeadToken(services, { organizationId, installationId, token, failure: error.failure })
    await inOrganization(services.db, organizationId, (tx) => settleLookup(tx, channel, later(error.failure)))
    return false
  }
}
