import type { ChannelSummary } from '@atrium/shared/chat/views.ts'

/** Mention chats, the one written in last on top. Ids sort by time, so a chat without messages stands where it was opened. */
export function mentionChats(channels: readonly ChannelSummary[]): ChannelSummary[] {
  const stamp = (summary: ChannelSummary): string => summary.lastMessage?.id ?? summary.channel.id
  return channels.filter((summary) => summary.channel.kind === 'mention').sort((one, other) => (stamp(one) < stamp(other) ? 1 : -1))
}
