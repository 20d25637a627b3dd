import type { FetchFunction } from '@slack/web-api'

/** A call that was stopped on our side: Slack has asked not to be called yet. */
export class TooEarly extends Error {
  readonly leftMs: number
  constructor(leftMs: number) {
    super(`Slack wants to be left alone for another ${Math.ceil(leftMs)} ms`)
    this.name = 'TooEarly'
    this.leftMs = leftMs
  }
}

/**
 * The last moment before a call goes out. Many are prepared at once, and a 429 to one of them is the answer to all that
 * have not left yet: those of the same method are stopped here, with `TooEarly`, until the time is up.
 */
export function heedingRetryAfter(call: FetchFunction, nowMs: () => number = () => performance.now()): FetchFunction {
  const closedUntil = new Map<string, number>()
  return async (url, init) => {
    const method = new URL(url).pathname
    const leftMs = (closedUntil.get(method) ?? 0) - nowMs()
    if (leftMs > 0) throw new TooEarly(leftMs)
    const response = await call(url, init)
    const seconds = response.status === 429 ? Number(response.headers.get('retry-after')) : 0
    if (seconds > 0) closedUntil.set(method, Math.max(closedUntil.get(method) ?? 0, nowMs() + seconds * 1000))
    return response
  }
}
