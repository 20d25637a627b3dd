import { join } from 'node:path'
import { startAtriumForBench } from '../atrium/zz-prof-start.ts'
import { startChildServer, type RunningServer } from '../measure/child-server.ts'
import { runRounds, type BenchReport, type Cell } from '../measure/rounds.ts'
import { measureLoad } from '../measure/measure-load.ts'
import type { Figures } from '../measure/run-load.ts'
import { round } from '../measure/statistics.ts'

const here = import.meta.dirname
const SUBSCRIBERS = 50
const SECONDS = 6

/** One message, committed in Postgres, read by 50 subscribers, at a steady rate. */
export async function benchChat(rounds: number, perSecond: number): Promise<BenchReport> {
  const atrium = await startAtriumForBench({ visitors: 0 })
  const { databaseUrl, ada, ben, cy, spaceId } = atrium.office
  const { channels } = await ada.api.chat.listChannels.query()
  const channelId = channels.find(({ channel }) => channel.kind === 'space' && channel.spaceId === spaceId)?.channel.id
  const load = { subscribers: SUBSCRIBERS, perSecond, seconds: SECONDS }
  const child = async (file: string, args: string[], protocol: string): Promise<Figures> => {
    const server = await startChildServer(join(here, file), args)
    try {
      return await measureChat(server, { ...load, protocol, url: server.url })
    } finally {
      await server.stop()
    }
  }
  const cells: Cell[] = [
    { name: 'raw ws + pg', measure: () => child('raw-server.ts', [databaseUrl, 'plain'], 'raw') },
    { name: 'raw ws + pg, inserts batched', measure: () => child('raw-server.ts', [databaseUrl, 'batched'], 'raw') },
    {
      name: 'Atrium, whole',
      measure: async () => {
        await atrium.restart()
        return measureChat(atrium.server, {
          ...load,
          protocol: 'atrium',
          url: atrium.server.url,
          channelId,
          cookies: [ada, ben, cy].map((each) => each.cookie),
        })
      },
    },
    { name: 'tRPC as it comes + pg', measure: () => child('trpc-server.ts', [databaseUrl], 'trpc') },
  ]
  try {
    return await runRounds(`chat, ${perSecond} messages/s to ${SUBSCRIBERS}`, cells, rounds)
  } finally {
    await atrium.stop()
  }
}

async function measureChat(server: RunningServer, options: object): Promise<Figures> {
  const { figures, cpuMs } = await measureLoad(server, join(here, 'load.ts'), options)
  return { cores: round(cpuMs / 1000 / SECONDS), ...figures }
}
