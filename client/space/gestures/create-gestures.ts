import { createSignal, onCleanup } from 'solid-js'
import { decodePresenceFrame, REACTION, WAVE as WAVE_FRAME } from '@atrium/shared/realtime/presence-frames.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import { WAVE, type Reaction } from '@atrium/shared/space/gestures.ts'
import type { PresenceView, TapView } from '@atrium/shared/space/views.ts'
import type { Connection } from '../../realtime/connection.ts'
import type { Feed } from '../../realtime/feed.tsx'
import type { Announce } from '../../ui/announcer.tsx'
import type { Toasts } from '../../ui/toast.tsx'
import { shownAt } from '../scene/speech.rules.ts'
import { REACTION_NAMES } from './reaction-names.ts'

const SHOWN_MS = 5_000
/** A tap that comes through a cut connection later than this is not worth a start any more. */
const TAP_WORTH_MS = 10 * 60_000

/** What people show for a moment above their avatars, and how one shows something oneself (SP7). */
export interface Gestures {
  /** For a page: the emoji that somebody shows now. */
  shownBy(personId: PersonId): string | undefined
  /** For the map: the same, how visible it is, from 0 to 1, and since when in ms. Null when there is nothing. */
  of(personId: PersonId, nowMs: number): { emoji: string; shown: number; sinceMs: number } | null
  onChanged(listener: () => void): () => void
  react(reaction: Reaction): void
  wave(personId: PersonId): void
  tap(personId: PersonId): void
}

interface Parts {
  connection: Connection
  feed: Feed
  me: PersonId
  own: () => PresenceView | undefined
  present: () => PresenceView[]
  walkToPerson: (personId: PersonId) => void
  told: (work: Promise<unknown>) => Promise<boolean>
  announce: Announce
  toasts: Toasts
}

export function createGestures(parts: Parts): Gestures {
  const { announce, toasts, told } = parts
  const { api } = parts.connection
  const shown = createShown()
  const bySlot = (slot: number) => parts.present().find((presence) => presence.slot === slot)
  const nameOf = (personId: PersonId) => parts.feed.person(personId)?.name ?? 'them'
  const gestures: Gestures = {
    ...shown,
    react: (reaction) => void told(api.space.showReaction.mutate({ reaction })),
    wave: (personId) => void told(api.space.wave.mutate({ personId })).then((done) => done && announce(`You wave at ${nameOf(personId)}.`)),
    tap: (personId) =>
      void told(api.space.tapShoulder.mutate({ personId })).then((done) => {
        if (done) toasts.show(`You have tapped ${nameOf(personId)} on the shoulder.`)
      }),
  }
  const onReaction = (from: PresenceView, reaction: Reaction) => {
    shown.show(from.person.id, reaction)
    const isNear = from.person.id !== parts.me && from.roomId === (parts.own()?.roomId ?? null)
    if (isNear) announce(`${from.person.name}: ${REACTION_NAMES[reaction]}.`)
  }
  const onWave = (from: PresenceView, toSlot: number) => {
    shown.show(from.person.id, WAVE)
    if (bySlot(toSlot)?.person.id !== parts.me) return
    toasts.show(`${from.person.name} waves at you.`, { action: { label: 'Wave back', run: () => gestures.wave(from.person.id) } })
  }
  const onTap = ({ from, to, at }: TapView) => {
    if (to !== parts.me || Date.now() - at > TAP_WORTH_MS) return
    const action = { label: 'Walk to them', run: () => parts.walkToPerson(from.id) }
    toasts.show(`${from.name} taps you on the shoulder.`, { action, lasting: true })
  }
  const stops = [
    parts.connection.onFrame((frame) => {
      // Nearly all of them are positions, which are read elsewhere.
      if (frame[0] !== REACTION && frame[0] !== WAVE_FRAME) return
      const heard = decodePresenceFrame(frame)
      const from = heard && 'slot' in heard ? bySlot(heard.slot) : undefined
      if (!from) return
      if (heard?.kind === 'reaction') onReaction(from, heard.reaction)
      if (heard?.kind === 'wave') onWave(from, heard.toSlot)
    }),
    parts.feed.onChange((change) => {
      if (change.kind === 'space.shoulderTapped') onTap(change.payload.tap)
    }),
  ]
  onCleanup(() => stops.forEach((stop) => stop()))
  return gestures
}

interface Shown {
  emoji: string
  fromMs: number
  untilMs: number
}

/** The last thing that everybody shows, until it is over. */
function createShown() {
  const [all, setAll] = createSignal<ReadonlyMap<PersonId, Shown>>(new Map())
  const listeners = new Set<() => void>()
  const timers = new Set<ReturnType<typeof setTimeout>>()
  const change = (edit: (draft: Map<PersonId, Shown>) => void) => {
    setAll((before) => {
      const draft = new Map(before)
      edit(draft)
      return draft
    })
    listeners.forEach((listener) => listener())
  }
  onCleanup(() => timers.forEach(clearTimeout))
  return {
    show(personId: PersonId, emoji: string) {
      const fromMs = performance.now()
      const made = { emoji, fromMs, untilMs: fromMs + SHOWN_MS }
      change((draft) => draft.set(personId, made))
      const timer = setTimeout(() => {
        timers.delete(timer)
        if (all().get(personId) === made) change((draft) => draft.delete(personId))
      }, SHOWN_MS)
      timers.add(timer)
    },
    shownBy: (personId: PersonId) => all().get(personId)?.emoji,
    of(personId: PersonId, nowMs: number) {
      const known = all().get(personId)
      const visible = known ? shownAt(known, nowMs) : null
      return known && visible !== null ? { emoji: known.emoji, shown: visible, sinceMs: nowMs - known.fromMs } : null
    },
    onChanged(listener: () => void) {
      listeners.add(listener)
      return () => void listeners.delete(listener)
    },
  }
}
