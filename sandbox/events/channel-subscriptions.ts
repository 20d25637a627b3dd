import type { Channel, ChannelKind } from '../world/types.ts'
import type { EventKind } from './event-kinds.ts'

interface KindFacts {
  /** `channel_type` inside message events. */
  channelType: string
  messageSubscription: EventKind
  historyScope: string
  readScope: string
  /** `channel_type` inside membership events. */
  letter: string
}

/** What Slack calls the same thing for each kind of channel. @see https://docs.slack.dev/reference/events/message */
export const KIND_FACTS: Record<ChannelKind, KindFacts> = {
  public: {
    channelType: 'channel',
    messageSubscription: 'message.channels',
    historyScope: 'channels:history',
    readScope: 'channels:read',
    letter: 'C',
  },
  private: {
    channelType: 'group',
    messageSubscription: 'message.groups',
    historyScope: 'groups:history',
    readScope: 'groups:read',
    letter: 'G',
  },
  im: { channelType: 'im', messageSubscription: 'message.im', historyScope: 'im:history', readScope: 'im:read', letter: 'D' },
  mpim: { channelType: 'mpim', messageSubscription: 'message.mpim', historyScope: 'mpim:history', readScope: 'mpim:read', letter: 'G' },
}

export const kindFacts = (channel: Channel): KindFacts => KIND_FACTS[channel.kind]
