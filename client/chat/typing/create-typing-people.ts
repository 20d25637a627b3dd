import { onCleanup } from 'solid-js'
import { createStore, produce } from 'solid-js/store'
import { TYPING_OVER_MS } from '@atrium/shared/chat/typing.ts'
import type { PersonId } from '@atrium/shared/ids.ts'
import type { Change } from '@atrium/shared/realtime/change.ts'
import type { Signal } from '@atrium/shared/realtime/signal.ts'
import { spotKey, type ChatSpot } from '../chat-spot.ts'

export interface TypingPeopleParts {
  me: () => PersonId
  onSignal(listener: (signal: Signal) => void): () => void
  onChange(listener: (change: Change) => void): () => void
}
/** Who types where, in the order in which they began. */
export type TypingPeople = (spot: ChatSpot) => { personId: PersonId; name: string }[]

interface Typist {
  personId: PersonId
  name: string
}

/** Others who type, until they are said to have stopped, their message is here, or they were not heard of for a while. */
export function createTypingPeople({ me, onSignal, onChange }: TypingPeopleParts): TypingPeople {
  const [spots, setSpots] = createStore<Record<string, Typist[]>>({})
  const timers = new Map<string, ReturnType<typeof setTimeout>>()

  const forget = (spot: string, personId: PersonId) => {
    const key = `${spot} ${personId}`
    clearTimeout(timers.get(key))
    if (!timers.delete(key)) return
    setSpots(
      produce((draft) => {
        const left = (draft[spot] ?? []).filter((typist) => typist.personId !== personId)
        if (left.length > 0) draft[spot] = left
        else delete draft[spot]
      }),
    )
  }
  const remember = (spot: string, typist: Typist) => {
    const key = `${spot} ${typist.personId}`
    const isNew = !timers.has(key)
    clearTimeout(timers.get(key))
    timers.set(
      key,
      setTimeout(() => forget(spot, typist.personId), TYPING_OVER_MS),
    )
    if (isNew) setSpots(produce((draft) => void (draft[spot] ??= []).push(typist)))
  }

  const stopSignals = onSignal((signal) => {
    if (signal.kind !== 'chat.typing') return
    const { personId, name, isTyping } = signal.payload
    if (personId === me()) return
    const spot = spotKey(signal.payload)
    if (isTyping) remember(spot, { personId, name })
    else forget(spot, personId)
  })
  const stopChanges = onChange((change) => {
    if (change.kind !== 'chat.messageChanged') return
    const { message } = change.payload
    if (message.rev === 1) forget(spotKey(message), message.authorId)
  })
  onCleanup(() => {
    stopSignals()
    stopChanges()
    timers.forEach(clearTimeout)
  })
  return (spot) => spots[spotKey(spot)] ?? []
}
