/** The sandbox's time: the real clock (or the one given) plus whatever tests have advanced it by. */
export interface Clock {
  now(): number
  /** Runs `task` once `delayMs` of sandbox time has passed; `advance` makes tasks due at once. Returns a cancel. */
  schedule(delayMs: number, task: () => void): () => void
  advance(ms: number): void
  /** Forgets every task and whatever it has been advanced by. */
  reset(): void
  close(): void
}

/** Node's timers go no further; what is due later is armed again. */
const MAX_TIMEOUT_MS = 2 ** 31 - 1

interface Timer {
  dueMs: number
  task: () => void
  handle: NodeJS.Timeout
}

export function createClock(source: { now(): number } = Date): Clock {
  const timers = new Set<Timer>()
  let offsetMs = 0
  const now = () => source.now() + offsetMs

  const arm = (timer: Timer) => {
    clearTimeout(timer.handle)
    timer.handle = setTimeout(
      () => {
        if (timer.dueMs > now()) return arm(timer)
        timers.delete(timer)
        return timer.task()
      },
      Math.min(MAX_TIMEOUT_MS, Math.max(0, timer.dueMs - now())),
    )
  }

  const forget = () => {
    for (const timer of timers) clearTimeout(timer.handle)
    timers.clear()
  }

  return {
    now,
    schedule(delayMs, task) {
      const timer: Timer = { dueMs: now() + delayMs, task, handle: setTimeout(() => {}, 0) }
      timers.add(timer)
      arm(timer)
      return () => {
        clearTimeout(timer.handle)
        timers.delete(timer)
      }
    },
    advance(ms) {
      offsetMs += ms
      for (const timer of timers) arm(timer)
    },
    reset() {
      forget()
      offsetMs = 0
    },
    close: forget,
  }
}
