import type { ChannelView } from './views.ts'

export type PrivateChannel = Extract<ChannelView, { people: readonly unknown[] }>

/** Whether it belongs to certain people alone, and not to whoever may be in a place. */
export function isPrivate(channel: ChannelView): channel is PrivateChannel {
  return channel.kind === 'mention' || channel.kind === 'nearby'
}
