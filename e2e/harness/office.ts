import { mkdtemp, rm } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { connect, type Connection } from '@atrium/db/connect.ts'
import { startEmbeddedPostgres } from '@atrium/db/embedded.ts'
import { migrate } from '@atrium/db/migrate.ts'
import { copyTemplate } from '@atrium/db/testing/test-database.ts'
import { createSandboxControl, type SandboxControl } from '@atrium/sandbox/control-client.ts'
import { startSandbox, type Sandbox } from '@atrium/sandbox/start-sandbox.ts'
import type { InstallationId, MemberId, OrganizationId, SpaceId } from '@atrium/shared/ids.ts'
import { afterAll, beforeAll } from 'vitest'
import { eventually } from './eventually.ts'
import { apiFor, signUp, type Person } from './people.ts'
import { ServerProcess } from './server-process.ts'
import { consent, makeSlackApp } from './slack-app.ts'

export interface Employee extends Person {
  memberId: MemberId
  /** Of the Slack user with the same e-mail. */
  slackUserId: string
}
export interface SlackWorkspace {
  teamId: string
  appId: string
  signingSecret: string
  botUserId: string
  installationId: InstallationId
}

/** A whole Atrium, made the way people make one: sign-up, invitations, OAuth. Ada owns it. */
export interface Office {
  server: ServerProcess
  sandbox: SandboxControl
  /** Sees every row: the tests' oracle. */
  database: Connection
  databaseUrl: string
  organizationId: OrganizationId
  ada: Employee
  ben: Employee
  cy: Employee
  spaceId: SpaceId
  slack: SlackWorkspace
  close(): Promise<void>
}

/** The office's Slack, started. */
type StartSlack = () => Promise<Pick<Sandbox, 'url' | 'close'>>

/** The office's database, migrated. */
interface OfficeDatabase {
  url: string
  stop(): Promise<void>
}

interface OfficeOptions {
  /** For the server, on top of what it needs. */
  env?: Record<string, string>
  /** A sandbox in this process unless somebody needs it elsewhere. */
  startSlack?: StartSlack
  startDatabase?: (dataFolder: string) => Promise<OfficeDatabase>
}

/** A cluster of its own, durable, as `pnpm start` has it. */
export async function ownCluster(dataFolder: string): Promise<OfficeDatabase & { crash(): Promise<void>; restart(): Promise<void> }> {
  const cluster = await startEmbeddedPostgres({ dataFolder })
  await migrate(cluster.url)
  return cluster
}

/** What an office runs on: a server, its Slack, its database. */
interface Premises extends Pick<Office, 'server' | 'sandbox' | 'database' | 'databaseUrl'> {
  close(): Promise<void>
}

async function openPremises({
  env = {},
  startSlack = () => startSandbox({ port: 0 }),
  startDatabase = copyTemplate,
}: OfficeOptions): Promise<Premises> {
  const dataFolder = await mkdtemp(join(tmpdir(), 'atrium-office-'))
  const stored = await startDatabase(dataFolder)
  const slack = await startSlack()
  const sandbox = createSandboxControl(slack.url)
  const app = await sandbox.createApp({ name: 'Atrium office', pkce_enabled: true })
  const signIn = { SLACK_SIGN_IN_CLIENT_ID: app.client_id, SLACK_SIGN_IN_CLIENT_SECRET: app.client_secret, SLACK_SIGN_IN_PKCE: 'on' }
  const server = await ServerProcess.start({ databaseUrl: stored.url, slackUrl: slack.url, dataFolder, env: { ...signIn, ...env } })
  await sandbox.updateApp(app.app_id, { redirect_urls: [`${server.url}/api/auth/callback/slack`] })
  const database = connect({ url: stored.url, role: 'owner', poolSize: 2 })
  const close = async () => {
    await server.stop()
    await slack.close()
    await database.close()
    await stored.stop()
    await rm(dataFolder, { recursive: true, force: true })
  }
  return { server, sandbox, database, databaseUrl: stored.url, close }
}

/** `domain`: of its e-mail and its Slack, unlike any other on the same premises. Ada (owner) and Ben are linked to Slack, Cy is not. */
async function moveIn(premises: Premises, domain: string): Promise<Office> {
  const { server, sandbox, database } = premises
  try {
    const people = await hire(server.url, { database, domain })
    const slack = await connectSlack(server, sandbox, { ...people, domain })
    const { spaces } = await people.ada.api.space.list.query()
    const spaceId = spaces[0]?.id
    if (!spaceId) throw new Error('a new organization has no space')
    const { organizationId } = await database.db
      .selectFrom('space')
      .select('organization_id as organizationId')
      .where('id', '=', spaceId)
      .executeTakeFirstOrThrow()
    return { ...premises, organizationId: organizationId as OrganizationId, ...people, spaceId, slack }
  } catch (error) {
    throw new Error(`the office did not open: ${String(error)}\n${server.log().slice(-6000)}`, { cause: error })
  }
}

/** An office with premises of its own. Ada (owner) and Ben are linked to Slack, Cy is not. */
export async function startOffice(options: OfficeOptions = {}): Promise<Office> {
  const premises = await openPremises(options)
  try {
    return await moveIn(premises, 'northwind')
  } catch (error) {
    await premises.close()
    throw error
  }
}

/** One office with premises of its own for the stories of a file. */
export function useOffice(options: OfficeOptions = {}): () => Office {
  return useOpened(
    () => startOffice(options),
    (office) => office.close(),
  )
}

/** The premises of this worker: to open some costs as much as a short story. They end with the worker. */
let shared: Promise<Premises> | undefined
let tenants = 0

async function sharedPremises(): Promise<Premises> {
  shared ??= openPremises({})
  const premises = await shared
  // A story that ended the server and then failed is no reason for the next one to fail.
  if (!(await premises.server.isReady())) await premises.server.start()
  return premises
}

/**
 * One office for the stories of a file, an organization and a Slack workspace of its own on premises that it shares with other files:
 * for stories that change nothing of Slack's settings and do not count what everybody has.
 */
export function useOfficeOnSharedPremises(): () => Office {
  return useOpened(async () => {
    const premises = await sharedPremises()
    tenants += 1
    return moveIn(premises, `northwind-${tenants}`)
  })
}

/** The premises alone, for stories in which somebody founds an organization. */
export function useSharedPremises(): () => Premises {
  return useOpened(sharedPremises)
}

function useOpened<T>(open: () => Promise<T>, leave: (opened: T) => Promise<void> = async () => {}): () => T {
  let opened: T | undefined
  beforeAll(async () => {
    opened = await open()
  })
  afterAll(() => opened && leave(opened))
  return () => {
    if (!opened) throw new Error('it is there once beforeAll has run')
    return opened
  }
}

async function hire(
  url: string,
  { database, domain }: { database: Connection; domain: string },
): Promise<{ ada: Employee; ben: Employee; cy: Employee }> {
  const ada = await foundOrganization(
    { url, database },
    { name: 'Ada Lindqvist', email: `ada@${domain}.example`, organization: 'Northwind' },
  )
  return {
    ada,
    ben: await hireEmployee({ url, database, owner: ada }, { name: 'Ben Okafor', email: `ben@${domain}.example` }),
    cy: await hireEmployee({ url, database, owner: ada }, { name: 'Cy Tanaka', email: `cy@${domain}.example` }),
  }
}

/** Somebody who has signed up, confirmed their e-mail and made an organization: empty, and theirs. */
export async function foundOrganization(
  { url, database }: { url: string; database: Connection },
  { name, email, organization }: { name: string; email: string; organization: string },
): Promise<Employee> {
  const owner = await signUp(url, name, email)
  await confirmEmail(database, owner)
  await owner.api.identity.createOrganization.mutate({ name: organization })
  return employed(url, owner)
}

/** Invited by the owner, signed up, come in. */
export async function hireEmployee(
  { url, database, owner }: { url: string; database: Connection; owner: Person },
  { name, email }: { name: string; email: string },
): Promise<Employee> {
  await owner.api.identity.inviteMember.mutate({ email, role: 'member' })
  const link = await lastLink(database, email)
  const person = await signUp(url, name, email)
  await person.api.identity.acceptInvitation.mutate({ token: new URL(link).pathname.split('/').at(-1) ?? '' })
  return employed(url, person)
}

async function employed(url: string, person: Person): Promise<Employee> {
  const api = apiFor(url, person.cookie)
  const me = await api.identity.me.query()
  if (me.actor?.kind !== 'member') throw new Error(`${person.name} is no member: ${JSON.stringify(me)}`)
  return { ...person, api, memberId: me.actor.personId as MemberId, slackUserId: '' }
}

async function lastLink(database: Connection, email: string): Promise<string> {
  return eventually(`an e-mail to ${email}`, async () => {
    const row = await database.db
      .selectFrom('auth.outgoing_email')
      .select('link')
      .where('to_address', '=', email)
      .orderBy('id', 'desc')
      .executeTakeFirst()
    return row?.link
  })
}

async function confirmEmail(database: Connection, person: Person): Promise<void> {
  const link = await lastLink(database, person.email)
  const response = await fetch(link, { redirect: 'manual', headers: { cookie: person.cookie } })
  if (response.status >= 400) throw new Error(`the e-mail of ${person.name} was not confirmed: ${response.status} ${await response.text()}`)
}

async function connectSlack(
  server: ServerProcess,
  sandbox: SandboxControl,
  { ada, ben, cy, domain }: { ada: Employee; ben: Employee; cy: Employee; domain: string },
): Promise<SlackWorkspace> {
  const { team_id: teamId } = await sandbox.createWorkspace({ name: 'Northwind', domain })
  for (const person of [ada, ben, cy]) await joinSlack(sandbox, teamId, person, { isAdmin: person === ada })
  const app = await makeSlackApp(sandbox, server.url)
  const saved = await ada.api.slack.saveApp.mutate({
    appId: app.app_id,
    clientId: app.client_id,
    clientSecret: app.client_secret,
    signingSecret: app.signing_secret,
    mode: 'http',
  })
  const { url } = await ada.api.slack.startInstall.mutate({ slackAppId: saved.id })
  const landed = await consent(url, { person: ada, teamId, userId: ada.slackUserId })
  const { installations } = await ada.api.slack.overview.query()
  const installation = installations[0]
  if (!installation) throw new Error(`not connected, sent to ${landed}`)
  for (const person of [ada, ben]) await linkToSlack(person, teamId, installation.id)
  const bot = (await sandbox.state.users(teamId)).find((user) => user.is_bot)
  return { teamId, appId: app.app_id, signingSecret: app.signing_secret, botUserId: bot?.id ?? '', installationId: installation.id }
}

/** Gives somebody an account in the Slack workspace, with their e-mail. */
export async function joinSlack(sandbox: SandboxControl, teamId: string, person: Employee, { isAdmin = false } = {}): Promise<void> {
  const [name = ''] = person.email.split('@')
  const { user_id } = await sandbox.createUser({ team_id: teamId, name, real_name: person.name, email: person.email, is_admin: isAdmin })
  person.slackUserId = user_id
}

/** @throws Error with where the person was sent when Atrium refused. */
export async function linkToSlack(person: Employee, teamId: string, installationId: InstallationId): Promise<void> {
  const { url } = await person.api.slack.startLink.mutate({ installationId })
  const landed = await consent(url, { person, teamId, userId: person.slackUserId })
  if (landed.includes('error=')) throw new Error(`${person.name} was not linked: ${landed}`)
}
