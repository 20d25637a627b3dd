import { createSignal, onCleanup } from 'solid-js'
import type { FeedItem, SequencedChange } from '@atrium/shared/realtime/change.ts'
import type { Signal } from '@atrium/shared/realtime/signal.ts'
import type { Connection } from './connection.ts'
import { errorText } from './error-text.ts'

interface Follower {
  /** Fetches everything anew. @returns the head from which changes are wanted. */
  refetch: () => Promise<number>
  hear: (changes: readonly SequencedChange[]) => void
  hearSignal: (signal: Signal) => void
}

/**
 * The one subscription to the change feed, for as long as the owner lives. After a cut tRPC resumes it by the last id; when
 * too much was missed, or it breaks, everything is fetched anew. `ready`: the first fetch has come; `trouble`: why it has not.
 */
export function followChanges(connection: Connection, follower: Follower) {
  const [ready, setReady] = createSignal(false)
  const [trouble, setTrouble] = createSignal<string | null>(null)
  let stopped = false
  let subscription: { unsubscribe(): void } | undefined
  let timer: ReturnType<typeof setTimeout> | undefined

  const start = async () => {
    connection.dispatch({ type: 'gap' })
    try {
      const head = await follower.refetch()
      if (stopped) return
      subscribe(head)
      setReady(true)
      setTrouble(null)
    } catch (error) {
      setTrouble(`${errorText(error)} Trying again …`)
      startSoon()
    }
  }
  const startSoon = () => {
    clearTimeout(timer)
    if (!stopped) timer = setTimeout(() => void start(), 500 + Math.random() * 1_500)
  }
  const subscribe = (head: number) => {
    subscription?.unsubscribe()
    const observer = { onStarted: caughtUp, onData: (item: { data: FeedItem }) => hear(item.data), onError: startSoon }
    subscription = connection.api.realtime.changes.subscribe({ lastEventId: String(head) }, observer)
  }
  const caughtUp = () => connection.dispatch({ type: 'caughtUp' })
  const hear = (item: FeedItem) => {
    caughtUp()
    if (item.type === 'resync') void start()
    if (item.type === 'changes') follower.hear(item.changes)
    if (item.type === 'signal') follower.hearSignal(item.signal)
  }
  onCleanup(() => {
    stopped = true
    clearTimeout(timer)
    subscription?.unsubscribe()
  })
  void start()
  return { ready, trouble }
}
