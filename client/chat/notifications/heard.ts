import { DEFAULT_PREFERENCES, type NotificationKind } from '@atrium/shared/chat/notification-preferences.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { ChangePayloads } from '@atrium/shared/realtime/change.ts'
import type { Feed } from '../../realtime/feed.tsx'
import { kindsOf, type Moment } from './notify.rules.ts'

interface Listener {
  feed: Feed
  me: PersonId
}

/** Why a message that the feed tells of may notify. */
export function kindsHeard({ feed, me }: Listener, { message, unreadFor }: ChangePayloads['chat.messageChanged']): NotificationKind[] {
  const channel = feed.state.channels[message.channelId]?.channel
  const [own, author] = [feed.state.presence[me], feed.state.presence[message.authorId]]
  return channel ? kindsOf({ message, unreadFor, channel, me, own, author }) : []
}

/** What somebody wants now; who may choose nothing has the defaults. */
export function wishesNow({ feed, me }: Listener): Pick<Moment, 'preferences' | 'status' | 'nowMs'> {
  const preferences = feed.state.notificationPreferences ?? DEFAULT_PREFERENCES
  return { preferences, status: feed.state.presence[me]?.status ?? null, nowMs: Date.now() }
}
