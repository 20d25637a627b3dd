import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { WebSocket } from 'ws'
import { BYTES_PER_UPDATE, MOVE, TICK } from './frames.ts'

export interface JoinOptions {
  protocol: 'raw' | 'atrium' | 'socketio' | 'colyseus'
  url: string
  /** Of the peer, where its client library is. */
  folder?: string
  /** For Atrium: one cookie a client, and where they go. */
  cookies?: string[]
  spaceId?: string
}
export interface Listener {
  bytes(count: number): void
  /** Null for clients that only count. */
  moved: ((slot: number, x: number, y: number) => void) | null
}
export interface Joined {
  slot: number
  /** Where they stand. */
  x: number
  y: number
  move(x: number, y: number): void
}

export function joinRaw(options: JoinOptions, index: number, listener: Listener): Promise<Joined> {
  const socket = new WebSocket(options.url, { perMessageDeflate: false })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.on('message', (data: Buffer, isBinary) => {
      listener.bytes(data.length)
      if (isBinary) readTick(data, listener)
      else
        resolve({
          slot: Number(data.toString()),
          x: 1000 + (index % 40) * 100,
          y: 1000 + Math.floor(index / 40) * 100,
          move: mover(socket),
        })
    })
  })
}

/** Enters a space over tRPC's socket as a client of ours does; moves are binary frames on the same socket. */
export function joinAtrium(options: JoinOptions, index: number, listener: Listener): Promise<Joined> {
  const socket = new WebSocket(`${options.url.replace('http', 'ws')}/trpc`, {
    perMessageDeflate: false,
    headers: { cookie: options.cookies?.[index] ?? '', origin: options.url },
  })
  return new Promise((resolve, reject) => {
    socket.once('error', reject)
    socket.once('close', (code, reason) => reject(new Error(`socket ${index} closed: ${code} ${reason.toString()}`)))
    socket.once('open', () =>
      socket.send(
        JSON.stringify({ id: 1, jsonrpc: '2.0', method: 'mutation', params: { path: 'space.enter', input: { spaceId: options.spaceId } } }),
      ),
    )
    socket.on('message', (data: Buffer, isBinary) => {
      listener.bytes(data.length)
      if (isBinary) return readTick(data, listener)
      const answer = JSON.parse(data.toString()) as {
        id?: number
        error?: unknown
        result?: { data: { presence: { slot: number; x: number; y: number } } }
      }
      if (answer.id !== 1) return
      if (!answer.result) return reject(new Error(`not let in: ${JSON.stringify(answer.error)}`))
      const { slot, x, y } = answer.result.data.presence
      resolve({ slot, x, y, move: mover(socket) })
    })
  })
}

interface SocketIoClient {
  io(
    url: string,
    options: object,
  ): {
    on(event: string, listener: (value: never) => void): void
    emit(event: string, x: number, y: number): void
    io: { engine: { on(event: 'packet', listener: (packet: { data?: string }) => void): void } }
  }
}

export async function joinSocketIo(options: JoinOptions, index: number, listener: Listener): Promise<Joined> {
  const { io } = (await import(
    pathToFileURL(join(options.folder ?? '', 'node_modules/socket.io-client/build/esm-debug/index.js')).href
  )) as SocketIoClient
  const socket = io(options.url, { transports: ['websocket'], forceNew: true, perMessageDeflate: false })
  return new Promise((resolve) => {
    socket.on('tick', (moves: number[][]) => listener.moved && moves.forEach(([slot = 0, x = 0, y = 0]) => listener.moved?.(slot, x, y)))
    socket.on('slot', (slot: number) => {
      socket.io.engine.on('packet', (packet) => listener.bytes(packet.data?.length ?? 0))
      resolve({
        slot,
        x: 1000 + (index % 40) * 100,
        y: 1000 + Math.floor(index / 40) * 100,
        move: (x, y) => socket.emit('move', x, y),
      })
    })
  })
}

interface ColyseusRoom {
  onMessage(type: string, listener: (slot: number) => void): void
  send(type: string, place: [number, number]): void
  connection: { transport: { ws: { addEventListener(type: 'message', listener: (event: { data: ArrayBuffer }) => void): void } } }
}
interface ColyseusSdk {
  Client: new (url: string) => { joinOrCreate(room: string): Promise<ColyseusRoom> }
  Callbacks: {
    get(room: ColyseusRoom): {
      onAdd(list: 'players', listener: (player: { slot: number; x: number; y: number }) => void): void
      onChange(player: object, listener: () => void): void
    }
  }
}

export async function joinColyseus(options: JoinOptions, index: number, listener: Listener): Promise<Joined> {
  const { Client, Callbacks } = (await import(
    pathToFileURL(join(options.folder ?? '', 'node_modules/@colyseus/sdk/build/index.mjs')).href
  )) as ColyseusSdk
  const room = await new Client(options.url).joinOrCreate('office')
  room.connection.transport.ws.addEventListener('message', (event) => listener.bytes(event.data.byteLength))
  if (listener.moved) {
    const callbacks = Callbacks.get(room)
    callbacks.onAdd('players', (player) => callbacks.onChange(player, () => listener.moved?.(player.slot, player.x, player.y)))
  }
  const slot = await new Promise<number>((resolve) => room.onMessage('slot', resolve))
  return { slot, x: 1000 + (index % 40) * 100, y: 1000 + Math.floor(index / 40) * 100, move: (x, y) => room.send('move', [x, y]) }
}

function mover(socket: WebSocket): (x: number, y: number) => void {
  return (x, y) => {
    const frame = Buffer.allocUnsafe(5)
    frame.writeUInt8(MOVE, 0)
    frame.writeUInt16LE(x, 1)
    frame.writeUInt16LE(y, 3)
    socket.send(frame)
  }
}

function readTick(data: Buffer, listener: Listener): void {
  if (!listener.moved || data[0] !== TICK) return
  for (let at = 1; at + BYTES_PER_UPDATE <= data.length; at += BYTES_PER_UPDATE) {
    listener.moved(data.readUInt16LE(at), data.readUInt16LE(at + 2), data.readUInt16LE(at + 4))
  }
}
