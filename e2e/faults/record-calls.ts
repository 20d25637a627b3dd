import type { MadeCall } from './checker.ts'

/**
 * Watches what this process calls at Slack, at the very last place before the network: when each call begins and when its
 * answer is there. @returns what has been seen so far, and the end of it
 */
export function recordCalls(apiUrl: string): { made: MadeCall[]; stop(): void } {
  const made: MadeCall[] = []
  const plain = globalThis.fetch
  globalThis.fetch = async (input, init) => {
    const url = input instanceof Request ? input.url : String(input)
    if (!url.startsWith(apiUrl)) return plain(input, init)
    const owner = new Headers(init?.headers).get('authorization') ?? ''
    const call: MadeCall = { method: url.slice(apiUrl.length), owner, beganMs: performance.now(), answeredMs: null, retryAfterMs: null }
    made.push(call)
    const response = await plain(input, init)
    call.answeredMs = performance.now()
    const seconds = response.status === 429 ? response.headers.get('retry-after') : null
    if (seconds !== null) call.retryAfterMs = Number(seconds) * 1000
    return response
  }
  const stop = () => {
    globalThis.fetch = plain
  }
  return { made, stop }
}
