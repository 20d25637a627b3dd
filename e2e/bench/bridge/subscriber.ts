import type { MessageId } from '@atrium/shared/ids.ts'
import { socketClient, type SocketClient } from '../atrium/socket-client.ts'

/** Somebody with Atrium open: a stock tRPC client on the socket. */
export interface Subscriber {
  api: SocketClient
}
export interface Read {
  messageId: MessageId
  text: string
  atMs: number
}

/** Resolves once the feed is followed. `onRead` hears of every message the first time that it comes, and each time it comes anew. */
export async function subscribe(url: string, cookie: string, onRead: (read: Read) => void): Promise<Subscriber> {
  const api = socketClient(url, cookie)
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
