import type { Tx } from '@atrium/db/transaction.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import { isSameBridge } from '@atrium/shared/chat/same-bridge.ts'
import type { BridgeState, MessageView } from '@atrium/shared/chat/views.ts'
import type { ChannelId, MessageId, OrganizationId } from '@atrium/shared/ids.ts'
import type { SystemActor } from '@atrium/shared/identity/actor.ts'
import { appendMessageChange } from './append-message-change.ts'
import { findChannels } from './channels.queries.ts'
import { lockMessages, updateBridges } from './messages.queries.ts'
import { presentMessage, type MessageRow } from './present-chat.ts'

export interface MessageBridge {
  messageId: MessageId
  bridge: BridgeState
}

/**
 * Says where bridged messages are, each named once; saying it again changes nothing, and a tombstone is nowhere.
 * @returns them as they are now. @throws not_found when one does not exist; then nothing is said
 */
export async function setMessageBridges(tx: Tx, { organizationId }: SystemActor, told: readonly MessageBridge[]): Promise<MessageView[]> {
  if (told.length === 0) return []
  const ids = told.map(({ messageId }) => messageId)
  const before = new Map((await lockMessages(tx, organizationId, ids)).map((row) => [row.id, presentMessage(row)]))
  const news = told.filter(({ messageId, bridge }) => {
    const message = before.get(messageId)
    if (!message) throw new AtriumError('not_found')
    return message.deletedAt === null && !isSameBridge(message.bridge, bridge)
  })
  const after = await writeAll(tx, organizationId, news)
  return told.map(({ messageId }) => (after.get(messageId) ?? before.get(messageId)) as MessageView)
}

async function writeAll(tx: Tx, organizationId: OrganizationId, news: readonly MessageBridge[]): Promise<Map<MessageId, MessageView>> {
  if (news.length === 0) return new Map()
  const rows = new Map<string, MessageRow>((await updateBridges(tx, organizationId, news)).map((row) => [row.id, row]))
  const channels = await findChannels(tx, organizationId, [...new Set([...rows.values()].map((row) => row.channel_id as ChannelId))])
  return new Map(
    news.map(({ messageId }) => {
      const row = rows.get(messageId)
      const channel = row && channels.get(row.channel_id as ChannelId)
      if (!row || !channel) throw new AtriumError('not_found')
      return [messageId, appendMessageChange(tx, channel, row)]
    }),
  )
}
