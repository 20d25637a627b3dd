import { describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type InstallationId, type MessageId } from '@atrium/shared/ids.ts'
import { aMember } from '../../identity/testing/builders.ts'
import { enqueueDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { slackTokenOf } from '../secrets/slack-token.ts'
import { aBrowser, decideInSlack } from '../testing/browser.ts'
import { sendEvent } from '../testing/signed-events.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  anOfficeWithApp,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '../testing/slack-scene.ts'
import { STATE_LIFE_MS } from './oauth-state.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)

const northwind = () => ({ teamId: scene.demo.northwind.team_id, userId: scene.demo.northwind.users.ada })
const audited = async (organizationId: string) =>
  (
    await database()
      .owner.db.selectFrom('audit_entry')
      .select('action')
      .where('organization_id', '=', organizationId)
      .orderBy('id')
      .execute()
  ).map(({ action }) => action)
const installationRow = (id: string) =>
  database().owner.db.selectFrom('slack_installation').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const botToken = ({ organizationId, installationId }: ConnectedOffice) =>
  slackTokenOf(scene.services, { organizationId, owner: { kind: 'installation', id: installationId }, reader: 'slack-install' })

describe('saving an app', () => {
  const app = { appId: 'A0TEST', clientId: '1.2', clientSecret: 'secret' }

  it('[SL2] refuses both ways of receiving at once and says so, and each way without what it needs', async () => {
    const { owner } = await anOfficeWithApp(scene)
    const { slack } = aBrowser(scene, owner)
    await expect(slack.saveApp({ ...app, signingSecret: 's', appToken: 'xapp-1', mode: 'http' })).rejects.toThrow(
      /Both HTTP .* and Socket Mode .* are configured/,
    )
    await expect(slack.saveApp({ ...app, mode: 'http' })).rejects.toThrow(/signing secret/)
    await expect(slack.saveApp({ ...app, mode: 'socket' })).rejects.toThrow(/app-level token/)
    expect(await slack.saveApp({ ...app, appToken: 'xapp-1', mode: 'socket' })).toMatchObject({ appId: 'A0TEST', mode: 'socket' })
  })

  it('[SL1] keeps no secret of the other way when the app changes over, and shows none', async () => {
    const { owner } = await anOfficeWithApp(scene)
    const { slack } = aBrowser(scene, owner)
    const saved = await slack.saveApp({ ...app, signingSecret: 'sign', mode: 'http' })
    const again = await slack.saveApp({ ...app, appToken: 'xapp-1', mode: 'socket' })
    expect(again.id).toBe(saved.id)
    const purposes = await database()
      .owner.db.selectFrom('secret')
      .select('purpose')
      .where('subject_id', '=', saved.id)
      .orderBy('purpose')
      .execute()
    expect(purposes.map(({ purpose }) => purpose)).toEqual(['app_token', 'client_secret'])
    expect(JSON.stringify(await slack.overview())).not.toMatch(/secret|sign|xapp/)
  })

  it('[SL1] makes a manifest for this server that asks for exactly the scopes in code', async () => {
    const { owner } = await anOfficeWithApp(scene)
    const { json, createUrl } = await aBrowser(scene, owner).slack.manifest()
    const manifest = JSON.parse(json) as {
      oauth_config: { scopes: { bot: string[] } }
      settings: { event_subscriptions: { request_url: string } }
    }
    expect(manifest.settings.event_subscriptions.request_url).toBe(`${scene.url}/api/slack/events`)
    expect(manifest.oauth_config.scopes.bot).not.toContain('chat:write.public')
    expect(JSON.parse(new URL(createUrl).searchParams.get('manifest_json') ?? '')).toEqual(manifest)
  })
})

describe('connecting', () => {
  it('[SL1] connects the workspace that the admin chose, for good', async () => {
    const { owner, slackAppId, organizationId } = await anOfficeWithApp(scene)
    const browser = aBrowser(scene, owner)
    const { url } = await browser.slack.startInstall({ slackAppId })
    const to = await browser.open(await decideInSlack(url, { allow: true, ...northwind() }))
    const [installation] = (await browser.slack.overview()).installations
    expect(`${to.pathname}${to.search}`).toBe(`/settings/integrations/slack?connected=${installation?.id}`)
    expect(installation).toMatchObject({ teamName: 'Northwind', teamDomain: 'northwind', state: 'active', missingScopes: [] })
    expect(await audited(organizationId)).toContain('slack.connected')
    expect(await browser.slack.testConnection({ installationId: installation?.id as InstallationId })).toEqual({
      ok: true,
      text: 'Connection successful',
    })
  })

  it('[SL1] takes a state once, within ten minutes, and from the session it was given to', async () => {
    const { owner, slackAppId } = await anOfficeWithApp(scene)
    const [browser, elsewhere] = [aBrowser(scene, owner), aBrowser(scene, owner)]
    const begin = async () => decideInSlack((await browser.slack.startInstall({ slackAppId })).url, { allow: true, ...northwind() })
    const callback = await begin()
    expect((await elsewhere.open(callback)).searchParams.get('error')).toBe('state_expired')
    expect((await browser.open(callback)).searchParams.has('connected')).toBe(true)
    expect((await browser.open(callback)).searchParams.get('error')).toBe('state_expired')
    const late = await begin()
    await database()
      .owner.db.updateTable('slack_oauth_state')
      .set({ expires_at: new Date(Date.now() - 1) })
      .where('used_at', 'is', null)
      .execute()
    expect((await browser.open(late)).searchParams.get('error')).toBe('state_expired')
    expect(STATE_LIFE_MS).toBe(600_000)
    expect((await browser.open(`${scene.url}/api/settings/slack-oauth/callback?code=x&state=made-up`)).searchParams.get('error')).toBe(
      'state_expired',
    )
  })

  it('[SL1] says that nothing was allowed, and sends strangers away', async () => {
    const { owner, slackAppId } = await anOfficeWithApp(scene)
    const browser = aBrowser(scene, owner)
    const { url } = await browser.slack.startInstall({ slackAppId })
    const cancelled = await browser.open(await decideInSlack(url, { allow: false, ...northwind() }))
    expect(cancelled.searchParams.get('error')).toBe('access_denied')
    const stranger = await fetch(`${scene.url}/api/slack/oauth/callback?code=x&state=y`, { redirect: 'manual' })
    expect(new URL(stranger.headers.get('location') ?? '').searchParams.get('error')).toBe('not_allowed')
  })

  it('[SL5] keeps two workspaces apart, each with its own token', async () => {
    const { owner, slackAppId, organizationId } = await anOfficeWithApp(scene)
    const browser = aBrowser(scene, owner)
    const choices = [northwind(), { teamId: scene.demo.acme.team_id, userId: scene.demo.acme.users.zoe }]
    for (const choice of choices) {
      const { url } = await browser.slack.startInstall({ slackAppId })
      await browser.open(await decideInSlack(url, { allow: true, ...choice }))
    }
    const { installations } = await browser.slack.overview()
    expect(installations.map(({ teamName }) => teamName).toSorted()).toEqual(['Acme', 'Northwind'])
    for (const { id, teamId } of installations) {
      const token = await slackTokenOf(scene.services, { organizationId, owner: { kind: 'installation', id }, reader: 'slack-install' })
      const self = await scene.services.slackApi.call(token, (client) => client.auth.test())
      expect(self.team_id).toBe(teamId)
    }
  })

  it('[SL6] renews a token that is about to end, once however many ask', async () => {
    const office = await aConnectedOffice(scene, { tokenRotation: true })
    const before = await botToken(office)
    const { n: since = 0 } = (await scene.control.log()).at(-1) ?? {}
    await database()
      .owner.db.updateTable('secret')
      .set({ expires_at: new Date() })
      .where('subject_id', '=', office.installationId)
      .where('purpose', '=', 'bot_token')
      .execute()
    const renewed = await Promise.all(Array.from({ length: 6 }, () => botToken(office)))
    expect(new Set(renewed).size).toBe(1)
    expect(renewed[0]).not.toBe(before)
    expect((await scene.control.log({ since, method: 'oauth.v2.access' })).map(({ ok }) => ok)).toEqual([true])
    expect((await scene.services.slackApi.call(renewed[0] ?? null, (client) => client.auth.test())).ok).toBe(true)
  })
})

describe('disconnecting', () => {
  it('[SL7] gives the grant back, keeps what is bound to the workspace, and goes on where it stopped when it is connected again', async () => {
    const office = await aConnectedOffice(scene)
    const { organizationId, installationId, owner, slackAppId } = office
    const fay = await aLinkedMember(scene, office, { person: 'fay' })
    const { channelId, customerId } = await aWatchedChannel(scene, office, 'support-globex')
    const opened = await scene.control.act.postMessage({ user_id: scene.demo.northwind.users.cy, channel_id: channelId, text: 'before' })
    const thread = () =>
      database()
        .owner.db.selectFrom('slack_thread')
        .select('conversation_id')
        .where('thread_ts', '=', opened.ts)
        .where('organization_id', '=', organizationId)
        .execute()
    await eventually(thread, (rows) => rows.length === 1)
    const token = await botToken(office)
    const browser = aBrowser(scene, owner)

    expect(await browser.slack.disconnect({ installationId })).toMatchObject({ state: 'disconnected' })
    expect(await botToken(office)).toBeNull()
    await expect(scene.services.slackApi.call(token, (client) => client.auth.test())).rejects.toMatchObject({
      failure: { kind: 'dead_token' },
    })
    const channel = async () => (await browser.slack.listChannels({ installationId })).channels.find((one) => one.channelId === channelId)
    expect(await channel()).toMatchObject({ customerId })
    expect(
      await sendEvent(scene, office, { event: { type: 'message', channel: channelId, user: 'U0X', text: 'while away', ts: '1.000001' } }),
    ).toBe(200)

    const { url } = await browser.slack.startInstall({ slackAppId })
    await browser.open(await decideInSlack(url, { allow: true, ...northwind() }))
    const { installations, links } = await browser.slack.overview()
    expect(installations).toMatchObject([{ id: installationId, state: 'active', stateReason: null }])
    expect(links).toMatchObject([{ memberId: fay.id, canPost: true }])
    await scene.control.act.postMessage({
      user_id: scene.demo.northwind.users.gus,
      channel_id: channelId,
      text: 'after',
      thread_ts: opened.ts,
    })
    const conversationId = (await thread())[0]?.conversation_id ?? ''
    await eventually(
      () =>
        database()
          .owner.db.selectFrom('conversation_message')
          .select('text')
          .where('conversation_id', '=', conversationId)
          .orderBy('id')
          .execute(),
      (all) => all.map(({ text }) => text).join() === 'before,after',
    )
    expect(await audited(organizationId)).toEqual(expect.arrayContaining(['slack.disconnected', 'slack.reconnected']))
  })

  it('[SL7] shows what waits as blocked, and as queued once the workspace is back', async () => {
    const office = await aConnectedOffice(scene)
    const { organizationId, installationId, owner, slackAppId } = office
    const messageId = newId<MessageId>()
    const channel = {
      organization_id: organizationId,
      id: newId(),
      kind: 'mention',
      person_low: '00000000-0000-7000-8000-000000000001',
      person_high: owner.id,
    }
    await inOrganization(scene.services.db, organizationId, async (tx) => {
      await tx.insertInto('channel').values(channel).execute()
      const author = { author_kind: 'member', author_id: owner.id, author_name: 'Ada' }
      await tx
        .insertInto('message')
        .values({ organization_id: organizationId, id: messageId, channel_id: channel.id, ...author, text: 'waits', source: 'atrium' })
        .execute()
      const owed = { transport: 'slack', scopeId: installationId, laneKey: 'bot:U1', operation: 'post', payload: {} } as const
      await enqueueDelivery(tx, { organizationId, ...owed, entityKind: 'message', entityId: messageId, nowMs: 0 })
    })
    const bridge = async () =>
      (await database().owner.db.selectFrom('message').select('bridge').where('id', '=', messageId).executeTakeFirst())?.bridge
    const browser = aBrowser(scene, owner)
    await browser.slack.disconnect({ installationId })
    expect(await bridge()).toMatchObject({ state: 'blocked' })
    await browser.open(await decideInSlack((await browser.slack.startInstall({ slackAppId })).url, { allow: true, ...northwind() }))
    expect(await bridge()).toEqual({ state: 'queued' })
  })
})

describe('what happens in Slack', () => {
  it('[SL7] an app taken out of the workspace is revoked here, whichever event comes first, and can be connected again', async () => {
    const office = await aConnectedOffice(scene)
    const fay = await aLinkedMember(scene, office, { person: 'fay' })
    await scene.control.uninstallApp({ app_id: office.apiAppId, team_id: scene.demo.northwind.team_id })
    const revoked = await eventually(
      () => installationRow(office.installationId),
      ({ state }) => state === 'revoked',
    )
    expect(revoked.state_reason).toMatch(/Connect/)
    expect(await botToken(office)).toBeNull()
    const link = () => database().owner.db.selectFrom('slack_link').select('can_post').where('member_id', '=', fay.id).execute()
    await eventually(link, (rows) => rows.every(({ can_post }) => !can_post))
    const browser = aBrowser(scene, office.owner)
    await browser.open(
      await decideInSlack((await browser.slack.startInstall({ slackAppId: office.slackAppId })).url, { allow: true, ...northwind() }),
    )
    const { state, bot_user_id: botUserId } = await installationRow(office.installationId)
    expect([state, botUserId === office.botUserId]).toEqual(['active', false])
  })

  it('[SL7] word of a revocation that comes after the workspace was connected anew changes nothing', async () => {
    const office = await aConnectedOffice(scene)
    await database()
      .owner.db.updateTable('slack_installation')
      .set({ connected_at: new Date(Date.now() + 60_000) })
      .where('id', '=', office.installationId)
      .execute()
    await sendEvent(scene, office, { event: { type: 'app_uninstalled' } })
    await sendEvent(scene, office, { event: { type: 'tokens_revoked', tokens: { oauth: [], bot: [office.botUserId] } } })
    expect((await installationRow(office.installationId)).state).toBe('active')
  })

  it('[SL7] follows channels that are renamed, archived, shared, deleted, and that get another id', async () => {
    const office = await aConnectedOffice(scene)
    const { channelId, customerId } = await aWatchedChannel(scene, office, 'random')
    const { slack } = aBrowser(scene, office.owner)
    const { installationId } = office
    const channel = async (id = channelId) => (await slack.listChannels({ installationId })).channels.find((one) => one.channelId === id)
    await slack.setDefaultChannel({ installationId, channelId })
    await sendEvent(scene, office, { event: { type: 'channel_rename', channel: { id: channelId, name: 'coffee', created: 1 } } })
    expect(await channel()).toMatchObject({ name: 'coffee', customerId })
    await sendEvent(scene, office, { event: { type: 'channel_archive', channel: channelId, user: 'U1' } })
    await sendEvent(scene, office, { event: { type: 'channel_shared', channel: channelId, connected_team_id: 'T9' } })
    expect(await channel()).toMatchObject({ isArchived: true, isExtShared: true })
    await sendEvent(scene, office, { event: { type: 'channel_unarchive', channel: channelId, user: 'U1' } })
    await sendEvent(scene, office, { event: { type: 'channel_unshared', channel: channelId } })
    expect(await channel()).toMatchObject({ isArchived: false, isExtShared: false })
    const root = {
      type: 'message',
      channel: channelId,
      channel_type: 'channel',
      user: 'U0C',
      user_team: 'T0C',
      user_profile: { real_name: 'C' },
      text: 'root',
      ts: '1700000000.000001',
    }
    await sendEvent(scene, office, { event: root })
    const owed = { transport: 'slack', scopeId: installationId, laneKey: channelId, operation: 'chat.postMessage' }
    const payload = { to: { kind: 'channel', channelId, threadTs: null } }
    const deliveryId = await inOrganization(scene.services.db, office.organizationId, (tx) =>
      enqueueDelivery(tx, { organizationId: office.organizationId, ...owed, payload, entityKind: null, entityId: null, nowMs: 0 }),
    )
    await sendEvent(scene, office, { event: { type: 'channel_id_changed', old_channel_id: channelId, new_channel_id: 'C0NEWID' } })
    expect(await channel()).toBeUndefined()
    const moved = await database()
      .owner.db.selectFrom('delivery')
      .innerJoin('delivery_lane', 'delivery_lane.id', 'delivery.lane_id')
      .select(['delivery_lane.key', 'delivery.payload'])
      .where('delivery.id', '=', deliveryId)
      .executeTakeFirst()
    expect(moved).toMatchObject({ key: 'C0NEWID', payload: { to: { channelId: 'C0NEWID' } } })
    expect(await channel('C0NEWID')).toMatchObject({ name: 'coffee', customerId })
    expect((await slack.overview()).installations[0]?.defaultChannelId).toBe('C0NEWID')
    await sendEvent(scene, office, { event: { ...root, channel: 'C0NEWID', text: 'reply', ts: '1700000001.000001', thread_ts: root.ts } })
    const messages = await database()
      .owner.db.selectFrom('conversation_message')
      .select('text')
      .where('organization_id', '=', office.organizationId)
      .orderBy('id')
      .execute()
    expect(messages.map(({ text }) => text)).toEqual(['root', 'reply'])
    expect(
      await database().owner.db.selectFrom('conversation').select('id').where('organization_id', '=', office.organizationId).execute(),
    ).toHaveLength(1)
    await sendEvent(scene, office, {
      event: { type: 'member_left_channel', user: office.botUserId, channel: 'C0NEWID', channel_type: 'C' },
    })
    expect(await channel('C0NEWID')).toMatchObject({ isMember: false })
    await sendEvent(scene, office, { event: { type: 'channel_deleted', channel: 'C0NEWID' } })
    expect(await channel('C0NEWID')).toMatchObject({ isArchived: true })
  })
})

describe('who may', () => {
  it('[ID2] members neither configure nor connect nor disconnect, and nobody reaches into another organization', async () => {
    const office = await aConnectedOffice(scene)
    const member = await aMember(scene.services, office.organizationId)
    const other = await aConnectedOffice(scene)
    const { installationId, slackAppId } = office
    const attempts = ({ slack }: ReturnType<typeof aBrowser>) => ({
      startInstall: () => slack.startInstall({ slackAppId }),
      disconnect: () => slack.disconnect({ installationId }),
      refreshChannels: () => slack.refreshChannels({ installationId }),
      testConnection: () => slack.testConnection({ installationId }),
      sendTestMessage: () => slack.sendTestMessage({ installationId, channelId: 'C1' }),
      watchChannel: () => slack.watchChannel({ installationId, channelId: 'C1', customerId: null }),
      setDefaultChannel: () => slack.setDefaultChannel({ installationId, channelId: null }),
    })
    const ofMembers = {
      ...attempts(aBrowser(scene, member)),
      manifest: () => aBrowser(scene, member).slack.manifest(),
      saveApp: () =>
        aBrowser(scene, member).slack.saveApp({ appId: 'A0X', clientId: 'x', clientSecret: 'x', signingSecret: 'x', mode: 'http' }),
    }
    for (const [name, attempt] of Object.entries(ofMembers)) await expect(attempt(), name).rejects.toMatchObject({ code: 'FORBIDDEN' })
    for (const [name, attempt] of Object.entries(attempts(aBrowser(scene, other.owner)))) {
      await expect(attempt(), name).rejects.toMatchObject({ code: 'NOT_FOUND' })
    }
    const { slack } = aBrowser(scene, other.owner)
    await expect(slack.startLink({ installationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(slack.unlink({ installationId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(slack.setPreference({ installationId, preference: 'always' })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    expect((await slack.listChannels({ installationId })).channels).toEqual([])
    const seen = await aBrowser(scene, member).slack.overview()
    expect([seen.apps, seen.links]).toEqual([[], []])
    expect((await installationRow(installationId)).state).toBe('active')
  })
})
