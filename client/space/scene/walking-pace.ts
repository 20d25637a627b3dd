import type { Walker } from './walker.ts'

const EVERY_MS = 100
/** A picture that is drawn steps more often than this. */
const DRAWN_MS = 250
/** A tab behind others is called once a second; the server believes this much at once, in steps. */
const MOST_STEPS = 5

/**
 * Walks on where no map is drawn: in the list, on another page, in a tab behind others. `wake` when the walker has somewhere to go;
 * it rests as soon as the walker does.
 */
export function createWalkingPace(walker: Walker): { wake(): void; stop(): void } {
  let timer: ReturnType<typeof setInterval> | null = null
  let wokenAtMs = 0
  const stop = () => {
    if (timer !== null) clearInterval(timer)
    timer = null
  }
  const tick = () => {
    const nowMs = performance.now()
    const pausedMs = nowMs - Math.max(walker.steppedAtMs, wokenAtMs)
    if (pausedMs >= DRAWN_MS || walker.isPaced) {
      const steps = Math.min(MOST_STEPS, Math.max(1, Math.round(pausedMs / EVERY_MS)))
      for (let left = steps - 1; left >= 0; left--) walker.step(EVERY_MS, nowMs - left * EVERY_MS, 'paced')
    }
    if (!walker.busy) stop()
  }
  return {
    wake() {
      if (timer !== null) return
      wokenAtMs = performance.now()
      timer = setInterval(tick, EVERY_MS)
    },
    stop,
  }
}
