import { WebSocket } from 'ws'
import { BYTES_PER_UPDATE, MOVE, TICK, type MoveOf } from './frames.ts'
import { placeOf, type Join, type Listener } from './join.ts'

export const joinRaw: Join = (options, index, listener) => {
  const socket = new WebSocket(options.url, { perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.on('message', (data: Buffer, isBinary) => {
      listener.bytes(data.length)
      if (isBinary) readTick(data, listener)
      else resolve({ slot: Number(data.toString()), ...placeOf(index), move: mover(socket) })
    })
  })
}

export const joinRawJson: Join = (options, index, listener) => {
  const socket = new WebSocket(options.url, { perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('message', (first: Buffer) => {
      socket.on('message', (data: Buffer) => {
        listener.bytes(data.length)
        if (listener.moved) for (const move of JSON.parse(data.toString()) as MoveOf[]) listener.moved(...move)
      })
      resolve({ slot: Number(first.toString()), ...placeOf(index), move: (x, y) => socket.send(JSON.stringify([x, y])) })
    })
  })
}

/** Sends a move as Atrium's own protocol has it. */
export function mover(socket: WebSocket): (x: number, y: number) => void {
  return (x, y) => {
    const frame = Buffer.allocUnsafe(5)
    frame.writeUInt8(MOVE, 0)
    frame.writeUInt16LE(x, 1)
    frame.writeUInt16LE(y, 3)
    socket.send(frame)
  }
}

/** Tells the listener what is in a frame of positions. */
export function readTick(data: Buffer, listener: Listener): void {
  if (!listener.moved || data[0] !== TICK) return
  for (let at = 1; at + BYTES_PER_UPDATE <= data.length; at += BYTES_PER_UPDATE) {
    listener.moved(data.readUInt16LE(at), data.readUInt16LE(at + 2), data.readUInt16LE(at + 4))
  }
}
