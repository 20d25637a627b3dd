import { once } from 'node:events'
import { createServer } from 'node:net'
import { sql } from 'kysely'
import { connect } from '@atrium/db/connect.ts'
import { startServer } from '../app/start-server.ts'
import type { Config } from '../infra/config.ts'
import { localSecrets, openDataFolder } from './data-folder.ts'
import { ensureDemoOrganization } from './demo-organization.ts'
import { prepareDemoSignIn } from './demo-sign-in.ts'
import { connectDemoSlack, startDemoSlack } from './demo-slack.ts'
import { startLocalDatabase, type LocalDatabase } from './local-database.ts'
import { lockDataFolder } from './lock-data-folder.ts'
import type { StartPlan } from './plan-start.rules.ts'
import { startDevelopment } from './start-development.ts'
import { codeOf, portTaken, StartProblem } from './start-problem.ts'

export interface Launched {
  config: Config
  /** Null without a sandbox. */
  slackUrl: string | null
  /** Of what did not work but does not keep Atrium from running. */
  warnings: string[]
  /** In the opposite order of starting. */
  close(): Promise<void>
}

type Close = () => Promise<void>

/** Brings up everything that the plan asks for; when a part fails, what runs already is stopped again. */
export async function launch(plan: StartPlan, surroundings: Surroundings): Promise<Launched> {
  const opened: Close[] = []
  const close = async () => {
    for (const one of opened.splice(0).toReversed()) await one()
  }
  try {
    return { ...(await bringUp(plan, { ...surroundings, opened })), close }
  } catch (error) {
    await close()
    throw error
  }
}

export interface Surroundings {
  say: (line: string) => void
  /** Sees to it that the folder holds the built client. */
  buildClient: (folder: string, say: (line: string) => void) => Promise<void>
}

async function bringUp(
  plan: StartPlan,
  { opened, say, buildClient }: Surroundings & { opened: Close[] },
): Promise<Omit<Launched, 'close'>> {
  await refuseTakenPort(plan.config)
  if (!plan.embedded) await reachDatabase(plan.config.databaseUrl)
  else {
    await openDataFolder(plan.config.dataFolder)
    opened.push(await lockDataFolder(plan.config.dataFolder))
  }
  const config = { ...plan.config }
  if (plan.demo) Object.assign(config, await localSecrets(config.dataFolder))
  const [database] = await Promise.all([
    plan.embedded ? startDatabase(config.dataFolder, opened) : null,
    plan.dev ? null : buildClient(config.clientFolder, say),
  ])
  if (database) config.databaseUrl = database.url
  if (plan.demo) await ensureDemoOrganization(config.databaseUrl, Date.now())
  const slack = plan.sandbox ? await startDemoSlack(config.dataFolder) : null
  if (slack) {
    opened.push(() => slack.close())
    Object.assign(config, { slackApiUrl: `${slack.url}/api/`, slackAuthorizeUrl: `${slack.url}/oauth/v2/authorize` })
    config.slackSignIn ??= await prepareDemoSignIn(slack.url, config.publicUrl)
  }
  const server = plan.dev ? await startDevelopment(config) : await startServer(config)
  opened.push(() => server.close())
  const warnings = slack ? await tryConnecting(slack.url, config) : []
  if (!plan.demo && !config.smtpUrl) warnings.push(NO_MAIL)
  return { config, slackUrl: slack?.url ?? null, warnings }
}

const NO_MAIL = 'SMTP_URL is not set: invitations and sign-in links wait in the outbox (auth.outgoing_email) until it is.'

async function startDatabase(dataFolder: string, opened: Close[]): Promise<LocalDatabase> {
  const database = await startLocalDatabase(dataFolder)
  opened.push(() => database.stop())
  return database
}

/** Before anything is started for nothing. */
async function refuseTakenPort(config: Config): Promise<void> {
  const probe = createServer()
  try {
    probe.listen(config.port, config.host)
    await once(probe, 'listening')
  } catch (error) {
    const code = codeOf(error)
    if (code === 'EADDRINUSE') throw new StartProblem(portTaken(config), error)
    throw new StartProblem(`Atrium cannot listen on ${config.host}, port ${config.port} (${code}). Check HOST and PORT.`, error)
  }
  probe.close()
  await once(probe, 'close')
}

/** Before the client is built for nothing. */
async function reachDatabase(url: string): Promise<void> {
  const { db, close } = connect({ url, role: 'owner', poolSize: 1 })
  await sql`select 1`.execute(db).finally(close)
}

async function tryConnecting(slackUrl: string, { publicUrl }: Config): Promise<string[]> {
  try {
    await connectDemoSlack(slackUrl, publicUrl)
    return []
  } catch (error) {
    return [
      `The Slack sandbox is not connected (${error instanceof Error ? error.message : String(error)}). Connect it in Settings, Slack.`,
    ]
  }
}
