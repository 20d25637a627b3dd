import { foreignAuthor, presentInChannel, presentMessage } from '../present/present-message.ts'
import { nextEventTs } from '../world/timestamps.ts'
import type { Channel, Json, Message } from '../world/types.ts'
import type { World } from '../world/world.ts'
import { kindFacts } from './channel-subscriptions.ts'

const emitInChannel = (world: World, channel: Channel, event: (teamId: string) => Json): void => {
  const { messageSubscription, historyScope } = kindFacts(channel)
  world.emit({
    subscription: messageSubscription,
    scopes: [historyScope],
    teamIds: channel.teamIds,
    channelId: channel.id,
    event,
  })
}

/** Reactions and reply counts are of the stored message; the event of a new one has none yet. */
const asEvent = (world: World, message: Message, teamId: string): Json =>
  presentMessage(world, message, { teamId, withMetadata: world.settings.metadata_in_events })

/** @see https://docs.slack.dev/reference/events/message */
export function announceMessage(world: World, channel: Channel, message: Message): void {
  const { channelType } = kindFacts(channel)
  emitInChannel(world, channel, (teamId) => ({
    ...presentInChannel(world, message, { teamId, withMetadata: world.settings.metadata_in_events }),
    channel: channel.id,
    event_ts: message.ts,
    channel_type: channelType,
  }))
  announceMentions(world, channel, message)
}

/** @see https://docs.slack.dev/reference/events/app_mention */
function announceMentions(world: World, channel: Channel, message: Message): void {
  if (channel.kind === 'im' || message.subtype?.startsWith('channel_')) return
  for (const [, userId] of message.text.matchAll(/<@(U[A-Z0-9]+)(?:\|[^>]*)?>/g)) {
    const mentioned = world.users.get(userId ?? '')
    if (!mentioned?.appId || mentioned.id === message.authorId) continue
    world.emit({
      subscription: 'app_mention',
      scopes: ['app_mentions:read'],
      teamIds: [mentioned.teamId],
      channelId: channel.id,
      onlyAppId: mentioned.appId,
      event: (teamId) => {
        const { subtype: _subtype, metadata: _metadata, ...event } = asEvent(world, message, teamId)
        return { ...event, type: 'app_mention', channel: channel.id, event_ts: message.ts }
      },
    })
  }
}

/** @see https://docs.slack.dev/reference/events/message/message_changed */
export function announceEdit(world: World, channel: Channel, previous: Message, message: Message): void {
  const ts = nextEventTs(world)
  const { channelType } = kindFacts(channel)
  emitInChannel(world, channel, (teamId) => ({
    type: 'message',
    subtype: 'message_changed',
    message: { ...asEvent(world, message, teamId), ...teamsOf(message) },
    previous_message: asEvent(world, previous, teamId),
    channel: channel.id,
    hidden: true,
    ts,
    event_ts: ts,
    channel_type: channelType,
  }))
}

const teamsOf = (message: Message): Json => (message.isTombstone ? {} : { source_team: message.teamId, user_team: message.teamId })

/** @see https://docs.slack.dev/reference/events/message/message_deleted */
export function announceDeletion(world: World, channel: Channel, message: Message): void {
  const ts = nextEventTs(world)
  const { channelType } = kindFacts(channel)
  emitInChannel(world, channel, (teamId) => ({
    type: 'message',
    subtype: 'message_deleted',
    previous_message: { ...asEvent(world, message, teamId), ...foreignAuthor(world, message, teamId) },
    channel: channel.id,
    hidden: true,
    deleted_ts: message.ts,
    ts,
    event_ts: ts,
    channel_type: channelType,
  }))
}

/** @see https://docs.slack.dev/reference/events/reaction_added */
export function announceReaction(world: World, message: Message, reaction: { user: string; name: string; added: boolean }): void {
  const channel = world.channels.get(message.channelId)
  if (!channel) return
  const event = {
    type: reaction.added ? ('reaction_added' as const) : ('reaction_removed' as const),
    user: reaction.user,
    reaction: reaction.name,
    item: { type: 'message', channel: channel.id, ts: message.ts },
    item_user: message.authorId,
    event_ts: nextEventTs(world),
  }
  world.emit({
    subscription: event.type,
    scopes: ['reactions:read'],
    teamIds: channel.teamIds,
    channelId: channel.id,
    event: () => event,
  })
}

/** @see https://docs.slack.dev/reference/events/file_shared */
export function announceFileShared(world: World, channel: Channel, file: { id: string; userId: string }): void {
  const event = {
    type: 'file_shared' as const,
    file_id: file.id,
    user_id: file.userId,
    file: { id: file.id },
    channel_id: channel.id,
    event_ts: nextEventTs(world),
  }
  world.emit({ subscription: 'file_shared', scopes: ['files:read'], teamIds: channel.teamIds, channelId: channel.id, event: () => event })
}
