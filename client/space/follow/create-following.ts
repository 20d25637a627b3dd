import { createEffect, createMemo, on, onCleanup } from 'solid-js'
import { unwrap } from 'solid-js/store'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { PresenceView, SpaceView } from '@atrium/shared/space/views.ts'
import type { Api } from '../../realtime/connection.ts'
import type { Announce } from '../../ui/announcer.tsx'
import type { Toasts } from '../../ui/toast.tsx'
import type { Interest } from '../scene/interest.ts'
import type { Positions } from '../scene/positions.ts'
import type { Walker } from '../scene/walker.ts'
import { followStep, mayComeAlong } from './follow.rules.ts'
import { whileChosenTab } from './while-chosen-tab.ts'

const LOOK_EVERY_MS = 250

/** Walking after somebody, and being walked after (SP7). */
export interface Following {
  /** After whom one walks. */
  whom(): PresenceView | undefined
  /** Who walks after oneself. */
  followers(): PresenceView[]
  follow(personId: PersonId): void
  /** Does nothing when one follows nobody. */
  stop(): void
  shakeOff(personId: PersonId): void
}

interface Parts {
  api: Api
  me: PersonId
  space: () => SpaceView | undefined
  own: () => PresenceView | undefined
  present: () => PresenceView[]
  positions: Positions
  interest: Interest
  walker: Walker
  /** The walker has somewhere to go. */
  started: () => void
  told: (work: Promise<unknown>) => Promise<boolean>
  announce: Announce
  toasts: Toasts
  /** The page says the same, with what to do about it. */
  isSpaceShown: () => boolean
}

export function createFollowing(parts: Parts): Following {
  const { api, me, told } = parts
  let ended: PersonId | null = null
  const presenceOf = (personId: PersonId | null | undefined) => parts.present().find(({ person }) => person.id === personId)
  const whom = createMemo(() => presenceOf(parts.own()?.following))
  const followers = createMemo(() => parts.present().filter(({ following }) => following === me))
  const following: Following = {
    whom,
    followers,
    follow: (personId) => void told(api.space.followPerson.mutate({ personId })),
    stop() {
      const id = whom()?.person.id
      if (id === undefined || id === ended) return
      ended = id
      parts.walker.halt()
      void told(api.space.stopFollowing.mutate())
    },
    shakeOff: (personId) => void told(api.space.shakeOff.mutate({ personId })),
  }
  const onKeyDown = (event: KeyboardEvent) => {
    if (event.key !== 'Escape' || event.defaultPrevented || isTypedInto(event.target)) return
    following.stop()
  }
  addEventListener('keydown', onKeyDown)
  onCleanup(() => removeEventListener('keydown', onKeyDown))
  createEffect(
    on(
      () => whom()?.person.id,
      (id, before) => {
        tellOwn(parts, { now: whom()?.person.name, before, byOneself: before === ended })
        ended = null
        if (id !== undefined) onCleanup(whileChosenTab(`follow ${me}`, () => walkAfter(parts, whom)))
        return id
      },
    ),
  )
  createEffect(on(() => whom()?.slot ?? null, parts.interest.watch))
  tellOfFollowers(parts, following)
  return following
}

/** @returns stops. */
function walkAfter(parts: Parts, whom: () => PresenceView | undefined): () => void {
  const look = () => {
    const [them, own, space] = [whom(), parts.own(), parts.space()]
    if (!them || !own || !space) return
    const { walker } = parts
    if (!mayComeAlong(unwrap(space), parts.present(), { own, them })) return walker.halt()
    const place = parts.positions.lastOf(them)
    // Asked for already: one looks after whom one follows.
    if (!place) return
    const step = followStep({ me: walker.position, them: place, goal: walker.path.at(-1) ?? null })
    if (step.do === 'stay') walker.halt()
    if (step.do !== 'walk') return
    if (!walker.walkTo(step.to)) walker.walkTo(place)
    parts.started()
  }
  const timer = setInterval(look, LOOK_EVERY_MS)
  look()
  return () => {
    clearInterval(timer)
    parts.walker.halt()
  }
}

function tellOwn(parts: Parts, told: { now: string | undefined; before: PersonId | undefined; byOneself: boolean }): void {
  if (told.now !== undefined) return parts.announce(`You follow ${told.now}. Escape ends it.`)
  if (told.before === undefined) return
  if (told.byOneself) parts.announce('You follow nobody any more.')
  else parts.toasts.show('You follow nobody any more: they have left or have shaken you off.')
}

function tellOfFollowers({ announce, toasts, isSpaceShown }: Parts, following: Following): void {
  createEffect(
    on(following.followers, (now, before) => {
      const known = new Set(before?.map(({ person }) => person.id))
      for (const { person } of now) {
        if (known.has(person.id)) continue
        const text = `${person.name} follows you.`
        if (isSpaceShown()) announce(text)
        else toasts.show(text, { action: { label: 'Shake off', run: () => following.shakeOff(person.id) } })
      }
      return now
    }),
  )
}

function isTypedInto(target: EventTarget | null): boolean {
  return (
    target instanceof HTMLElement &&
    (target.isContentEditable || target.matches('input, textarea, select, [role="dialog"] *, [role="menu"] *'))
  )
}
