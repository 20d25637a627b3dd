import { createRequire } from 'node:module'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import type { MoveOf } from './frames.ts'
import { placeOf, type Join } from './join.ts'

interface SocketIoClient {
  io(
    url: string,
    options: object,
  ): {
    on(event: string, listener: (value: never) => void): void
    emit(event: string, x: number, y: number): void
    io: { engine: { on(event: 'packet', listener: (packet: { data?: string | ArrayBuffer | Buffer }) => void): void } }
  }
}

export const joinSocketIo: Join = async ({ url, folder = '', parser }, index, listener) => {
  const { io } = (await import(
    pathToFileURL(join(folder, 'node_modules/socket.io-client/build/esm-debug/index.js')).href
  )) as SocketIoClient
  const encoding = parser ? { parser: createRequire(join(folder, 'package.json'))('socket.io-msgpack-parser') as object } : {}
  const socket = io(url, { transports: ['websocket'], forceNew: true, perMessageDeflate: false, ...encoding })
  return new Promise((resolve) => {
    socket.on('tick', (moves: MoveOf[]) => listener.moved && moves.forEach((move) => listener.moved?.(...move)))
    socket.on('slot', (slot: number) => {
      socket.io.engine.on('packet', ({ data }) => listener.bytes(typeof data === 'string' ? data.length : (data?.byteLength ?? 0)))
      resolve({ slot, ...placeOf(index), move: (x, y) => socket.emit('move', x, y) })
    })
  })
}
