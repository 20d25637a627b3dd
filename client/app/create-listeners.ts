import { DEFAULT_AWAY_MINUTES } from '@atrium/shared/identity/away-minutes.ts'
import { createMessageAnnouncer } from '../chat/announce-messages.ts'
import { createNotifier, type NotifierParts } from '../chat/notifications/create-notifier.ts'
import type { CurrentSpace } from '../space/current-space.tsx'
import { createPresenceAnnouncer } from '../space/announce-presence.ts'
import { createAwayWatch } from '../space/status/create-away-watch.ts'
import type { Announce } from '../ui/announcer.tsx'

export interface ListenerParts extends NotifierParts {
  current: CurrentSpace
  announce: Announce
}

/** What listens beside every page: it tells of messages and people, and of oneself that one is away. A page is drawn before it is there. */
export function createListeners(parts: ListenerParts): void {
  const { feed, me, current, announce } = parts
  createPresenceAnnouncer({ feed, spaceId: current.spaceId, me: () => me, announce })
  createMessageAnnouncer({ feed, me: () => me, announce })
  createNotifier(parts)
  createAwayWatch({
    own: current.own,
    setStatus: current.setStatus,
    awayMinutes: () => feed.state.organization?.awayMinutes ?? DEFAULT_AWAY_MINUTES,
  })
}
