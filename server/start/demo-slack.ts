import { join } from 'node:path'
import { z } from 'zod'
import { DEMO_CUSTOMERS } from '@atrium/db/demo/insert-demo.ts'
import { createSandboxControl, type SandboxControl } from '@atrium/sandbox/control-client.ts'
import { seedConversations } from '@atrium/sandbox/seed-conversations.ts'
import { seedDemo } from '@atrium/sandbox/seed-demo.ts'
import { startSandbox, type Sandbox } from '@atrium/sandbox/start-sandbox.ts'
import { SHORTCUTS } from '../slack/install/manifest.rules.ts'
import { BOT_SCOPES, STATUS_SCOPE, USER_SCOPES } from '../slack/scopes.ts'
import { callProcedure, enterAs, type DemoSession } from './call-procedure.ts'
import { codeOf } from './start-problem.ts'

const SANDBOX_PORT = 4390

/** Its workspaces are kept in the data folder. On another port when the usual one is taken. */
export async function startDemoSlack(dataFolder: string): Promise<Sandbox> {
  const stateFile = join(dataFolder, 'slack-sandbox')
  const start = (port: number) => startSandbox({ port, stateFile })
  return start(SANDBOX_PORT).catch((error: unknown) => {
    if (codeOf(error) !== 'EADDRINUSE') throw error
    return start(0)
  })
}

const overview = z.object({
  installations: z.array(z.object({ id: z.string(), teamId: z.string(), state: z.string() })),
  links: z.array(z.object({ installationId: z.string(), memberId: z.string() })),
})
const saved = z.object({ id: z.string() })
const redirect = z.object({ url: z.url() })

interface Workspace {
  teamId: string
  channels: Map<string, string>
  users: Map<string, string>
}

/**
 * Connects the demo to the sandbox the way its owner would: app, consent, links of Ada and Ben, and #support-acme watched for Acme.
 * Does nothing when the connection of an earlier start still stands.
 */
export async function connectDemoSlack(sandboxUrl: string, atriumUrl: string): Promise<void> {
  const control = createSandboxControl(sandboxUrl)
  const northwind = await openWorkspace(control)
  const [ada, ben] = [await enterAs(atriumUrl, 'ada'), await enterAs(atriumUrl, 'ben')]
  const standing = await installationOf(ada, northwind.teamId)
  if (standing) {
    await pointApp(control, { teamId: northwind.teamId, atriumUrl })
    return
  }
  const app = await control.createApp(manifest(atriumUrl))
  const credentials = { appId: app.app_id, clientId: app.client_id, clientSecret: app.client_secret, signingSecret: app.signing_secret }
  const { id: slackAppId } = saved.parse(
    await callProcedure(ada, 'mutation', { path: 'slack.saveApp', input: { ...credentials, mode: 'http' } }),
  )
  await consent(ada, { path: 'slack.startInstall', input: { slackAppId } }, { workspace: northwind, name: 'ada' })
  const installationId = await installationOf(ada, northwind.teamId)
  if (!installationId) throw new Error('the workspace was not connected')
  await consent(ada, { path: 'slack.startLink', input: { installationId } }, { workspace: northwind, name: 'ada' })
  await consent(ben, { path: 'slack.startLink', input: { installationId } }, { workspace: northwind, name: 'ben' })
  await watchAcme(control, ada, { installationId, workspace: northwind })
}

async function openWorkspace(control: SandboxControl): Promise<Workspace> {
  const find = async () => (await control.state.workspaces()).find(({ domain }) => domain === 'northwind')
  const team = (await find()) ?? (await seed(control.url).then(find))
  if (!team) throw new Error('the sandbox has no workspace')
  const [channels, users] = [await control.state.channels(team.id), await control.state.users(team.id)]
  return {
    teamId: team.id,
    channels: new Map(channels.map(({ name, id }) => [name, id])),
    users: new Map(users.map(({ name, id }) => [name ?? '', id])),
  }
}

/** Its people, and what they have talked about: somebody who looks at Slack should find it in use. */
async function seed(sandboxUrl: string): Promise<void> {
  await seedConversations(sandboxUrl, await seedDemo(sandboxUrl))
}

async function installationOf(session: DemoSession, teamId: string): Promise<string | null> {
  const { installations } = overview.parse(await callProcedure(session, 'query', { path: 'slack.overview' }))
  return installations.find((one) => one.teamId === teamId && one.state === 'active')?.id ?? null
}

function manifest(atriumUrl: string) {
  return {
    name: 'Atrium',
    bot_scopes: [...BOT_SCOPES],
    user_scopes: [...USER_SCOPES, STATUS_SCOPE],
    redirect_urls: [`${atriumUrl}/api/slack/oauth/callback`],
    events_url: `${atriumUrl}/api/slack/events`,
    interactivity_url: `${atriumUrl}/api/slack/actions`,
    commands: [{ command: '/atrium', url: `${atriumUrl}/api/slack/commands`, description: 'Search and open conversations' }],
    shortcuts: SHORTCUTS.map(({ name, type, callback_id }) => ({ name, type, callback_id })),
  }
}

/** Atrium may listen on another port than the last time. */
async function pointApp(control: SandboxControl, { teamId, atriumUrl }: { teamId: string; atriumUrl: string }): Promise<void> {
  const app = (await control.state.apps(teamId)).find(({ name }) => name === 'Atrium')
  if (app) await control.updateApp(app.id, manifest(atriumUrl))
}

/** Asks Atrium where to go, says yes on Slack's page as that person, and follows the way back. */
async function consent(
  session: DemoSession,
  start: { path: string; input: unknown },
  as: { workspace: Workspace; name: string },
): Promise<void> {
  const { url } = redirect.parse(await callProcedure(session, 'mutation', start))
  const body = new URLSearchParams({ team_id: as.workspace.teamId, user_id: as.workspace.users.get(as.name) ?? '', decision: 'allow' })
  const answer = await fetch(url, { method: 'POST', body, redirect: 'manual' })
  const back = answer.headers.get('location')
  if (!back) throw new Error(`${start.path}: Slack's consent page answered ${answer.status}`)
  const landed = await fetch(back, { redirect: 'manual', headers: { cookie: session.cookie } })
  const location = landed.headers.get('location') ?? ''
  if (!location || location.includes('error=')) throw new Error(`${start.path}: sent to ${location || landed.status}`)
}

/** The bot is invited, the channel is Acme's, and somebody of theirs asks something. */
async function watchAcme(
  control: SandboxControl,
  ada: DemoSession,
  { installationId, workspace }: { installationId: string; workspace: Workspace },
): Promise<void> {
  const channelId = workspace.channels.get('support-acme')
  const app = (await control.state.apps(workspace.teamId)).find(({ name }) => name === 'Atrium')
  if (!channelId || !app?.bot_user_id) throw new Error('#support-acme or the bot is missing')
  // In this order, so that the channel is known by its name when the invitation is heard of.
  await callProcedure(ada, 'mutation', { path: 'slack.refreshChannels', input: { installationId } })
  await control.addMember({ channel_id: channelId, user_id: app.bot_user_id })
  const watched = { installationId, channelId, customerId: DEMO_CUSTOMERS.acme }
  await callProcedure(ada, 'mutation', { path: 'slack.watchChannel', input: watched })
  await askAsAcme(control, channelId)
}

const QUESTIONS = [
  { who: 'zoe', text: 'Hello! Since this morning the CSV export stops after 10,000 rows. Is that a new limit, or did we break something?' },
  { who: 'max', text: 'Could you add two of our warehouse colleagues to the account? I can send their addresses.' },
  { who: 'zoe', text: 'Our invoices still go to the old address. Where do we change that?' },
  { who: 'max', text: 'The webhook for *new orders* has been silent for an hour. Nothing in our log either.' },
  { who: 'zoe', text: 'Is there a way to see who changed a price last week?' },
]

async function askAsAcme(control: SandboxControl, channelId: string): Promise<void> {
  const acme = (await control.state.workspaces()).find(({ domain }) => domain === 'acme')
  if (!acme) return
  const users = await control.state.users(acme.id)
  for (const { who, text } of QUESTIONS) {
    const user = users.find(({ name }) => name === who)
    if (user) await control.act.postMessage({ channel_id: channelId, user_id: user.id, text })
  }
}
