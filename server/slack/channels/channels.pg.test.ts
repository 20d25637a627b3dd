import { sql } from 'kysely'
import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { aCustomer } from '../../inbox/testing/builders.ts'
import { applyChannelRenamed, applyMembership } from '../ingress/apply-channel-event.ts'
import { BOT_SCOPES } from '../scopes.ts'
import { aBrowser } from '../testing/browser.ts'
import { aConnectedOffice, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { upsertChannels, type ListedChannel } from './channel.queries.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let slack: ReturnType<typeof aBrowser>['slack']

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  slack = aBrowser(scene, office.owner).slack
})

/** How many statements on this database wait for somebody else's lock. */
async function waitingForLocks(): Promise<number> {
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'
  `.execute(database().owner.db)
  return rows[0]?.count ?? 0
}

/** When Slack's event of it came; until then it is on its way, and would change the channel at any moment. */
async function toldOf(channelId: string): Promise<Date | null> {
  const channels = database().owner.db.selectFrom('slack_channel').select('told_at').where('channel_id', '=', channelId)
  return (await channels.executeTakeFirst())?.told_at ?? null
}

describe('the list of channels', () => {
  it('[SL8] holds every public channel of more than a thousand, and a private one after the invitation', async () => {
    const { team_id, users } = scene.demo.northwind
    const names = Array.from({ length: 1_050 }, (_, index) => `project-${String(index).padStart(4, '0')}`)
    for (let start = 0; start < names.length; start += 50) {
      await Promise.all(names.slice(start, start + 50).map((name) => scene.control.createChannel({ team_id, name, members: [users.ada] })))
    }
    const { channel_id: secret } = await scene.control.createChannel({ team_id, name: 'board', is_private: true, members: [users.ada] })
    const { installationId } = office
    const listed = await slack.refreshChannels({ installationId })
    expect(listed.filter(({ name }) => name.startsWith('project-'))).toHaveLength(1_050)
    expect(listed.some(({ channelId }) => channelId === secret)).toBe(false)
    await scene.control.addMember({ channel_id: secret, user_id: office.botUserId })
    await eventually(() => toldOf(secret), Boolean)
    const again = await slack.refreshChannels({ installationId })
    expect(again.find(({ channelId }) => channelId === secret)).toMatchObject({ isPrivate: true, isMember: true })
    expect((await slack.listChannels({ installationId })).channels).toEqual(again)
  })

  it('[SL8] refreshing again changes nothing that is as it was, and never whom a channel is watched for', async () => {
    const { installationId, organizationId } = office
    const customerId = await aCustomer(scene.services, organizationId)
    const channelId = scene.demo.northwind.channels['support-acme']
    expect(await slack.watchChannel({ installationId, channelId, customerId })).toMatchObject({ customerId })
    const before = (await slack.overview()).head
    const listed = await slack.refreshChannels({ installationId })
    expect(listed.find((channel) => channel.channelId === channelId)).toMatchObject({ customerId, isExtShared: true })
    expect((await slack.overview()).head).toBe(before)
    expect(await slack.watchChannel({ installationId, channelId, customerId: null })).toMatchObject({ customerId: null })
  })

  it('[SL7, SL8] a refresh and events of several channels, in another order, wait for each other and do not lock each other out', async () => {
    const { organizationId, installationId, botUserId, slackAppId, apiAppId } = office
    const { random, general } = scene.demo.northwind.channels
    const workspace = { teamId: scene.demo.northwind.team_id, botId: null, conversationEmoji: 'ticket' }
    const scope = { organizationId, installationId, slackAppId, apiAppId, botUserId, ...workspace }
    const at = { nowMs: Date.now(), receivedAtMs: Date.now(), happenedAtMs: Date.now() }
    const listed = (channelId: string): ListedChannel => ({
      ...{ channelId, name: 'listed', isPrivate: false, isExtShared: false, isArchived: false, isMember: false },
    })
    let refreshing: Promise<void> | undefined
    await commitInOrganization(scene.services, organizationId, async (tx) => {
      await applyChannelRenamed(tx, { ...scope, ...at }, { kind: 'channelRenamed', channelId: random, name: 'told first' })
      refreshing = commitInOrganization(scene.services, organizationId, (other) =>
        upsertChannels(other, organizationId, {
          installationId,
          channels: [listed(general), listed(random)],
          askedAtMs: Date.now() + 1_000,
        }),
      )
      await eventually(waitingForLocks, (count) => count > 0)
      await applyChannelRenamed(tx, { ...scope, ...at }, { kind: 'channelRenamed', channelId: general, name: 'told second' })
    })
    await refreshing
    const { channels } = await slack.listChannels({ installationId })
    expect(channels.filter(({ name }) => name === 'listed')).toHaveLength(2)
  })

  it('[SL8] an invitation that comes while a refresh brings the channel keeps its name', async () => {
    const { organizationId, installationId, botUserId, slackAppId, apiAppId } = office
    const workspace = { teamId: scene.demo.northwind.team_id, botId: null, conversationEmoji: 'ticket' }
    const scope = { organizationId, installationId, slackAppId, apiAppId, botUserId, ...workspace }
    const at = { nowMs: Date.now(), receivedAtMs: Date.now(), happenedAtMs: Date.now() }
    const channelId = 'C0NEWHERE'
    const channel = { channelId, name: 'new-here', isPrivate: false, isExtShared: false, isArchived: false, isMember: false }
    let invited: Promise<void> | undefined
    await commitInOrganization(scene.services, organizationId, async (tx) => {
      await upsertChannels(tx, organizationId, { installationId, channels: [channel], askedAtMs: Date.now() })
      invited = commitInOrganization(scene.services, organizationId, (other) =>
        applyMembership(other, { ...scope, ...at }, { kind: 'membership', channelId, userId: botUserId, isMember: true, isPrivate: false }),
      )
      await eventually(waitingForLocks, (count) => count > 0)
    })
    await invited
    const { channels } = await slack.listChannels({ installationId })
    expect(channels.find((each) => each.channelId === channelId)).toMatchObject({ name: 'new-here', isMember: true })
  })

  it('[SL7] an event that says what is known already is told to nobody', async () => {
    const { organizationId, installationId, botUserId, slackAppId, apiAppId } = office
    const workspace = { teamId: scene.demo.northwind.team_id, botId: null, conversationEmoji: 'ticket' }
    const scope = { organizationId, installationId, slackAppId, apiAppId, botUserId, ...workspace }
    const channelId = scene.demo.northwind.channels.general
    const rename = (name: string) => {
      const at = { nowMs: Date.now(), receivedAtMs: Date.now(), happenedAtMs: Date.now() }
      return commitInOrganization(scene.services, organizationId, (tx) =>
        applyChannelRenamed(tx, { ...scope, ...at }, { kind: 'channelRenamed', channelId, name }),
      )
    }
    await slack.refreshChannels({ installationId })
    await rename('called-so')
    const [before, toldBefore] = [(await slack.overview()).head, await toldOf(channelId)]
    await rename('called-so')
    expect((await slack.overview()).head).toBe(before)
    expect(Number(await toldOf(channelId))).toBeGreaterThan(Number(toldBefore))
    await rename('called-otherwise')
    expect((await slack.overview()).head).toBe(before + 1)
  })

  it('[IN2] refuses a customer of another organization, and a channel that is not known', async () => {
    const { installationId } = office
    const channelId = scene.demo.northwind.channels.random
    const foreign = await aCustomer(scene.services, (await aConnectedOffice(scene)).organizationId)
    await expect(slack.watchChannel({ installationId, channelId, customerId: foreign })).rejects.toMatchObject({ code: 'NOT_FOUND' })
    await expect(slack.watchChannel({ installationId, channelId: 'C0NOWHERE', customerId: null })).rejects.toMatchObject({
      code: 'NOT_FOUND',
    })
  })

  it('[SL8] keeps the default channel by its id', async () => {
    const { installationId } = office
    const channelId = scene.demo.northwind.channels.general
    expect(await slack.setDefaultChannel({ installationId, channelId })).toMatchObject({ defaultChannelId: channelId })
    expect(await slack.setDefaultChannel({ installationId, channelId: null })).toMatchObject({ defaultChannelId: null })
  })
})

describe('the doctor', () => {
  const diagnose = ({ owner, installationId }: ConnectedOffice) => aBrowser(scene, owner).slack.testConnection({ installationId })
  const withToken = (of: ConnectedOffice, value: string) =>
    commitInOrganization(scene.services, of.organizationId, (tx) => {
      const actor = { kind: 'system', organizationId: of.organizationId, name: 'slack-install' } as const
      const subject = { subjectKind: 'installation', subjectId: of.installationId, purpose: 'bot_token' } as const
      return scene.services.secrets.writeSecret(tx, actor, { ...subject, value, expiresAtMs: null })
    })

  it('[SL4] is content with a connection that works', async () => {
    expect(await diagnose(office)).toEqual({ ok: true, text: 'Connection successful' })
  })

  it('[SL4] names a bad token, a revoked one, and the scopes that are missing', async () => {
    const bad = await aConnectedOffice(scene)
    await withToken(bad, 'xoxb-made-up')
    expect(await diagnose(bad)).toMatchObject({ ok: false, text: expect.stringContaining('Bad token') as string })
    const revoked = await aConnectedOffice(scene, {})
    const { apiAppId, botUserId, installationId } = revoked
    await scene.control.updateApp(apiAppId, { bot_events: [] })
    await scene.control.revokeToken({ app_id: apiAppId, user_id: botUserId })
    const told = await diagnose(revoked)
    expect(told.ok).toBe(false)
    expect(told.text).toMatch(/revoked/i)
    expect(installationId).toBeTruthy()
    const poor = await aConnectedOffice(scene, { botScopes: BOT_SCOPES.filter((scope) => !scope.startsWith('reactions')) })
    expect(await diagnose(poor)).toEqual({ ok: false, text: expect.stringContaining('reactions:read, reactions:write') as string })
    expect((await aBrowser(scene, poor.owner).slack.overview()).installations[0]?.missingScopes).toEqual([
      'reactions:read',
      'reactions:write',
    ])
  })

  it('[SL4] sends a test message, and says why it cannot', async () => {
    const { installationId } = office
    const { general, random } = scene.demo.northwind.channels
    await scene.control.addMember({ channel_id: general, user_id: office.botUserId })
    await slack.sendTestMessage({ installationId, channelId: general })
    expect((await scene.control.state.channel(general)).messages.at(-1)?.text).toContain('test message')
    await expect(slack.sendTestMessage({ installationId, channelId: 'C0NOWHERE' })).rejects.toThrow(/Unknown channel/)
    await expect(slack.sendTestMessage({ installationId, channelId: random })).rejects.toThrow(/not in this channel/)
  })

  it('[SL4] tells a Slack that fails from one that cannot be reached', async () => {
    await scene.control.faults.add({ method: 'auth.test', kind: '500' })
    expect(await diagnose(office)).toMatchObject({ ok: false, text: expect.stringContaining('failed on its side') as string })
    await scene.control.faults.add({ method: 'auth.test', kind: '429', retry_after_s: 7 })
    expect(await diagnose(office)).toMatchObject({ ok: false, text: expect.stringContaining('7 seconds') as string })
  })
})
