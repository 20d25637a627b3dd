import { join } from 'node:path'
import { startAtriumForBench } from '../atrium/start-atrium.ts'
import { startChildServer, type RunningServer } from '../measure/child-server.ts'
import { runRounds, type BenchReport, type Cell } from '../measure/rounds.ts'
import { runLoad, type Figures } from '../measure/run-load.ts'
import { round } from '../measure/statistics.ts'

const here = import.meta.dirname
const SECONDS = 6

/** Signed events from Slack until their 200. Atrium twice: an event that opens nothing, and one that becomes a conversation, applied whole. */
export async function benchIngress(rounds: number, perSecond: number): Promise<BenchReport> {
  const atrium = await startAtriumForBench({ visitors: 0 })
  const { office } = atrium
  const { ada, sandbox, slack, databaseUrl } = office
  const members = [ada.slackUserId, slack.botUserId]
  const channelNamed = async (name: string) => (await sandbox.createChannel({ team_id: slack.teamId, name, members })).channel_id
  const [quiet, watched] = [await channelNamed('quiet'), await channelNamed('watched')]
  const customer = await ada.api.inbox.createCustomer.mutate({ name: 'Load' })
  await ada.api.slack.refreshChannels.mutate({ installationId: slack.installationId })
  await ada.api.slack.watchChannel.mutate({ installationId: slack.installationId, channelId: watched, customerId: customer.id })

  const load = {
    perSecond,
    seconds: SECONDS,
    teamId: slack.teamId,
    appId: slack.appId,
    userId: 'U0CUSTOMER',
    botUserId: slack.botUserId,
    signingSecret: slack.signingSecret,
  }
  const child = async (file: string): Promise<Figures> => {
    const server = await startChildServer(join(here, file), [databaseUrl, slack.signingSecret])
    try {
      return await measureLoad(server, { ...load, channelId: quiet, url: server.url })
    } finally {
      await server.stop()
    }
  }
  const own = async (channelId: string): Promise<Figures> => {
    await atrium.restart()
    return measureLoad(atrium.server, { ...load, channelId, url: atrium.server.url })
  }
  const cells: Cell[] = [
    { name: 'bare http, verify, batched insert (the limit)', measure: () => child('bare-server.ts') },
    { name: 'Atrium, durable acknowledgement', measure: () => own(quiet) },
    { name: 'Atrium, applied to a conversation', measure: () => own(watched) },
    { name: 'Bolt 5.1, insert before the response', measure: () => child('bolt-server.ts') },
  ]
  try {
    return await runRounds(`ingress, ${perSecond} events/s`, cells, rounds)
  } finally {
    await atrium.stop()
  }
}

async function measureLoad(server: RunningServer, options: { perSecond: number; channelId: string; url: string }): Promise<Figures> {
  const before = await server.cpuMs()
  const figures = await runLoad(join(here, 'load.ts'), options)
  const cpuMicroseconds = ((await server.cpuMs()) - before) * 1000
  return { cpuMicrosecondsPerEvent: round(cpuMicroseconds / (options.perSecond * SECONDS)), ...figures }
}
