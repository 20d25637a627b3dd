import { join } from 'node:path'
import { startAtriumForBench, type BenchedAtrium } from '../atrium/start-atrium.ts'
import { startChildServer, type RunningServer } from '../measure/child-server.ts'
import { measureLoad } from '../measure/measure-load.ts'
import { fetchPeer } from '../measure/peers.ts'
import { runRounds, type BenchReport, type BenchRun, type Cell } from '../measure/rounds.ts'
import type { Figures } from '../measure/run-load.ts'
import { round } from '../measure/statistics.ts'
import type { EventsLoad } from './load.ts'

const here = import.meta.dirname
const SECONDS = 6

type Events = Omit<EventsLoad, 'url' | 'channelId'>

/** Signed events from Slack until their 200. Atrium twice: an event that opens nothing, and one that becomes a conversation, applied whole. */
export async function benchIngress({ rounds, load: perSecond, seconds }: BenchRun): Promise<BenchReport> {
  const atrium = await startAtriumForBench({ visitors: 0 })
  try {
    const { teamId, appId, botUserId, signingSecret } = atrium.office.slack
    const events = { perSecond, seconds: seconds ?? SECONDS, teamId, appId, botUserId, signingSecret, userId: 'U0CUSTOMER' }
    const own = await atriumCells(atrium, events)
    const [limit, ...peers] = peerCells(atrium.office.databaseUrl, events)
    if (!limit) throw new Error('nothing to compare with')
    const title = `Slack in: ${perSecond} signed events/s → committed → 200`
    return await runRounds({ bench: 'ingress', title, load: perSecond, rounds }, [limit, ...own, ...peers])
  } finally {
    await atrium.stop()
  }
}

async function atriumCells(atrium: BenchedAtrium, events: Events): Promise<Cell[]> {
  const { ada, sandbox, slack } = atrium.office
  const members = [ada.slackUserId, slack.botUserId]
  const channelNamed = async (name: string) => (await sandbox.createChannel({ team_id: slack.teamId, name, members })).channel_id
  const [quiet, watched] = [await channelNamed('quiet'), await channelNamed('watched')]
  const customer = await ada.api.inbox.createCustomer.mutate({ name: 'Load' })
  await ada.api.slack.refreshChannels.mutate({ installationId: slack.installationId })
  await ada.api.slack.watchChannel.mutate({ installationId: slack.installationId, channelId: watched, customerId: customer.id })
  const measure = (channelId: string) => async (): Promise<Figures> => {
    await atrium.restart()
    return measureEvents(atrium.server, { ...events, channelId, url: atrium.server.url })
  }
  return [
    { id: 'acknowledged', name: 'Atrium, durable acknowledgement', measure: measure(quiet) },
    { id: 'applied', name: 'Atrium, applied to a conversation', measure: measure(watched) },
  ]
}

function peerCells(databaseUrl: string, events: Events): Cell[] {
  const child = async (file: string, ...args: string[]): Promise<Figures> => {
    const server = await startChildServer(join(here, file), [databaseUrl, events.signingSecret, ...args])
    try {
      return await measureEvents(server, { ...events, channelId: 'C0QUIET', url: server.url })
    } finally {
      await server.stop()
    }
  }
  const bolt = (mode: string) => async () => child('bolt-server.ts', await fetchPeer('bolt'), mode)
  return [
    { id: 'limit', name: 'bare http, verify, batched insert (the limit)', measure: () => child('bare-server.ts', 'batched') },
    { id: 'bare', name: 'bare http, verify, insert', measure: () => child('bare-server.ts', 'plain') },
    { id: 'express', name: 'Express 5, verify, insert', measure: async () => child('express-server.ts', await fetchPeer('express')) },
    { id: 'bolt', name: 'Bolt 5.1, insert before the response', measure: bolt('plain') },
    { id: 'bolt-batched', name: 'Bolt 5.1, batched insert before the response', measure: bolt('batched') },
    { id: 'bolt-first', name: 'Bolt 5.1 as it comes: answers first, loses on a crash', measure: bolt('as-it-comes') },
  ]
}

async function measureEvents(server: RunningServer, load: EventsLoad): Promise<Figures> {
  const { figures, cpuMs } = await measureLoad(server, join(here, 'load.ts'), load)
  return { cpuMicrosecondsPerEvent: round((cpuMs * 1000) / (load.perSecond * load.seconds)), ...figures }
}
