import { createSignal, onCleanup, type Accessor } from 'solid-js'

const TICK_MS = 20_000

/** The time in ms, moving on often enough for "5 min ago". */
export function createClock(): Accessor<number> {
  const [nowMs, setNowMs] = createSignal(Date.now())
  const timer = setInterval(() => setNowMs(Date.now()), TICK_MS)
  onCleanup(() => clearInterval(timer))
  return nowMs
}
