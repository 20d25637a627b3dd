import type { NotificationKind, NotificationPreferences, NotificationWay } from '@atrium/shared/chat/notification-preferences.ts'
import { NOTIFICATION_WAYS } from '@atrium/shared/chat/notification-preferences.ts'
import { mentionTokensOf, type MentionGroup } from '@atrium/shared/chat/message-text.ts'
import { isPrivate } from '@atrium/shared/chat/private-channel.ts'
import type { ChannelSummary, ChannelView, MessageView } from '@atrium/shared/chat/views.ts'
import type { MessageId, PersonId } from '@atrium/shared/ids.ts'
import type { PresenceView, Status } from '@atrium/shared/space/views.ts'
import { isQuietAt } from '@atrium/shared/chat/quiet-hours.rules.ts'

type Message = Pick<MessageView, 'id' | 'authorId' | 'text' | 'threadRootId' | 'alsoInChannel' | 'deletedAt' | 'rev'>
type Place = Pick<PresenceView, 'spaceId' | 'roomId'>

/** A message as the feed has told it to somebody. */
export interface Heard {
  message: Message
  /** Of a reply: whom it concerns. */
  unreadFor?: readonly PersonId[] | undefined
  channel: ChannelView
  me: PersonId
  /** Where they and the author stood when it came; undefined: in no space. */
  own: Place | undefined
  author: Place | undefined
}

/** Why a message may notify somebody: nothing when it is no new one, their own, or a reply that does not concern them. */
export function kindsOf({ message, unreadFor = [], channel, me, own, author }: Heard): NotificationKind[] {
  if (message.authorId === me || message.rev !== 1 || message.deletedAt !== null) return []
  if (isPrivate(channel)) return ['private']
  const { personIds, groups } = mentionTokensOf(message.text)
  const concerned = message.threadRootId !== null && unreadFor.includes(me)
  const inChannel = message.threadRootId === null || message.alsoInChannel
  if (!inChannel && !concerned) return []
  const calls = (group: MentionGroup) => {
    if (group === 'all') return true
    const roomId = channel.kind === 'room' ? channel.roomId : (author?.roomId ?? null)
    const inSpace = own?.spaceId === channel.spaceId
    return group === 'here' ? inSpace : inSpace && roomId !== null && own?.roomId === roomId
  }
  const kinds: NotificationKind[] = []
  if (personIds.includes(me)) kinds.push('name')
  // In a thread alone a group calls nobody.
  if (inChannel && groups.some(calls)) kinds.push('group')
  if (concerned && !personIds.includes(me)) kinds.push('thread')
  return kinds.length > 0 ? kinds : ['place']
}

/** Where the person looks. `chat`: at the very chat or thread; `atrium`: elsewhere in Atrium; `away`: at no tab of it. */
export type Looking = 'chat' | 'atrium' | 'away'

export interface Moment {
  kinds: readonly NotificationKind[]
  preferences: NotificationPreferences
  /** Null: in no space. */
  status: Status | null
  nowMs: number
  looking: Looking
}

/**
 * The one decision whether, and how, a message notifies this person (CH6). Nothing sounds or pops up of what they look at, on do not disturb
 * and in their quiet hours: the unread counts tell it. Whoever looks at Atrium sees it there and needs nothing from the system.
 */
export function waysToNotify({ kinds, preferences, status, nowMs, looking }: Moment): NotificationWay[] {
  if (looking === 'chat' || isHushed({ preferences, status, nowMs })) return []
  const chosen = NOTIFICATION_WAYS.filter((way) => kinds.some((kind) => preferences.ways[way].includes(kind)))
  return looking === 'atrium' ? chosen.filter((way) => way !== 'desktop') : chosen
}

export function isHushed({ preferences: { quietHours }, status, nowMs }: Pick<Moment, 'preferences' | 'status' | 'nowMs'>): boolean {
  return status === 'dnd' || (quietHours !== null && isQuietAt(nowMs, quietHours))
}

/** Whether somebody has still to read a message, here or on any other device. */
export function isUnread({ id, threadRootId, alsoInChannel }: Message, summary: ChannelSummary | undefined): boolean {
  if (!summary) return false
  if (threadRootId !== null && !alsoInChannel) return summary.unreadReplies.some((reply) => reply.id === id)
  return summary.unread > 0 && isAfter(id, summary.readUpTo)
}

function isAfter(id: MessageId, readUpTo: MessageId | null): boolean {
  return readUpTo === null || id > readUpTo
}
