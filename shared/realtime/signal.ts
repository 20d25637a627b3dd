import type { ChannelId, ConversationId, MemberId, MessageId, PersonId } from '../ids.ts'
import type { Attending } from '../inbox/attending.ts'

/**
 * What is true for a moment and kept nowhere: it reaches who is connected now and may see it, or nobody. It stands until it is taken
 * back, or until it was not said again for as long as its kind says.
 */
export interface SignalPayloads {
  /** Somebody is writing in a channel, or in a thread of it, or has stopped. */
  'chat.typing': { channelId: ChannelId; threadRootId: MessageId | null; personId: PersonId; name: string; isTyping: boolean }
  /** An agent looks at a conversation, or writes in it, or has stopped. */
  'inbox.attending': { conversationId: ConversationId; memberId: MemberId; doing: Attending; isOn: boolean }
}
export type SignalKind = keyof SignalPayloads
export type Signal = { [K in SignalKind]: { kind: K; payload: SignalPayloads[K] } }[SignalKind]
