import type { Encoder } from '@trpc/server/adapters/ws'

const FEED = 'realtime.changes'

/**
 * tRPC's JSON on the socket, with a turn of our own: a subscription to the feed is told what the client calls it, since the feed writes
 * its frames itself. Binary messages are presence and do not come here.
 */
export const socketEncoder: Encoder = {
  encode: (data) => JSON.stringify(data),
  decode(data) {
    if (typeof data !== 'string') return []
    const parsed: unknown = JSON.parse(data)
    for (const message of Array.isArray(parsed) ? parsed : [parsed]) nameFeed(message)
    return parsed
  },
}

function nameFeed(message: unknown): void {
  if (!isRecord(message) || message.method !== 'subscription' || !isRecord(message.params) || message.params.path !== FEED) return
  const { input } = message.params
  message.params.input = { ...(isRecord(input) ? input : {}), subscriptionId: message.id }
}

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value)
}
