import type { ChannelSummary } from '@atrium/shared/chat/views.ts'

/** Chats of certain people, nearby ones once something was said there; the one written in last on top. Ids sort by time, so a chat without messages stands where it was opened. */
export function privateChats(channels: readonly ChannelSummary[]): ChannelSummary[] {
  const stamp = (summary: ChannelSummary): string => summary.lastMessage?.id ?? summary.channel.id
  const isShown = ({ channel, lastMessage }: ChannelSummary) =>
    channel.kind === 'mention' || (channel.kind === 'nearby' && lastMessage !== null)
  return channels.filter(isShown).sort((one, other) => (stamp(one) < stamp(other) ? 1 : -1))
}
