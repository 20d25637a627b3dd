import { onCleanup } from 'solid-js'
import { createStore, produce } from 'solid-js/store'
import type { ConversationId, MemberId } from '@atrium/shared/ids.ts'
import { ATTENDING_OVER_MS, type Attending } from '@atrium/shared/inbox/attending.ts'
import type { Change } from '@atrium/shared/realtime/change.ts'
import type { Signal } from '@atrium/shared/realtime/signal.ts'

export interface AttendingParts {
  me: () => MemberId
  onSignal(listener: (signal: Signal) => void): () => void
  onChange(listener: (change: Change) => void): () => void
}
export interface AttendingAgents {
  /** Other agents who do so, in the order in which they began. */
  of(conversationId: ConversationId, doing: Attending): MemberId[]
  /** Hears of whoever begins to look at a conversation. @returns stops. */
  onNewcomer(listener: (conversationId: ConversationId) => void): () => void
}

/** Who else looks at conversations and writes in them, until they are said to have stopped, or were not heard of for a while. */
export function createAttending({ me, onSignal, onChange }: AttendingParts): AttendingAgents {
  const [agents, setAgents] = createStore<Record<string, MemberId[]>>({})
  const timers = new Map<string, ReturnType<typeof setTimeout>>()
  const listeners = new Set<(conversationId: ConversationId) => void>()
  const keyOf = (conversationId: ConversationId, doing: Attending) => `${doing} ${conversationId}`

  const forget = (key: string, memberId: MemberId) => {
    clearTimeout(timers.get(`${key} ${memberId}`))
    if (!timers.delete(`${key} ${memberId}`)) return
    setAgents(
      produce((draft) => {
        const left = (draft[key] ?? []).filter((other) => other !== memberId)
        if (left.length > 0) draft[key] = left
        else delete draft[key]
      }),
    )
  }
  /** @returns whether they were not known. */
  const remember = (key: string, memberId: MemberId): boolean => {
    const known = timers.get(`${key} ${memberId}`)
    clearTimeout(known)
    const over = setTimeout(() => forget(key, memberId), ATTENDING_OVER_MS)
    timers.set(`${key} ${memberId}`, over)
    if (!known) setAgents(produce((draft) => void (draft[key] ??= []).push(memberId)))
    return !known
  }
  const stopSignals = onSignal((signal) => {
    if (signal.kind !== 'inbox.attending' || signal.payload.memberId === me()) return
    const { conversationId, memberId, doing, isOn } = signal.payload
    if (!isOn) forget(keyOf(conversationId, doing), memberId)
    else if (remember(keyOf(conversationId, doing), memberId) && doing === 'viewing')
      listeners.forEach((listener) => listener(conversationId))
  })
  const stopChanges = onChange((change) => {
    if (change.kind !== 'inbox.messageChanged') return
    const { author, conversationId, rev } = change.payload.message
    if (author.kind === 'member' && rev === 1) forget(keyOf(conversationId, 'writing'), author.id)
  })
  onCleanup(() => {
    stopSignals()
    stopChanges()
    timers.forEach((timer) => clearTimeout(timer))
  })
  return {
    of: (conversationId, doing) => agents[keyOf(conversationId, doing)] ?? [],
    onNewcomer(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
  }
}
