import { createSignal, onCleanup } from 'solid-js'
import type { PersonId, SpaceId } from '@atrium/shared/ids.ts'
import type { PresenceView, SpaceView } from '@atrium/shared/space/views.ts'
import type { Feed } from '../../realtime/feed.tsx'
import type { Announce } from '../../ui/announcer.tsx'

interface Parts {
  feed: Feed
  me: () => PersonId
  spaceId: () => SpaceId | null
  space: () => SpaceView | undefined
  own: () => PresenceView | undefined
  announce: Announce
  enter: (spaceId: SpaceId) => void
  walkToPerson: (personId: PersonId) => void
}

/** How long somebody is pointed out, in ms. */
const SHOWN_MS = 6_000

/** Going to somebody, or looking where they are, also in another space (SP6). */
export function createSeeking(parts: Parts) {
  const [located, setLocated] = createSignal<PersonId | null>(null)
  let sought: { personId: PersonId; how: 'walk' | 'look' } | null = null
  let timer: ReturnType<typeof setTimeout> | undefined
  onCleanup(() => clearTimeout(timer))
  const presenceOf = (personId: PersonId) => parts.feed.state.presence[personId]
  const find = () => {
    const presence = sought && presenceOf(sought.personId)
    if (!sought || !presence || presence.spaceId !== parts.spaceId()) return
    const { personId, how } = sought
    sought = null
    clearTimeout(timer)
    setLocated(personId)
    timer = setTimeout(() => setLocated(null), SHOWN_MS)
    const room = parts.space()?.rooms.find(({ id }) => id === presence.roomId)?.name
    parts.announce(`${presence.person.name} is ${room ? `in ${room}` : 'on the open floor'}.`)
    if (how === 'walk') parts.walkToPerson(personId)
  }
  return {
    located,
    seek(personId: PersonId, how: 'walk' | 'look'): boolean {
      const presence = presenceOf(personId)
      if (!presence || personId === parts.me()) return false
      sought = { personId, how }
      if (presence.spaceId === parts.spaceId() && parts.own()) find()
      else parts.enter(presence.spaceId)
      return true
    },
    /** One stands in that space now. */
    arrived(spaceId: SpaceId): void {
      if (spaceId === parts.spaceId()) find()
    },
  }
}
