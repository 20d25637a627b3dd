import type { RawData, WebSocket } from 'ws'

/**
 * Text to whoever listens so far, binary messages to `hear` alone: with a second listener for them every position that anybody walks
 * would be looked at by tRPC too, which can make nothing of it.
 */
export function splitMessages(ws: WebSocket, hear: (message: Uint8Array) => void): void {
  const listeners = ws.listeners('message') as ((this: WebSocket, data: RawData, isBinary: boolean) => void)[]
  ws.removeAllListeners('message')
  ws.on('message', (data, isBinary) => {
    if (!isBinary) for (const listener of listeners) listener.call(ws, data, isBinary)
    else if (Buffer.isBuffer(data)) hear(data)
  })
}
