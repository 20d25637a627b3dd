import { inOrganization, type Tx } from '@atrium/db/transaction.ts'
import type { BridgeState, ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import {
  newId,
  type ChannelId,
  type ConversationId,
  type ConversationMessageId,
  type MessageId,
  type OrganizationId,
  type PersonId,
  type SpaceId,
} from '@atrium/shared/ids.ts'
import { appendMessageChange } from '../../../chat/append-message-change.ts'
import { MESSAGE_COLUMNS } from '../../../chat/messages.queries.ts'
import { openMentionChannel } from '../../../chat/open-mention-channel.ts'
import { appendConversationMessageChange } from '../../../inbox/append-inbox-change.ts'
import { insertConversationMessage } from '../../../inbox/conversation-messages.queries.ts'
import { aConversation } from '../../../inbox/testing/builders.ts'
import type { Services } from '../../../infra/services.ts'
import { commitInOrganization } from '../../../realtime/commit.ts'
import type { SlackScene } from '../../egress/testing/slack-scene.ts'

interface Author {
  kind: 'member' | 'visitor'
  id: PersonId
  name: string
}

/** A message that one person has written to another, as chat leaves it. */
export function wrote(
  scene: Pick<SlackScene, 'services' | 'organizationId'>,
  from: Author,
  written: { to: { id: PersonId }; text: string },
): Promise<MessageView> {
  const { services, organizationId } = scene
  const nowMs = services.clock.now()
  return commitInOrganization(services, organizationId, async (tx) => {
    const channel = await openMentionChannel(tx, { organizationId, people: [from.id, written.to.id], nowMs })
    return insertMessage(tx, channel, { organizationId, from, text: written.text })
  })
}

/** A message in the chat of a space. */
export function wroteToEverybody(scene: Pick<SlackScene, 'services' | 'organizationId'>, from: Author, text: string): Promise<MessageView> {
  const { services, organizationId } = scene
  const channel: ChannelView = { id: newId<ChannelId>(), kind: 'space', spaceId: newId<SpaceId>() }
  return commitInOrganization(services, organizationId, async (tx) => {
    const row = { organization_id: organizationId, id: channel.id, kind: 'space', space_id: channel.spaceId }
    await tx.insertInto('channel').values(row).execute()
    return insertMessage(tx, channel, { organizationId, from, text })
  })
}

async function insertMessage(
  tx: Tx,
  channel: ChannelView,
  message: { organizationId: OrganizationId; from: Author; text: string },
): Promise<MessageView> {
  const { organizationId, from, text } = message
  const row = await tx
    .insertInto('message')
    .values({
      organization_id: organizationId,
      id: newId<MessageId>(),
      channel_id: channel.id,
      author_kind: from.kind,
      author_id: from.id,
      author_name: from.name,
      text,
      source: 'atrium',
    })
    .returning(MESSAGE_COLUMNS)
    .executeTakeFirstOrThrow()
  return appendMessageChange(tx, channel, row)
}

/** A customer's thread in a Slack channel, as a conversation of the inbox. */
export async function aSlackConversation(scene: SlackScene, at: { channelId: string; threadTs: string }): Promise<ConversationId> {
  const { services, organizationId, installationId } = scene
  const { conversation } = await aConversation(services, organizationId)
  await inOrganization(services.db, organizationId, (tx) =>
    tx
      .insertInto('slack_thread')
      .values({
        organization_id: organizationId,
        channel_id: at.channelId,
        thread_ts: at.threadTs,
        installation_id: installationId,
        conversation_id: conversation.id,
      })
      .execute(),
  )
  return conversation.id
}

/** A reply of an agent, as the inbox leaves it. */
export function replied(
  scene: SlackScene,
  agent: { id: PersonId },
  { conversationId, text }: { conversationId: ConversationId; text: string },
) {
  const { services, organizationId } = scene
  return commitInOrganization(services, organizationId, async (tx) =>
    appendConversationMessageChange(
      tx,
      await insertConversationMessage(tx, {
        organization_id: organizationId,
        id: newId<ConversationMessageId>(),
        conversation_id: conversationId,
        author_kind: 'member',
        author_id: agent.id,
        text,
      }),
    ),
  )
}

export async function bridgeOf(services: Services, organizationId: OrganizationId, entityId: string): Promise<BridgeState | null> {
  return inOrganization(services.db, organizationId, async (tx) => {
    const of = (table: 'message' | 'conversation_message') =>
      tx.selectFrom(table).select('bridge').where('organization_id', '=', organizationId).where('id', '=', entityId).executeTakeFirst()
    const row = (await of('message')) ?? (await of('conversation_message'))
    return (row?.bridge ?? null) as BridgeState | null
  })
}

/** Waits until a message's bridge is in one of these states. */
export async function untilBridged(scene: SlackScene, entityId: string, ...states: BridgeState['state'][]): Promise<BridgeState> {
  for (;;) {
    const bridge = await bridgeOf(scene.services, scene.organizationId, entityId)
    if (bridge && states.includes(bridge.state)) return bridge
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
