import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer, type Server } from 'node:http'
import type { AddressInfo } from 'node:net'
import express from 'express'
import { afterAll, beforeAll } from 'vitest'
import type { TestDatabase } from '@atrium/db/testing/test-database.ts'
import { createSandboxControl, type SandboxControl } from '@atrium/sandbox/control-client.ts'
import { seedDemo, type Demo } from '@atrium/sandbox/seed-demo.ts'
import { startSandbox, type Sandbox } from '@atrium/sandbox/start-sandbox.ts'
import type { CustomerId, InstallationId, OrganizationId, SlackAppId } from '@atrium/shared/ids.ts'
import { aCustomer } from '../../inbox/testing/builders.ts'
import { STRANGER, type ResolvedActor } from '../../identity/resolve-actor.ts'
import { actorOf, aMember, anOrganization, testServices, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { mountSlackRoutes } from '../ingress/http-routes.ts'
import { createIngress, type Ingress } from '../ingress/receive-envelope.ts'
import { completeInstall, describeBotGrant } from '../install/complete-install.ts'
import { SHORTCUTS } from '../install/manifest.rules.ts'
import { saveApp } from '../install/save-app.ts'
import { completeLink } from '../link/complete-link.ts'
import { watchChannel } from '../channels/watch-channel.ts'
import { refreshChannels } from '../channels/refresh-channels.ts'
import { BOT_SCOPES, STATUS_SCOPE, USER_SCOPES } from '../scopes.ts'
import { withSlack, type SlackServices } from '../slack-services.ts'

/** A server of ours and a Slack, talking to each other over HTTP. Read its members inside tests only. */
export interface SlackScene {
  services: SlackServices
  ingress: Ingress
  sandbox: Sandbox
  control: SandboxControl
  demo: Demo
  /** Of our server. */
  url: string
  /** Whoever comes with this session in the header `x-session`. */
  sessions: Map<string, ResolvedActor>
}

export function useSlackScene(database: () => TestDatabase): SlackScene {
  const scene = {} as SlackScene
  let server: Server
  beforeAll(async () => {
    scene.sandbox = await startSandbox({ port: 0 })
    scene.control = createSandboxControl(scene.sandbox.url)
    await scene.control.settings({ retry_delays_ms: [20, 50, 100] })
    scene.demo = await seedDemo(scene.sandbox.url)
    scene.sessions = new Map()
    server = createServer()
    server.listen(0, '127.0.0.1')
    await once(server, 'listening')
    scene.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`
    scene.services = withSlack(testServices(database()), {
      slackApiUrl: `${scene.sandbox.url}/api/`,
      slackAuthorizeUrl: `${scene.sandbox.url}/oauth/v2/authorize`,
      publicUrl: scene.url,
      secretKeys: [{ id: 'k1', key: randomBytes(32) }],
      maxFileBytes: 64 << 20,
    })
    scene.ingress = createIngress(scene.services)
    const app = express()
    const resolveActor = async (request: express.Request) => scene.sessions.get(request.header('x-session') ?? '') ?? STRANGER
    mountSlackRoutes(app, { services: scene.services, ingress: scene.ingress, resolveActor })
    server.on('request', app)
  })
  afterAll(async () => {
    server.closeAllConnections()
    server.close()
    await scene.ingress.idle()
    await scene.sandbox.close()
  })
  return scene
}

export interface ConnectedOffice {
  organizationId: OrganizationId
  /** The owner who connected it. */
  owner: TestMember
  slackAppId: SlackAppId
  installationId: InstallationId
  apiAppId: string
  signingSecret: string
  botUserId: string
}

interface OfficeOptions {
  botScopes?: readonly string[]
  mode?: 'http' | 'socket'
  tokenRotation?: boolean
}

/** An app of their own in Slack, its credentials kept. */
export async function anOfficeWithApp(
  scene: SlackScene,
  { botScopes = BOT_SCOPES, mode = 'http', tokenRotation = false }: OfficeOptions = {},
) {
  const { services, control, url } = scene
  const organizationId = await anOrganization(services)
  const owner = await aMember(services, organizationId, { name: 'Ada Lindqvist', role: 'owner', email: 'ada@northwind.example' })
  const socket = mode === 'socket'
  const app = await control.createApp({
    name: 'Atrium',
    bot_scopes: [...botScopes],
    user_scopes: [...USER_SCOPES, STATUS_SCOPE],
    redirect_urls: [`${url}/api/slack/oauth/callback`],
    commands: [{ command: '/atrium', ...(socket ? {} : { url: `${url}/api/slack/commands` }) }],
    shortcuts: SHORTCUTS.map(({ name, type, callback_id }) => ({ name, type, callback_id })),
    token_rotation: tokenRotation,
    socket_mode: socket,
    ...(socket ? {} : { events_url: `${url}/api/slack/events`, interactivity_url: `${url}/api/slack/actions` }),
  })
  const input = {
    appId: app.app_id,
    clientId: app.client_id,
    clientSecret: app.client_secret,
    mode,
    ...(socket ? { appToken: app.app_token } : { signingSecret: app.signing_secret }),
  }
  const from = { address: '127.0.0.1', nowMs: services.clock.now() }
  const saved = await commitInOrganization(services, organizationId, (tx) =>
    saveApp(tx, services.secrets, { actor: actorOf(owner), input, from }),
  )
  return { organizationId, owner, slackAppId: saved.id, app }
}

/** An organization whose own app is installed in Northwind. */
export async function aConnectedOffice(scene: SlackScene, options: OfficeOptions = {}): Promise<ConnectedOffice> {
  const { services, control, demo } = scene
  const { organizationId, owner, slackAppId, app } = await anOfficeWithApp(scene, options)
  const { team_id, users } = demo.northwind
  const answer = await control.installApp({ app_id: app.app_id, team_id, user_id: users.ada, user_scopes: [] })
  const grant = await describeBotGrant(services, answer)
  const installation = await commitInOrganization(services, organizationId, (tx) =>
    completeInstall(tx, services, { actor: actorOf(owner), slackAppId, grant, address: '127.0.0.1' }),
  )
  const identity = { apiAppId: app.app_id, signingSecret: app.signing_secret, botUserId: grant.botUserId }
  return { organizationId, owner, slackAppId, installationId: installation.id, ...identity }
}

type Person = keyof Demo['northwind']['users']

/** A member who has linked themselves to the Slack user of that name. */
export async function aLinkedMember(
  scene: SlackScene,
  office: ConnectedOffice,
  { person, userScopes = USER_SCOPES }: { person: Person; userScopes?: readonly string[] },
): Promise<TestMember & { slackUserId: string; userToken: string }> {
  const { services, control, demo } = scene
  const slackUserId = demo.northwind.users[person]
  const email = `${person}@northwind.example`
  const member = person === 'ada' ? office.owner : await aMember(services, office.organizationId, { name: person, email })
  const answer = await control.installApp({
    app_id: office.apiAppId,
    team_id: demo.northwind.team_id,
    user_id: slackUserId,
    bot_scopes: [],
    user_scopes: [...userScopes],
  })
  await completeLink(services, { actor: actorOf(member), installationId: office.installationId, answer, address: '127.0.0.1' })
  return { ...member, slackUserId, userToken: answer.authed_user.access_token ?? '' }
}

/** The bot is in the channel, and what is written there opens conversations of a new customer. */
export async function aWatchedChannel(
  scene: SlackScene,
  office: ConnectedOffice,
  name: 'support-acme' | 'support-globex' | 'random' = 'support-acme',
): Promise<{ channelId: string; customerId: CustomerId }> {
  const { services, control, demo } = scene
  const channelId = demo.northwind.channels[name]
  await control.addMember({ channel_id: channelId, user_id: office.botUserId })
  const customerId = await aCustomer(services, office.organizationId)
  await refreshChannels(services, office)
  const key = { installationId: office.installationId, channelId }
  const at = { address: '127.0.0.1', nowMs: services.clock.now() }
  await commitInOrganization(services, office.organizationId, (tx) => watchChannel(tx, actorOf(office.owner), { key, customerId, ...at }))
  return { channelId, customerId }
}

/** Looks again until it holds. */
export async function eventually<T>(read: () => Promise<T>, holds: (value: T) => boolean, withinMs = 30_000): Promise<T> {
  const deadline = Date.now() + withinMs
  for (;;) {
    const value = await read()
    if (holds(value)) return value
    if (Date.now() > deadline) throw new Error(`still not so after ${withinMs} ms: ${JSON.stringify(value)?.slice(0, 2_000)}`)
    await new Promise((resolve) => setTimeout(resolve, 15))
  }
}
