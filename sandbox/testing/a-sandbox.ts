import { WebClient } from '@slack/web-api'
import { afterAll, beforeAll, beforeEach } from 'vitest'
import { createSandboxControl, type SandboxControl } from '../control-client.ts'
import { seedDemo, type Demo } from '../seed-demo.ts'
import { startSandbox, type Sandbox } from '../start-sandbox.ts'

export const BOT_SCOPES = [
  'app_mentions:read',
  'channels:history',
  'channels:join',
  'channels:manage',
  'channels:read',
  'chat:write',
  'chat:write.customize',
  'commands',
  'emoji:read',
  'files:read',
  'files:write',
  'groups:history',
  'groups:read',
  'groups:write',
  'im:history',
  'im:read',
  'im:write',
  'mpim:history',
  'mpim:read',
  'mpim:write',
  'reactions:read',
  'reactions:write',
  'team:read',
  'users.profile:read',
  'users:read',
  'users:read.email',
]

export const USER_SCOPES = ['chat:write', 'im:write', 'im:history', 'users:read', 'users.profile:write', 'reactions:write', 'files:write']

export interface Scene {
  sandbox: Sandbox
  control: SandboxControl
  demo: Demo
}

/** A sandbox for a test file, seeded anew before each test. Read its members inside tests only. */
export function aSandbox(): Scene {
  const scene = {} as Scene
  beforeAll(async () => {
    scene.sandbox = await startSandbox({ port: 0 })
    scene.control = createSandboxControl(scene.sandbox.url)
  })
  beforeEach(async () => {
    await scene.control.reset()
    scene.demo = await seedDemo(scene.sandbox.url)
  })
  afterAll(() => scene.sandbox.close())
  return scene
}

type Manifest = Partial<Parameters<SandboxControl['createApp']>[0]>

export const anApp = (scene: Scene, manifest: Manifest = {}) =>
  scene.control.createApp({
    name: 'Helper',
    bot_scopes: BOT_SCOPES,
    user_scopes: USER_SCOPES,
    redirect_urls: ['http://127.0.0.1:9/callback'],
    commands: [],
    ...manifest,
  })

/** An app installed in Northwind by Ada, and the bot's token. */
export async function anInstalledApp(scene: Scene, manifest: Manifest = {}) {
  const app = await anApp(scene, manifest)
  const { northwind } = scene.demo
  const install = await scene.control.installApp({ app_id: app.app_id, team_id: northwind.team_id, user_id: northwind.users.ada })
  return {
    app,
    install,
    botToken: install.access_token ?? '',
    botUserId: install.bot_user_id ?? '',
    userToken: install.authed_user.access_token ?? '',
  }
}

/** The official client, without its own retries. */
export const aClient = (scene: Scene, token: string): WebClient =>
  new WebClient(token, {
    slackApiUrl: `${scene.sandbox.url}/api/`,
    retryConfig: { retries: 0 },
    rejectRateLimitedCalls: true,
  })

/** Calls by hand, as an app without the client would. */
export async function callApi(
  scene: Scene,
  method: string,
  args: Record<string, string>,
  token?: string,
): Promise<Record<string, unknown>> {
  const response = await fetch(`${scene.sandbox.url}/api/${method}`, {
    method: 'POST',
    headers: token ? { authorization: `Bearer ${token}` } : {},
    body: new URLSearchParams(args),
  })
  return (await response.json()) as Record<string, unknown>
}

/** The name Slack answers with, however the client wraps it. */
export const slackError = async (call: Promise<unknown>): Promise<string> =>
  call.then(
    () => 'ok',
    (error: { data?: { error?: string }; code?: string }) => error.data?.error ?? error.code ?? String(error),
  )
