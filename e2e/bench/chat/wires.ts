import type { WebSocket } from 'ws'

/** How one protocol is spoken over a bare WebSocket: frames are written by hand, so that the load costs the same whatever is measured. */
export interface Wire {
  /** After the server's address. */
  path: string
  subscribe(socket: WebSocket): void
  /** The frame that sends message `number`. */
  send(number: number, text: string): string
}

const trpcCall = (id: number, method: string, path: string, input?: unknown): string =>
  JSON.stringify({ id, jsonrpc: '2.0', method, params: { path, ...(input === undefined ? {} : { input }) } })

export const WIRES = {
  raw: () => ({ path: '', subscribe: () => {}, send: (number, text) => JSON.stringify({ id: number, text }) }),
  trpc: () => ({
    path: '',
    subscribe: (socket) => socket.send(trpcCall(1, 'subscription', 'changes')),
    send: (number, text) => trpcCall(number + 10, 'mutation', 'send', { text }),
  }),
  atrium: ({ channelId }) => ({
    path: '/trpc',
    subscribe: (socket) => socket.send(trpcCall(1, 'subscription', 'realtime.changes', {})),
    send: (number, text) => trpcCall(number + 10, 'mutation', 'chat.sendMessage', { clientId: crypto.randomUUID(), channelId, text }),
  }),
  /** Engine.IO 4 and Socket.IO 5: `40` joins, `42` is an event, the number before its list asks for an answer, `2` wants a `3`. @see https://socket.io/docs/v4/socket-io-protocol/ */
  socketio: () => ({
    path: '/socket.io/?EIO=4&transport=websocket',
    subscribe(socket) {
      socket.send('40')
      socket.on('message', (data: Buffer) => data.length === 1 && data.toString() === '2' && socket.send('3'))
    },
    send: (number, text) => `42${number}${JSON.stringify(['send', text])}`,
  }),
} satisfies Record<string, (options: { channelId?: string | undefined }) => Wire>
