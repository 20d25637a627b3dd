import type { Logger } from '../logger.ts'

export interface Pump {
  start(): void
  /** Works again in so many ms, or sooner. */
  within(ms: number): void
  stop(): Promise<void>
}
export interface PumpOptions {
  /** One round; `more`: another one would find something at once. */
  work(): Promise<{ more: boolean }>
  /** When the next round would find something; null: nobody knows. */
  dueMs(): Promise<number | null>
  pollMs: number
  logger: Logger
}

/** Runs `work` whenever it is asked to and at least every `pollMs`, never twice at once. */
export function createPump({ work, dueMs, pollMs, logger }: PumpOptions): Pump {
  let running: Promise<void> | null = null
  let again = false
  let stopped = true
  let timer: NodeJS.Timeout | undefined
  let timerAt = Infinity

  function arm(ms: number): void {
    const at = performance.now() + Math.max(ms, 0)
    if (stopped || at >= timerAt) return
    clearTimeout(timer)
    timerAt = at
    timer = setTimeout(wake, Math.ceil(Math.max(ms, 0)))
  }

  function wake(): void {
    clearTimeout(timer)
    timerAt = Infinity
    again = true
    running ??= loop().finally(() => {
      running = null
      if (again && !stopped) wake()
    })
  }

  async function loop(): Promise<void> {
    try {
      while (again && !stopped) {
        again = false
        const { more } = await work()
        if (more) again = true
      }
      arm(Math.min(pollMs, (await dueMs()) ?? pollMs))
    } catch (error) {
      logger.error({ err: error }, 'lanes could not be claimed')
      arm(pollMs)
    }
  }

  return {
    start() {
      stopped = false
      wake()
    },
    within(ms) {
      if (stopped) return
      if (ms <= 0) wake()
      else arm(ms)
    },
    async stop() {
      stopped = true
      clearTimeout(timer)
      await running
    },
  }
}
