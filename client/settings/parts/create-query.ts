import { createSignal, onCleanup } from 'solid-js'
import { errorText } from '../../realtime/error-text.ts'
import { useFeed } from '../../realtime/feed.tsx'
import { loadAgainOnceBack } from '../../realtime/load-again-once-back.ts'

/** Fetches when it is made, when asked, after a resync, and when it failed before the connection was back; what was there stays on the screen meanwhile. */
export function createQuery<T>(fetch: () => Promise<T>) {
  const feed = useFeed()
  const [value, setValue] = createSignal<T>()
  const [error, setError] = createSignal('')
  const [loading, setLoading] = createSignal(true)
  let attempt = 0
  const reload = async () => {
    const own = ++attempt
    setLoading(true)
    setError('')
    try {
      const fetched = await fetch()
      if (own === attempt) setValue(() => fetched)
    } catch (thrown) {
      if (own === attempt) setError(errorText(thrown))
    } finally {
      if (own === attempt) setLoading(false)
    }
  }
  feed.refetchOnResync(async () => {
    await reload()
    return Number.POSITIVE_INFINITY
  })
  loadAgainOnceBack(() => error() !== '', reload)
  onCleanup(() => (attempt += 1))
  void reload()
  return { value, error, loading, reload, set: (next: T) => void setValue(() => next) }
}
