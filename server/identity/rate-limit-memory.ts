interface Rule {
  /** Seconds. */
  window: number
  max: number
}
interface Consumed {
  allowed: boolean
  /** Seconds until it is allowed again; null when it is allowed now. */
  retryAfter: number | null
}

const SWEPT_EVERY_MS = 60_000

/**
 * Counts requests by address and path for better-auth. Its own memory is one for the whole process, so that servers in one process would
 * use up each other's.
 */
export function createRateLimitMemory(now: () => number = Date.now): { consume(key: string, rule: Rule): Promise<Consumed> } {
  const windows = new Map<string, { count: number; endsAtMs: number }>()
  let sweptAtMs = now()
  const sweep = (nowMs: number) => {
    if (nowMs - sweptAtMs < SWEPT_EVERY_MS) return
    sweptAtMs = nowMs
    for (const [key, { endsAtMs }] of windows) if (endsAtMs <= nowMs) windows.delete(key)
  }
  return {
    async consume(key, { window, max }) {
      const nowMs = now()
      sweep(nowMs)
      const known = windows.get(key)
      const current = known && known.endsAtMs > nowMs ? known : { count: 0, endsAtMs: nowMs + window * 1_000 }
      if (current.count >= max) return { allowed: false, retryAfter: Math.ceil((current.endsAtMs - nowMs) / 1_000) }
      windows.set(key, { ...current, count: current.count + 1 })
      return { allowed: true, retryAfter: null }
    },
  }
}
