import { join } from 'node:path'
import { startAtriumForBench } from '../atrium/start-atrium.ts'
import { startChildServer, type RunningServer } from '../measure/child-server.ts'
import { fetchPeer } from '../measure/peer.ts'
import { runRounds, type BenchReport, type Cell } from '../measure/rounds.ts'
import { measureLoad } from '../measure/measure-load.ts'
import type { Figures } from '../measure/run-load.ts'
import { round } from '../measure/statistics.ts'

const here = import.meta.dirname
const SECONDS = 8
const COLYSEUS = {
  '@colyseus/core': '0.18.17',
  '@colyseus/ws-transport': '0.18.4',
  '@colyseus/schema': '5.0.34',
  '@colyseus/sdk': '0.18.4',
}

/** Everyone moves at 10 Hz, ticks at 20 Hz, one room; see docs/benchmarks.md. */
export async function benchPresence(rounds: number, clients = 500): Promise<BenchReport> {
  const atrium = await startAtriumForBench({ visitors: clients })
  try {
    const cells: Cell[] = [
      {
        name: 'raw ws, one prepared frame a tick (the limit)',
        measure: () => measureChild(join(here, 'raw-server.ts'), [], { protocol: 'raw', clients }),
      },
      {
        name: 'Atrium, whole',
        measure: async () => {
          await atrium.restart()
          return measureMoving(atrium.server, {
            protocol: 'atrium',
            clients,
            url: atrium.server.url,
            cookies: atrium.visitorCookies,
            spaceId: atrium.office.spaceId,
          })
        },
      },
      {
        name: 'socket.io 4.8 (JSON)',
        measure: async () => {
          const folder = await fetchPeer('socket-io', { 'socket.io': '4.8.4', 'socket.io-client': '4.8.4' })
          return measureChild(join(here, 'socket-io-server.ts'), [folder], { protocol: 'socketio', clients, folder })
        },
      },
      {
        name: 'Colyseus 0.18',
        measure: async () => {
          const folder = await fetchPeer('colyseus', COLYSEUS)
          return measureChild(join(here, 'colyseus-server.ts'), [folder], { protocol: 'colyseus', clients, folder })
        },
      },
    ]
    return await runRounds(`presence, ${clients} moving`, cells, rounds)
  } finally {
    await atrium.stop()
  }
}

async function measureChild(file: string, args: string[], options: object): Promise<Figures> {
  const server = await startChildServer(file, args)
  try {
    return await measureMoving(server, { ...options, url: server.url })
  } finally {
    await server.stop()
  }
}

async function measureMoving(server: RunningServer, options: object): Promise<Figures> {
  const { figures, cpuMs } = await measureLoad(server, join(here, 'load.ts'), { ...options, seconds: SECONDS })
  return { cores: round(cpuMs / 1000 / SECONDS), ...figures }
}
