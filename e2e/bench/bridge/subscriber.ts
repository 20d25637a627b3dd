import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { WebSocket } from 'ws'
import type { AppRouter } from '@atrium/server/app/router.ts'
import type { MessageId } from '@atrium/shared/ids.ts'

/** Somebody with Atrium open: a stock tRPC client on the socket. */
export interface Subscriber {
  api: ReturnType<typeof createTRPCClient<AppRouter>>
}
export interface Read {
  messageId: MessageId
  text: string
  atMs: number
}

/** Resolves once the feed is followed. `onRead` hears of every message the first time that it comes, and each time it comes anew. */
export async function subscribe(url: string, cookie: string, onRead: (read: Read) => void): Promise<Subscriber> {
  class OwnSocket extends WebSocket {
    constructor(address: string | URL) {
      super(address, { perMessageDeflate: false, headers: { cookie, origin: url } })
    }
  }
  const client = createWSClient({
    url: `${url.replace('http', 'ws')}/trpc`,
    WebSocket: OwnSocket as unknown as typeof globalThis.WebSocket,
  })
  const api = createTRPCClient<AppRouter>({ links: [wsLink({ client })] })
  await new Promise<void>((resolve, reject) => {
    api.realtime.changes.subscribe(
      {},
      {
        onStarted: () => resolve(),
        onError: reject,
        onData({ data }) {
          const atMs = performance.timeOrigin + performance.now()
          if (data.type !== 'changes') return
          for (const change of data.changes) {
            if (change.kind !== 'chat.messageChanged') continue
            const { id, text } = change.payload.message
            onRead({ messageId: id, text, atMs })
          }
        },
      },
    )
  })
  return { api }
}
