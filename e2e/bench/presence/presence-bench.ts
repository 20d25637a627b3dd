import { join } from 'node:path'
import { startAtriumForBench, type BenchedAtrium } from '../atrium/start-atrium.ts'
import { startChildServer, type RunningServer } from '../measure/child-server.ts'
import { measureLoad } from '../measure/measure-load.ts'
import { fetchPeer, type PeerName } from '../measure/peers.ts'
import { runRounds, type BenchReport, type BenchRun, type Cell } from '../measure/rounds.ts'
import type { Figures } from '../measure/run-load.ts'
import { round } from '../measure/statistics.ts'
import type { JoinOptions } from './join.ts'
import { FEW_PART } from './few-part.ts'

const SECONDS = 8
const SPREAD_OUT =
  'Spread out: everybody has a square of 256 units to themselves, and hears of what is on a screen of 1440 × 900 around them.'
/** Squares of their own; nobody walks over the edge of a cell. */
const placeOf = (index: number) => ({ x: 100 + (index % 32) * 256, y: 100 + Math.floor(index / 32) * 256 })

/** How many people move, and for how long. */
interface Load {
  clients: number
  seconds: number
}

/** Everyone moves at 10 Hz, ticks at 20 Hz, one room; see docs/benchmarks.md. */
export async function benchPresence({ rounds, load: clients, seconds }: BenchRun): Promise<BenchReport> {
  const load = { clients, seconds: seconds ?? SECONDS }
  const atrium = await startAtriumForBench({ visitors: clients, placeOf, mapSide: 12_000 })
  try {
    const cells = [...rawCells(load), atriumCell(atrium, load), spreadOutCell(atrium, load), ...peerCells(load)]
    const title = `Presence: ${clients} people, everyone moves at 10 Hz, ticks at 20 Hz, one room`
    return await runRounds({ bench: 'presence', title, load: clients, rounds, notes: [SPREAD_OUT] }, cells)
  } finally {
    await atrium.stop()
  }
}

function rawCells(load: Load): Cell[] {
  const raw = (id: string, name: string, mode: string): Cell => ({
    id,
    name,
    measure: () => measureChild('raw-server.ts', [mode], { protocol: mode === 'json' ? 'raw-json' : 'raw' }, load),
  })
  return [
    raw('limit', 'raw ws, one prepared frame a tick (the limit)', 'prepared'),
    raw('raw-send', 'raw ws, `send(buffer)` per client', 'send'),
    raw('raw-json', 'raw ws, JSON encoded once', 'json'),
  ]
}

function atriumCell(atrium: BenchedAtrium, load: Load): Cell {
  return { id: 'atrium', name: 'Atrium, whole', measure: () => measureAtrium(atrium, load) }
}

function spreadOutCell(atrium: BenchedAtrium, load: Load): Cell {
  return { id: 'spread-out', name: 'Atrium, whole, people spread out', measure: () => measureAtrium(atrium, load, { sees: 'screen' }) }
}

async function measureAtrium(atrium: BenchedAtrium, load: Load, sees: Pick<JoinOptions, 'sees'> = {}): Promise<Figures> {
  const { server, visitorCookies: cookies, office } = atrium
  await atrium.restart()
  return measureMoving(server, { protocol: 'atrium', url: server.url, cookies, spaceId: office.spaceId, ...sees }, load)
}

function peerCells(load: Load): Cell[] {
  const fetched =
    (peer: PeerName, file: string, options: Omit<JoinOptions, 'url'>, ...args: string[]) =>
    async () => {
      const folder = await fetchPeer(peer)
      return measureChild(file, [folder, ...args], { ...options, folder }, load)
    }
  const trpc = (mode: string) => () => measureChild('trpc-server.ts', [mode], { protocol: 'trpc' }, load)
  return [
    { id: 'colyseus-0.17', name: 'Colyseus 0.17', measure: fetched('colyseus-0.17', 'colyseus-server.ts', { protocol: 'colyseus' }) },
    { id: 'colyseus-0.18', name: 'Colyseus 0.18', measure: fetched('colyseus-0.18', 'colyseus-server.ts', { protocol: 'colyseus' }) },
    {
      id: 'socket.io',
      name: 'socket.io 4.8, JSON',
      measure: fetched('socket.io', 'socket-io-server.ts', { protocol: 'socketio' }, 'json'),
    },
    {
      id: 'socket.io-msgpack',
      name: 'socket.io 4.8, msgpack parser',
      measure: fetched('socket.io', 'socket-io-server.ts', { protocol: 'socketio', parser: 'msgpack' }, 'msgpack'),
    },
    { id: 'trpc-once', name: 'tRPC 11 subscription, encoded once', measure: trpc('once') },
    { id: 'trpc', name: 'tRPC 11 subscription as it comes', measure: trpc('plain') },
  ]
}

async function measureChild(file: string, args: string[], options: Omit<JoinOptions, 'url'>, load: Load): Promise<Figures> {
  const server = await startChildServer(join(import.meta.dirname, file), args)
  try {
    return await measureMoving(server, { ...options, url: server.url }, load)
  } finally {
    await server.stop()
  }
}

async function measureMoving(server: RunningServer, options: JoinOptions, load: Load): Promise<Figures> {
  const { figures, cpuMs, grownKb } = await measureLoad(server, join(import.meta.dirname, 'load.ts'), { ...options, ...load })
  return { cores: round(cpuMs / 1000 / load.seconds), ...figures, idleKB: round(grownKb / (load.clients * (1 - FEW_PART))) }
}
