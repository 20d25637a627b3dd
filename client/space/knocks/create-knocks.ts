import { onCleanup } from 'solid-js'
import type { PersonId, RoomId } from '@atrium/shared/ids.ts'
import type { KnockView, PresenceView, SpaceView } from '@atrium/shared/space/views.ts'
import type { Api } from '../../realtime/connection.ts'
import type { Feed } from '../../realtime/feed.tsx'
import type { Announce } from '../../ui/announcer.tsx'
import type { Toasts } from '../../ui/toast.tsx'

/** Knocking at locked rooms, and letting in who knocks (SP4). */
export interface Knocks {
  /** One's own, while it waits. */
  own(): KnockView | undefined
  /** At the room one is in. */
  atMyDoor(): KnockView[]
  knock(roomId: RoomId): void
  stop(): void
  answer(knockId: string, admit: boolean): void
}

interface Parts {
  api: Api
  feed: Feed
  me: PersonId
  own: () => PresenceView | undefined
  space: () => SpaceView | undefined
  goToRoom: (roomId: RoomId) => Promise<void>
  told: (work: Promise<unknown>) => Promise<boolean>
  announce: Announce
  toasts: Toasts
  /** The page says the same, with what to do about it. */
  isSpaceShown: () => boolean
}

export function createKnocks(parts: Parts): Knocks {
  const { api, feed, me, told, announce, toasts } = parts
  const all = () => Object.values(feed.state.knocks)
  const roomName = (roomId: RoomId) => parts.space()?.rooms.find(({ id }) => id === roomId)?.name ?? 'the room'
  const knocks: Knocks = {
    own: () => all().find(({ person }) => person.id === me),
    atMyDoor: () => all().filter(({ person, roomId }) => person.id !== me && roomId === parts.own()?.roomId),
    knock: (roomId) => void told(api.space.knock.mutate({ roomId })),
    stop: () => void told(api.space.stopKnocking.mutate()),
    answer: (knockId, admit) => void told(api.space.answerKnock.mutate({ knockId, admit })),
  }
  const tellOwn = ({ state, roomId }: KnockView) => {
    if (state === 'admitted') void parts.goToRoom(roomId)
    if (state === 'waiting') announce(`You knock at ${roomName(roomId)}.`)
    const words = {
      waiting: null,
      admitted: `You are let in to ${roomName(roomId)}.`,
      refused: `You cannot come in to ${roomName(roomId)} now.`,
      expired: `Nobody has answered your knock at ${roomName(roomId)}.`,
      withdrawn: null,
    }[state]
    if (words !== null) toasts.show(words)
  }
  onCleanup(
    feed.onChange((change) => {
      if (change.kind !== 'space.knockChanged') return
      const { knock } = change.payload
      if (knock.person.id === me) return tellOwn(knock)
      if (knock.state !== 'waiting') return
      const text = `${knock.person.name} knocks at ${roomName(knock.roomId)}.`
      if (parts.isSpaceShown()) return announce(text)
      toasts.show(text, { action: { label: 'Let in', run: () => knocks.answer(knock.id, true) } })
    }),
  )
  return knocks
}
