import type { SlackEvent } from './slack-event.rules.ts'

export interface Authorization {
  /** On whose behalf the event came. */
  authorizedUserId: string | null
  isBotAuthorization: boolean | null
}

/** The channel of a message, of what became of one, or of a reaction to one; null for events of other kinds. */
export function messageChannelOf(event: SlackEvent): { channelId: string; channelType: string | null } | null {
  if (event.kind === 'message' || event.kind === 'messageChanged') return event.message
  if (event.kind === 'reaction') return { channelId: event.channelId, channelType: null }
  return event.kind === 'messageDeleted' ? event : null
}

/**
 * Whether a message belongs to a conversation that is none of ours: the direct messages of a linked member with others,
 * which reach us because their grant cannot be limited to one. Those are dropped before anything is kept.
 * `isKnown`: a mention chat goes on in that channel. `makesConversation`: our bot is told of a reaction that asks for a conversation.
 */
export function isSomebodysPrivateMessage(
  event: SlackEvent,
  from: Authorization & { botUserId: string; isKnown: boolean; makesConversation: boolean },
): boolean {
  const channel = messageChannelOf(event)
  if (!channel || from.isKnown) return false
  // Other reactions concern us in mention chats alone, and an event of one does not say in what kind of channel it is.
  if (event.kind === 'reaction') return !from.makesConversation
  if (channel.channelType === 'mpim') return true
  if (channel.channelType !== 'im' && !channel.channelId.startsWith('D')) return false
  return !isOfBot(from, from)
}

/** It came on behalf of our bot, and not of a linked member. */
export function isOfBot({ isBotAuthorization, authorizedUserId }: Authorization, { botUserId }: { botUserId: string }): boolean {
  return isBotAuthorization ?? authorizedUserId === botUserId
}
