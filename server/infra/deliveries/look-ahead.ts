import type { Logger } from '../logger.ts'

export interface LookAhead {
  /** To be called when there is nothing to do. */
  soon(): void
  stop(): Promise<void>
}
export interface LookAheadOptions {
  /** ms until there is something to do; null: nobody knows. */
  look(): Promise<number | null>
  /** Told of what was seen. */
  within(ms: number): void
  /** Between two looks. */
  everyMs: number
  logger: Logger
}

/** Looks for what is to be done next while whoever would do it goes on, at most every `everyMs`: nothing new waits for the look. */
export function createLookAhead({ look, within, everyMs, logger }: LookAheadOptions): LookAhead {
  let timer: NodeJS.Timeout | undefined
  let looking: Promise<void> | undefined
  let lookedAt = -Infinity
  let wanted = false

  function soon(): void {
    wanted = true
    if (timer || looking) return
    timer = setTimeout(() => (looking = lookOnce()), Math.max(0, lookedAt + everyMs - performance.now()))
  }

  async function lookOnce(): Promise<void> {
    timer = undefined
    wanted = false
    try {
      const ms = await look()
      if (ms !== null) within(ms)
    } catch (error) {
      logger.error({ err: error }, 'when the next lane is due could not be read')
    }
    lookedAt = performance.now()
    looking = undefined
    if (wanted) soon()
  }

  return {
    soon,
    async stop() {
      wanted = false
      clearTimeout(timer)
      timer = undefined
      await looking
    },
  }
}
