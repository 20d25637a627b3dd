import { createTRPCClient, createWSClient, wsLink } from '@trpc/client'
import { WebSocket } from 'ws'
import type { AppRouter } from '@atrium/server/app/router.ts'

/** A stock tRPC client on Atrium's socket, as somebody who is signed in. */
export function socketClient(url: string, cookie: string) {
  class OwnSocket extends WebSocket {
    constructor(address: string | URL) {
      super(address, { perMessageDeflate: false, headers: { cookie, origin: url } })
    }
  }
  const client = createWSClient({
    url: `${url.replace('http', 'ws')}/trpc`,
    WebSocket: OwnSocket as unknown as typeof globalThis.WebSocket,
  })
  return createTRPCClient<AppRouter>({ links: [wsLink({ client })] })
}
export type SocketClient = ReturnType<typeof socketClient>
