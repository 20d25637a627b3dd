import { join } from 'node:path'
import { pathToFileURL } from 'node:url'
import { placeOf, type Join } from './join.ts'

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

export const joinColyseus: Join = async (options, index, listener) => {
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
  return { slot, ...placeOf(index), move: (x, y) => room.send('move', [x, y]) }
}
