import { createServer } from 'node:http'
import { join } from 'node:path'
import { pathToFileURL } from 'node:url'

/** Colyseus as its documentation has it, 0.17 or 0.18: one room, a map of players in its state, patches at 20 Hz. `argv[2]`: the folder of the peer. */
interface Player {
  slot: number
  x: number
  y: number
}
interface Client {
  sessionId: string
  send(type: string, slot: number): void
}
interface RoomBase {
  state: { players: Map<string, Player> }
  onMessage(type: string, listener: (client: Client, place: [number, number]) => void): void
}
const folder = process.argv[2] ?? ''
const from = async (name: string): Promise<Record<string, never>> =>
  (await import(pathToFileURL(join(folder, 'node_modules/@colyseus', name, 'build/index.mjs')).href)) as Record<string, never>
const { Server, Room } = (await from('core')) as unknown as {
  Server: new (options: object) => { define(name: string, room: unknown): void; listen(port: number, host: string): Promise<void> }
  Room: new () => RoomBase
}
const { WebSocketTransport } = (await from('ws-transport')) as unknown as { WebSocketTransport: new (options: object) => object }
type FieldType = unknown
const { schema, t } = (await from('schema')) as unknown as {
  schema: (fields: Record<string, FieldType>, name: string) => new () => Player & RoomBase['state']
  /** Since 0.18; before, types were named by strings. */
  t?: { uint16(): FieldType; map(of: unknown): FieldType }
}

const uint16 = t ? () => t.uint16() : () => 'uint16'
const PlayerState = schema({ slot: uint16(), x: uint16(), y: uint16() }, 'Player')
const OfficeState = schema({ players: t ? t.map(PlayerState) : { map: PlayerState } }, 'Office')
let nextSlot = 0

class Office extends Room {
  patchRate = 50
  maxClients = 5000
  autoDispose = false
  override state = new OfficeState()
  onCreate(): void {
    this.onMessage('move', (client, [x, y]) => {
      const player = this.state.players.get(client.sessionId)
      if (player) Object.assign(player, { x, y })
    })
  }
  onJoin(client: Client): void {
    const player = Object.assign(new PlayerState(), { slot: nextSlot++, x: 0, y: 0 })
    this.state.players.set(client.sessionId, player)
    client.send('slot', player.slot)
  }
}

const http = createServer()
const server = new Server({ transport: new WebSocketTransport({ server: http }), greet: false })
server.define('office', Office)
const port = 20_000 + Math.floor(Math.random() * 20_000)
await server.listen(port, '127.0.0.1')
console.log(`ready http://127.0.0.1:${port}`)
