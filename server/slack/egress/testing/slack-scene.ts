import { randomBytes, randomUUID } from 'node:crypto'
import type { TestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { createSandboxControl, type SandboxControl } from '@atrium/sandbox/control-client.ts'
import { seedDemo, type Demo } from '@atrium/sandbox/seed-demo.ts'
import { startSandbox } from '@atrium/sandbox/start-sandbox.ts'
import { newId, type InstallationId, type OrganizationId, type SlackAppId } from '@atrium/shared/ids.ts'
import { aMember, anOrganization, testServices, type TestMember } from '../../../identity/testing/builders.ts'
import { BOT_SCOPES, USER_SCOPES } from '../../scopes.ts'
import { createSecretStore } from '../../../infra/secrets/secret-store.ts'
import { createSlackFiles } from '../../files/slack-files.ts'
import { createSlackApi } from '../../slack-api.ts'
import type { SlackServices } from '../../slack-services.ts'

/** An organization whose app is installed in the sandbox's Northwind, with everything real but Slack itself. */
export interface SlackScene {
  services: SlackServices
  control: SandboxControl
  demo: Demo
  organizationId: OrganizationId
  installationId: InstallationId
  appId: string
  botUserId: string
  botToken: string
}
type Northwind = keyof Demo['northwind']['users']

export interface Sandboxed {
  control: SandboxControl
  close(): Promise<void>
}

export async function aSlack(): Promise<Sandboxed> {
  const sandbox = await startSandbox({ port: 0 })
  return { control: createSandboxControl(sandbox.url), close: () => sandbox.close() }
}

/** @param botScopes what the workspace granted; everything we ask for by default */
export async function aSlackScene(
  database: TestDatabase,
  control: SandboxControl,
  { botScopes = [...BOT_SCOPES] as string[], timeoutMs = 400 }: { botScopes?: string[]; timeoutMs?: number } = {},
): Promise<SlackScene> {
  await control.reset()
  const app = { name: 'Atrium', bot_scopes: botScopes, user_scopes: [...USER_SCOPES] }
  const demo = await seedDemo(control.url, { app })
  const appId = demo.app?.app_id ?? ''
  const installed = await control.installApp({
    app_id: appId,
    team_id: demo.northwind.team_id,
    user_id: demo.northwind.users.ada,
    user_scopes: [],
  })
  const services = slackServices(database, control, timeoutMs)
  const organizationId = await anOrganization(services)
  const [slackAppId, installationId] = [newId<SlackAppId>(), newId<InstallationId>()]
  const scene = { services, control, demo, organizationId, installationId, appId }
  const [botUserId, botToken] = [installed.bot_user_id ?? '', installed.access_token ?? '']
  await inOrganization(services.db, organizationId, async (tx) => {
    const own = { organization_id: organizationId }
    await tx
      .insertInto('slack_app')
      .values({ ...own, id: slackAppId, app_id: appId, client_id: demo.app?.client_id ?? '', mode: 'http' })
      .execute()
    const team = { team_id: demo.northwind.team_id, team_name: 'Northwind', team_domain: 'northwind' }
    await tx
      .insertInto('slack_installation')
      .values({ ...own, ...team, id: installationId, slack_app_id: slackAppId, bot_user_id: botUserId, scopes: botScopes })
      .execute()
    const subject = { subjectKind: 'installation', subjectId: installationId, purpose: 'bot_token' } as const
    await services.secrets.writeSecret(tx, installer(organizationId), { ...subject, value: botToken, expiresAtMs: null })
  })
  return { ...scene, botUserId, botToken }
}

/** The same app in a second workspace of the same organization, with one of its people linked. */
export async function aLinkInAcme(scene: SlackScene, member: TestMember): Promise<{ slackUserId: string; botUserId: string }> {
  const { services, organizationId, control, demo, appId } = scene
  const { team_id, users } = demo.acme
  const installed = await control.installApp({ app_id: appId, team_id, user_id: users.zoe, user_scopes: [] })
  const installationId = newId<InstallationId>()
  const botUserId = installed.bot_user_id ?? ''
  await inOrganization(services.db, organizationId, async (tx) => {
    const own = { organization_id: organizationId }
    const { id: slack_app_id } = await tx.selectFrom('slack_app').select('id').executeTakeFirstOrThrow()
    const team = { team_id, team_name: 'Acme', team_domain: 'acme', bot_user_id: botUserId, scopes: [...BOT_SCOPES] }
    await tx
      .insertInto('slack_installation')
      .values({ ...own, ...team, id: installationId, slack_app_id })
      .execute()
    const subject = { subjectKind: 'installation', subjectId: installationId, purpose: 'bot_token' } as const
    const token = { value: installed.access_token ?? '', expiresAtMs: null }
    await services.secrets.writeSecret(tx, installer(organizationId), { ...subject, ...token })
    const link = { id: randomUUID(), member_id: member.id, installation_id: installationId, slack_user_id: users.zoe }
    await tx
      .insertInto('slack_link')
      .values({ ...own, ...link, slack_email: member.email })
      .execute()
  })
  return { slackUserId: users.zoe, botUserId }
}

const installer = (organizationId: OrganizationId) => ({ kind: 'system', organizationId, name: 'slack-install' }) as const

function slackServices(database: TestDatabase, control: SandboxControl, timeoutMs: number): SlackServices {
  const services = testServices(database)
  return {
    ...services,
    slackApi: createSlackApi({ slackApiUrl: `${control.url}/api/`, logger: services.logger, timeoutMs }),
    slackFiles: createSlackFiles({ slackApiUrl: `${control.url}/api/` }),
    secrets: createSecretStore([{ id: 'test', key: randomBytes(32) }]),
    slackAuthorizeUrl: `${control.url}/oauth/v2/authorize`,
    publicUrl: 'http://127.0.0.1:1',
    maxFileBytes: 64 << 20,
  }
}

interface LinkOptions {
  /** Their grant lets us write as them. */
  canPost?: boolean
  preference?: 'always' | 'when_inactive'
}
export interface LinkedMember extends TestMember {
  slackUserId: string
  userToken: string
}

/** A member who is linked to one of Northwind's people. */
export async function aLinkedMember(
  scene: SlackScene,
  person: Northwind,
  { canPost = true, preference = 'always' }: LinkOptions = {},
): Promise<LinkedMember> {
  const { services, organizationId, installationId, control, demo } = scene
  const slackUserId = demo.northwind.users[person]
  const name = (await control.state.users(demo.northwind.team_id)).find(({ id }) => id === slackUserId)?.real_name ?? person
  const member = await aMember(services, organizationId, { name, email: `${person}@northwind.example` })
  const userScopes = canPost ? [...USER_SCOPES] : ['users:read']
  const granted = await control.installApp({
    app_id: scene.appId,
    team_id: demo.northwind.team_id,
    user_id: slackUserId,
    bot_scopes: [],
    user_scopes: userScopes,
  })
  const userToken = granted.authed_user.access_token ?? ''
  const id = randomUUID()
  await inOrganization(services.db, organizationId, async (tx) => {
    const link = { organization_id: organizationId, id, member_id: member.id, installation_id: installationId, slack_user_id: slackUserId }
    await tx
      .insertInto('slack_link')
      .values({ ...link, slack_email: member.email, scopes: userScopes, can_post: canPost, preference })
      .execute()
    const actor = { kind: 'system', organizationId, name: 'slack-link' } as const
    const subject = { subjectKind: 'link', subjectId: id, purpose: 'user_token' } as const
    await services.secrets.writeSecret(tx, actor, { ...subject, value: userToken, expiresAtMs: null })
  })
  return { ...member, slackUserId, userToken }
}

export async function anUnlinkedMember(scene: SlackScene, name = 'Una Unlinked'): Promise<TestMember> {
  return aMember(scene.services, scene.organizationId, { name, email: `${randomUUID()}@northwind.example` })
}

/** Everything that has been posted in Northwind's Slack, by channel, system lines left out. */
export async function postsIn(scene: SlackScene, channelId: string) {
  const { messages } = await scene.control.state.channel(channelId)
  return messages.filter(({ subtype }) => subtype === undefined || subtype === 'bot_message')
}

/** The direct message of exactly these Slack users; null when nobody has opened it. */
export async function directOf(scene: SlackScene, slackUserIds: string[]): Promise<string | null> {
  const channels = await scene.control.state.channels(scene.demo.northwind.team_id)
  const wanted = slackUserIds.toSorted().join()
  return channels.find(({ kind, members }) => (kind === 'im' || kind === 'mpim') && members.toSorted().join() === wanted)?.id ?? null
}

/** Everything that was sent to Slack, as one text. */
export async function everythingSent(scene: SlackScene): Promise<string> {
  return JSON.stringify(await scene.control.log())
}
