import { join } from 'node:path'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { hireEmployee } from '../../harness/office.ts'
import { startAtriumForBench, type BenchedAtrium } from '../atrium/start-atrium.ts'
import { measureLoad } from '../measure/measure-load.ts'
import { runRounds, type BenchReport, type BenchRun, type Cell } from '../measure/rounds.ts'
import { runLoad } from '../measure/run-load.ts'
import { round } from '../measure/statistics.ts'
import type { DashboardLoad } from './dashboard.ts'
import { CONVERSATIONS, fillInbox, WORDS } from './fill-inbox.ts'
import type { Asked, Question } from './questions.ts'

const SECONDS = 10
const PER_SECOND = 50

/** A full inbox: its lists, search and conversations, in the database and through the procedures, and agents who look on. `load`: how many. */
export async function benchInbox({ rounds, load: agents, seconds }: BenchRun): Promise<BenchReport> {
  const atrium = await startAtriumForBench({ visitors: 0 })
  try {
    const longest = await fillInbox(atrium.office.database, atrium.office.organizationId)
    const dashboard = await dashboardOf(atrium, { agents, seconds: seconds ?? SECONDS })
    const title = `The inbox: ${CONVERSATIONS.toLocaleString('en-GB')} conversations with ten messages each, four in ten of them one organization's`
    const cells = [...(await questionCells(atrium, longest)), dashboard]
    return await runRounds({ bench: 'inbox', title, load: agents, rounds, compared: false, notes: NOTES }, cells)
  } finally {
    await atrium.stop()
  }
}

const NOTES = [
  'In the database: the statements of a procedure, within a transaction under row security, of one after the other. Through the procedure: from the question on the socket to its answer.',
  'Searched for: a word of every third message, of one in two hundred, and of twenty in all.',
]

async function questionCells({ office }: BenchedAtrium, longest: ConversationId): Promise<Cell[]> {
  const { database, databaseUrl, organizationId, ada, server } = office
  const halfway = await database.db
    .selectFrom('conversation')
    .select(['id', 'last_activity_at'])
    .where('organization_id', '=', organizationId)
    .where('number', '=', CONVERSATIONS / 5)
    .executeTakeFirstOrThrow()
  const cursor = `${halfway.last_activity_at.getTime()}_${halfway.id}`
  const asked = { url: server.url, databaseUrl, cookie: ada.cookie, organizationId, memberId: ada.memberId }
  const cell = (id: string, name: string, of: Asked['of'], question: Question): Cell => ({
    id,
    name: `${of === 'database' ? 'In the database' : 'Through the procedure'}: ${name}`,
    measure: () => runLoad(join(import.meta.dirname, 'ask.ts'), { ...asked, of, question } satisfies Asked),
  })
  const search = (words: string): Question => ({ kind: 'search', words })
  return [
    cell('list', 'the first 50 open ones', 'database', { kind: 'list', cursor: null }),
    cell('list-deep', '50 open ones halfway down', 'database', { kind: 'list', cursor }),
    cell('list-offset', '50 by `OFFSET 10000`, to compare with', 'database', { kind: 'offset' }),
    cell('search-common', `search of “${WORDS.common}”`, 'database', search(WORDS.common)),
    cell('search-uncommon', `search of “${WORDS.uncommon}”`, 'database', search(WORDS.uncommon)),
    cell('search-rare', `search of “${WORDS.rare}”`, 'database', search(WORDS.rare)),
    cell('search-both', `search of “${WORDS.common} ${WORDS.uncommon}”`, 'database', search(`${WORDS.common} ${WORDS.uncommon}`)),
    cell('open', 'a conversation of 500 messages', 'database', { kind: 'open', conversationId: longest }),
    cell('ask-list', 'the first 50 open ones', 'server', { kind: 'list', cursor: null }),
    cell('ask-search', `search of “${WORDS.uncommon}”`, 'server', search(WORDS.uncommon)),
    cell('ask-open', 'a conversation of 500 messages', 'server', { kind: 'open', conversationId: longest }),
  ]
}

async function dashboardOf(atrium: BenchedAtrium, { agents, seconds }: { agents: number; seconds: number }): Promise<Cell> {
  const { ada, sandbox, slack, server, database } = atrium.office
  // Each has it open in two tabs: so many people would not be let in from one address at a time.
  const people = [ada.cookie]
  for (let count = 1; count < agents / 2; count++) {
    const person = { name: `Agent ${count}`, email: `agent-${count}@northwind.example` }
    people.push((await hireEmployee({ url: server.url, database, owner: ada }, person)).cookie)
  }
  const cookies = [...people, ...people].slice(0, agents)
  const members = [ada.slackUserId, slack.botUserId]
  const { channel_id: channelId } = await sandbox.createChannel({ team_id: slack.teamId, name: 'watched', members })
  const customer = await ada.api.inbox.createCustomer.mutate({ name: 'Load' })
  await ada.api.slack.refreshChannels.mutate({ installationId: slack.installationId })
  await ada.api.slack.watchChannel.mutate({ installationId: slack.installationId, channelId, customerId: customer.id })
  const { teamId, appId, botUserId, signingSecret } = slack
  const load: DashboardLoad = {
    ...{ url: server.url, cookies, perSecond: PER_SECOND, seconds, signingSecret, teamId, appId, botUserId, channelId },
    userId: 'U0CUSTOMER',
  }
  return {
    id: 'dashboard',
    name: `${agents} tabs of agents who look on, ${PER_SECOND} customers' messages/s: Slack's event → an agent's socket`,
    async measure() {
      const { figures, cpuMs } = await measureLoad(atrium.server, join(import.meta.dirname, 'dashboard.ts'), load)
      return { cores: round(cpuMs / 1000 / seconds), ...figures }
    },
  }
}
