import { randomBytes } from 'node:crypto'
import { once } from 'node:events'
import { createServer } from 'node:http'
import type { AddressInfo } from 'node:net'
import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { BOT_SCOPES } from '../scopes.ts'
import type { SecretSubject } from '../../infra/secrets/seal.rules.ts'
import { createSecretStore } from '../../infra/secrets/secret-store.ts'
import { createSlackApi } from '../slack-api.ts'
import type { SlackServices } from '../slack-services.ts'
import { aBrowser } from '../testing/browser.ts'
import { anEventBody, sendEvent, signatureHeaders } from '../testing/signed-events.ts'
import { aConnectedOffice, aWatchedChannel, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { diagnose } from './diagnose.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)

const look = async (office: ConnectedOffice, change: Partial<SlackServices> = {}) => diagnose({ ...scene.services, ...change }, office)
const codes = async (office: ConnectedOffice, change: Partial<SlackServices> = {}) => (await look(office, change)).map(({ code }) => code)
/** Something has come, so that nobody wonders whether Slack finds the way. */
const aWellOffice = async (options: Parameters<typeof aConnectedOffice>[1] = {}) => {
  const office = await aConnectedOffice(scene, options)
  if (options.mode !== 'socket') await sendEvent(scene, office, { event: { type: 'channel_rename', channel: { id: 'C0X', name: 'x' } } })
  return office
}
const keepSecret = ({ organizationId }: ConnectedOffice, secret: SecretSubject & { value: string }) =>
  commitInOrganization(scene.services, organizationId, (tx) =>
    scene.services.secrets.writeSecret(tx, { kind: 'system', organizationId, name: 'slack-install' }, { ...secret, expiresAtMs: null }),
  )
const listed = async (office: ConnectedOffice) => aBrowser(scene, office.owner).slack.refreshChannels(office)
const makeDefault = async (office: ConnectedOffice, channelId: string) =>
  aBrowser(scene, office.owner).slack.setDefaultChannel({ installationId: office.installationId, channelId })
const aChannel = async (name: string, { office, isPrivate = false }: { office?: ConnectedOffice; isPrivate?: boolean } = {}) => {
  const { team_id, users } = scene.demo.northwind
  const members = office ? [users.ada, office.botUserId] : [users.ada]
  return (await scene.control.createChannel({ team_id, name, is_private: isPrivate, members })).channel_id
}

/** Where nobody listens any more. */
const aDeadAddress = async () => {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  await new Promise((closed) => server.close(closed))
  return `http://127.0.0.1:${port}`
}

describe('the token', () => {
  it('[SL4] is content with a connection that works, over HTTP and in Socket Mode', async () => {
    const office = await aWellOffice()
    await aWatchedChannel(scene, office)
    expect(await look(office)).toEqual([])
    expect(await look(await aWellOffice({ mode: 'socket' }))).toEqual([])
  })

  it('[SL4] finds a bad token, a revoked one, missing scopes, and a workspace that was disconnected', async () => {
    const bad = await aWellOffice()
    await keepSecret(bad, { subjectKind: 'installation', subjectId: bad.installationId, purpose: 'bot_token', value: 'xoxb-made-up' })
    expect(await codes(bad)).toEqual(['bad_token'])
    const revoked = await aWellOffice()
    await scene.control.updateApp(revoked.apiAppId, { bot_events: [] })
    await scene.control.revokeToken({ app_id: revoked.apiAppId, user_id: revoked.botUserId })
    expect(await codes(revoked)).toEqual(['revoked_token'])
    expect((await aBrowser(scene, revoked.owner).slack.overview()).installations[0]?.state).toBe('revoked')
    const poor = await aWellOffice({ botScopes: BOT_SCOPES.filter((scope) => !scope.startsWith('reactions')) })
    expect(await look(poor)).toMatchObject([
      { code: 'missing_scope', what: expect.stringContaining('reactions:read, reactions:write') as string },
    ])
    await aBrowser(scene, bad.owner).slack.disconnect({ installationId: bad.installationId })
    expect(await look(bad)).toMatchObject([{ code: 'not_connected', what: expect.stringContaining('Disconnected here') as string }])
  })

  it('[SL4] finds a token that has ended and that Slack does not renew', async () => {
    const office = await aWellOffice({ tokenRotation: true })
    const { installationId: subjectId } = office
    await keepSecret(office, { subjectKind: 'installation', subjectId, purpose: 'bot_refresh_token', value: 'xoxe-1-made-up' })
    await database()
      .owner.db.updateTable('secret')
      .set({ expires_at: new Date(0) })
      .where('subject_id', '=', subjectId)
      .where('purpose', '=', 'bot_token')
      .execute()
    expect(await codes(office)).toEqual(['expired_token'])
  })

  it('[SL4] says which key is missing here', async () => {
    const secrets = createSecretStore([{ id: 'k9', key: randomBytes(32) }])
    expect(await look(await aWellOffice(), { secrets })).toMatchObject([
      { code: 'unreadable_token', what: expect.stringContaining('"k1"') as string },
    ])
  })

  it('[SL4] tells a Slack that fails from one that cannot be reached', async () => {
    const office = await aWellOffice()
    await scene.control.faults.add({ method: 'auth.test', kind: '500' })
    expect(await codes(office)).toEqual(['slack_failing'])
    const slackApi = createSlackApi({ slackApiUrl: `${await aDeadAddress()}/api/`, logger: scene.services.logger })
    expect(await codes(office, { slackApi })).toEqual(['slack_unreachable'])
  })

  it('[SL4] compares the clocks', async () => {
    const clock = { now: () => Date.now() + 10 * 60_000 }
    expect(await look(await aWellOffice(), { clock })).toMatchObject([
      { code: 'clock_skew', severity: 'problem', what: expect.stringContaining('ahead of') as string },
    ])
  })
})

describe('channels', () => {
  it('[SL4] finds an unknown one, a private one without the bot, a public one without it, and an archived one', async () => {
    const office = await aWellOffice()
    const [open, secret] = [await aChannel('open'), await aChannel('secret', { office, isPrivate: true })]
    const { users } = scene.demo.northwind
    await listed(office)
    await makeDefault(office, open)
    expect(await codes(office)).toEqual(['not_in_channel'])
    await scene.control.addMember({ channel_id: open, user_id: office.botUserId })
    expect(await codes(office)).toEqual([])
    await scene.control.changeChannel({ channel_id: open, user_id: users.ada, change: 'archive' })
    expect(await codes(office)).toEqual(['archived_channel'])
    await scene.control.changeChannel({ channel_id: open, user_id: users.ada, change: 'delete' })
    expect(await codes(office)).toEqual(['unknown_channel'])
    await makeDefault(office, secret)
    expect(await codes(office)).toEqual([])
    await scene.control.removeMember({ channel_id: secret, user_id: office.botUserId })
    expect(await codes(office)).toEqual(['not_in_private_channel'])
  })

  it('[SL4] notices that Slack restricts reading back, by a short page or a second call that has to wait', async () => {
    const office = await aWellOffice()
    const quiet = await aChannel('quiet', { office })
    await listed(office)
    await makeDefault(office, quiet)
    expect(await codes(office)).toEqual([])
    await scene.control.limits({ restricted_history: true })
    try {
      expect(await codes(office)).toEqual(['restricted_history'])
      await scene.control.limits({})
      for (let n = 0; n < 20; n++)
        await scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ada, channel_id: quiet, text: `${n}` })
      await scene.control.limits({ restricted_history: true })
      // The one that was told to wait does wait; this one was not.
      const slackApi = createSlackApi({ slackApiUrl: scene.services.slackApi.url, logger: scene.services.logger })
      expect(await look(office, { slackApi })).toMatchObject([
        { code: 'restricted_history', what: expect.stringContaining('15 messages') as string },
      ])
    } finally {
      await scene.control.limits({})
    }
  })
})

describe('receiving over HTTP', () => {
  const sendSigned = async (office: ConnectedOffice, signing: Parameters<typeof signatureHeaders>[1]) => {
    const body = anEventBody({ type: 'app_uninstalled' }, { teamId: scene.demo.northwind.team_id, apiAppId: office.apiAppId })
    const headers = { 'content-type': 'application/json', ...signatureHeaders(body, signing) }
    return (await fetch(`${scene.url}/api/slack/events`, { method: 'POST', headers, body })).status
  }

  it('[SL4] knows a wrong signing secret by the requests that were refused, until one is believed again', async () => {
    const office = await aConnectedOffice(scene)
    expect(await sendSigned(office, { secret: 'another' })).toBe(401)
    await eventually(
      () => codes(office),
      (all) => all.join() === 'wrong_signing_secret',
    )
    const stale = Math.floor(Date.now() / 1000) - 400
    const other = await aConnectedOffice(scene)
    expect(await sendSigned(other, { secret: other.signingSecret, timestamp: stale })).toBe(401)
    await eventually(
      () => codes(other),
      (all) => all.join() === 'clock_skew',
    )
    await database()
      .owner.db.updateTable('slack_app')
      .set({ refused_at: new Date(Date.now() - 60_000) })
      .execute()
    await sendEvent(scene, office, { event: { type: 'channel_rename', channel: { id: 'C0X', name: 'x' } } })
    expect(await codes(office)).toEqual([])
  })

  it('[SL4] forgets what was refused when the credentials are saved anew', async () => {
    const office = await aConnectedOffice(scene)
    await sendSigned(office, { secret: 'another' })
    await eventually(
      () => codes(office),
      (all) => all.includes('wrong_signing_secret'),
    )
    const credentials = { appId: office.apiAppId, clientId: '1.2', clientSecret: 'secret', signingSecret: office.signingSecret }
    await aBrowser(scene, office.owner).slack.saveApp({ ...credentials, mode: 'http' })
    expect(await codes(office)).toEqual(['nothing_arrived'])
  })

  it('[SL4] tries the request URL when nothing has ever come', async () => {
    const office = await aConnectedOffice(scene)
    expect(await codes(office)).toEqual(['nothing_arrived'])
    expect(await look(office, { publicUrl: await aDeadAddress() })).toMatchObject([
      { code: 'unreachable_url', what: expect.stringContaining('ECONNREFUSED') as string },
    ])
    expect(await look(office, { publicUrl: `${scene.url}/elsewhere` })).toMatchObject([
      { code: 'unreachable_url', what: expect.stringContaining('it answers 404') as string },
    ])
  })

  it('[SL2, SL4] notices credentials of both ways', async () => {
    const office = await aWellOffice()
    await keepSecret(office, { subjectKind: 'app', subjectId: office.slackAppId, purpose: 'app_token', value: 'xapp-1' })
    expect(await codes(office)).toEqual(['both_modes'])
  })
})

describe('Socket Mode', () => {
  it('[SL4] finds that it is off in Slack, an app token without its scope, and one that is unknown', async () => {
    const office = await aWellOffice({ mode: 'socket' })
    await scene.control.updateApp(office.apiAppId, { socket_mode: false })
    expect(await codes(office)).toEqual(['socket_mode_off'])
    await scene.control.updateApp(office.apiAppId, { socket_mode: true, app_token_scopes: ['authorizations:read'] })
    expect(await codes(office)).toEqual(['app_token_scope'])
    await keepSecret(office, { subjectKind: 'app', subjectId: office.slackAppId, purpose: 'app_token', value: 'xapp-made-up' })
    expect(await codes(office)).toEqual(['bad_app_token'])
  })

  it('[SL4] leaves no connection behind', async () => {
    const office = await aWellOffice({ mode: 'socket' })
    expect(await codes(office)).toEqual([])
    await eventually(
      () => scene.control.socket.connections(office.apiAppId),
      ({ count }) => count === 0,
    )
  })
})
