interface Rounds {
  everyMs: number
  /** Hears what a round threw; the next one comes all the same. */
  failed: (error: unknown) => void
  /** The first one begins at once, and not only after `everyMs`. */
  atOnce?: boolean
}

/** Does something again and again until it is told to stop, one round at a time: while one takes longer, none is begun. `stop` waits for the last. */
export function startRounds(round: () => Promise<unknown>, { everyMs, failed, atOnce = false }: Rounds): { stop(): Promise<void> } {
  let running: Promise<unknown> | null = null
  const begin = () => {
    running ??= round()
      .catch(failed)
      .finally(() => (running = null))
  }
  if (atOnce) begin()
  const timer = setInterval(begin, everyMs)
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}
