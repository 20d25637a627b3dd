import { join } from 'node:path'
import { startAtriumForBench, type BenchedAtrium } from '../atrium/start-atrium.ts'
import { startChildServer, type RunningServer } from '../measure/child-server.ts'
import { measureLoad } from '../measure/measure-load.ts'
import { fetchPeer } from '../measure/peers.ts'
import { runRounds, type BenchReport, type BenchRun, type Cell } from '../measure/rounds.ts'
import type { Figures } from '../measure/run-load.ts'
import { round } from '../measure/statistics.ts'
import type { ChatLoad } from './load.ts'

const here = import.meta.dirname
const SUBSCRIBERS = 50
const SECONDS = 6

type Rate = Pick<ChatLoad, 'perSecond' | 'seconds'>

/** One message, committed in Postgres, read by 50 subscribers, at a steady rate. */
export async function benchChat({ rounds, load: perSecond, seconds }: BenchRun): Promise<BenchReport> {
  const rate = { perSecond, seconds: seconds ?? SECONDS }
  const atrium = await startAtriumForBench({ visitors: 0 })
  try {
    const cells = [...childCells(atrium.office.databaseUrl, rate), await atriumCell(atrium, rate)]
    const title = `Chat: ${perSecond} messages/s, each committed in Postgres and read by ${SUBSCRIBERS} subscribers`
    return await runRounds({ bench: 'chat', title, load: perSecond, rounds }, inOrder(cells))
  } finally {
    await atrium.stop()
  }
}

/** Ours stands below the two limits. */
function inOrder(cells: Cell[]): Cell[] {
  const own = cells.at(-1)
  return own ? [...cells.slice(0, 2), own, ...cells.slice(2, -1)] : cells
}

function childCells(databaseUrl: string, rate: Rate): Cell[] {
  const child = async (file: string, args: string[], protocol: ChatLoad['protocol']): Promise<Figures> => {
    const server = await startChildServer(join(here, file), [databaseUrl, ...args])
    try {
      return await measureChat(server, { ...rate, protocol })
    } finally {
      await server.stop()
    }
  }
  const socketIo = (mode: string) => async () => child('socket-io-server.ts', [mode, await fetchPeer('socket.io')], 'socketio')
  return [
    { id: 'raw', name: 'raw ws + pg', measure: () => child('raw-server.ts', ['plain'], 'raw') },
    {
      id: 'limit',
      name: 'raw ws + pg, inserts and frames batched (the limit)',
      measure: () => child('raw-server.ts', ['batched'], 'raw'),
    },
    { id: 'socket.io', name: 'socket.io 4.8 + pg', measure: socketIo('plain') },
    { id: 'socket.io-batched', name: 'socket.io 4.8 + pg, inserts batched', measure: socketIo('batched') },
    { id: 'trpc', name: 'tRPC 11 as it comes + pg', measure: () => child('trpc-server.ts', ['pg'], 'trpc') },
    { id: 'trpc-kysely', name: 'tRPC 11 as it comes + Kysely', measure: () => child('trpc-server.ts', ['kysely'], 'trpc') },
  ]
}

async function atriumCell(atrium: BenchedAtrium, rate: Rate): Promise<Cell> {
  const { ada, ben, cy, spaceId } = atrium.office
  const { channels } = await ada.api.chat.listChannels.query()
  const channelId = channels.find(({ channel }) => channel.kind === 'space' && channel.spaceId === spaceId)?.channel.id
  if (!channelId) throw new Error('the space has no channel')
  const cookies = [ada, ben, cy].map((each) => each.cookie)
  return {
    id: 'atrium',
    name: 'Atrium, whole',
    measure: async () => {
      await atrium.restart()
      return measureChat(atrium.server, { ...rate, protocol: 'atrium', channelId, cookies })
    },
  }
}

async function measureChat(server: RunningServer, load: Omit<ChatLoad, 'url' | 'subscribers'>): Promise<Figures> {
  const options: ChatLoad = { ...load, url: server.url, subscribers: SUBSCRIBERS }
  const { figures, cpuMs } = await measureLoad(server, join(here, 'load.ts'), options)
  return { cores: round(cpuMs / 1000 / load.seconds), ...figures }
}
