import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { setTimeout as sleep } from 'node:timers/promises'
import { WebSocket } from 'ws'
import type { FeedItem, SequencedChange } from '@atrium/shared/realtime/change.ts'
import type { AppRouter } from '../router.ts'

/** What a browser's socket sends along. */
function socketAs(cookie: string, origin: string): typeof globalThis.WebSocket {
  class Socket extends WebSocket {
    constructor(address: string | URL) {
      super(address, { headers: { cookie, origin }, perMessageDeflate: false })
    }
  }
  return Socket as unknown as typeof globalThis.WebSocket
}

export interface FeedReader {
  items: { id: number; data: FeedItem }[]
  changes(): SequencedChange[]
  closeCodes: (number | undefined)[]
  errors: unknown[]
  /** Cuts the connection as a lost network would; the client comes back by itself. */
  cut(): void
  until(done: (reader: FeedReader) => boolean): Promise<void>
  close(): Promise<void>
}

/** tRPC's own client, as it comes, on the feed. */
export function readFeed(url: string, cookie: string, after: number | null = null): FeedReader {
  const reader: Omit<FeedReader, 'cut' | 'until' | 'close' | 'changes'> = { items: [], closeCodes: [], errors: [] }
  const client = createWSClient({
    url: `${url.replace('http', 'ws')}/trpc`,
    WebSocket: socketAs(cookie, url),
    retryDelayMs: () => 50,
    onClose: (cause) => reader.closeCodes.push(cause?.code),
  })
  const api = createTRPCClient<AppRouter>({ links: [wsLink({ client })] })
  const subscription = api.realtime.changes.subscribe(
    { lastEventId: after === null ? null : String(after) },
    { onData: (item) => reader.items.push({ id: Number(item.id), data: item.data }), onError: (error) => reader.errors.push(error) },
  )
  const whole: FeedReader = {
    ...reader,
    changes: () => reader.items.flatMap(({ data }) => (data.type === 'changes' ? data.changes : [])),
    cut: () => (client.connection?.ws as unknown as WebSocket | undefined)?.terminate(),
    until: (done) => eventually(() => done(whole)),
    async close() {
      subscription.unsubscribe()
      await client.close()
    },
  }
  return whole
}

/** @throws when it has not come about within 30 s. */
export async function eventually(check: () => boolean | Promise<boolean>): Promise<void> {
  for (let attempt = 0; attempt < 1_500; attempt++) {
    if (await check()) return
    await sleep(20)
  }
  throw new Error('it did not come about')
}
