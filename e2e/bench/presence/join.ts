import type { Area } from '@atrium/shared/space/interest.rules.ts'

/** One client of a load, whatever it speaks. */
export type Protocol = 'raw' | 'raw-json' | 'atrium' | 'socketio' | 'colyseus' | 'trpc'
export interface JoinOptions {
  protocol: Protocol
  url: string
  /** Of the peer, where its client library is. */
  folder?: string
  /** For socket.io: the parser that the server has, absent for JSON. */
  parser?: 'msgpack'
  /** For Atrium: one cookie a client, and where they go. */
  cookies?: string[]
  spaceId?: string
  /** For Atrium: each client asks for what is on its screen only, instead of everything. */
  sees?: 'screen'
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
  /** The part of the map that it hears of; absent: all of it. */
  area?: Area
}
export type Join = (options: JoinOptions, index: number, listener: Listener) => Promise<Joined>

/** A square of one's own for everybody, where the server leaves it to the client. */
export function placeOf(index: number): { x: number; y: number } {
  return { x: 1000 + (index % 40) * 100, y: 1000 + Math.floor(index / 40) * 100 }
}
