import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { SlackServices } from '../slack-services.ts'
import { aBrowser } from '../testing/browser.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'
import { lookUpChannels } from './lookup.worker.ts'
import { refreshChannels } from './refresh-channels.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let slack: ReturnType<typeof aBrowser>['slack']

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  slack = aBrowser(scene, office.owner).slack
})

const channelOf = async (channelId: string) =>
  (await slack.listChannels({ installationId: office.installationId })).channels.find((channel) => channel.channelId === channelId)
const rowOf = (channelId: string) =>
  database()
    .owner.db.selectFrom('slack_channel')
    .selectAll()
    .where('organization_id', '=', office.organizationId)
    .where('channel_id', '=', channelId)
    .executeTakeFirstOrThrow()
let made = 0
const aChannel = async (is_private = false) => {
  const { team_id, users } = scene.demo.northwind
  const name = `deal-${++made}`
  const { channel_id } = await scene.control.createChannel({ team_id, name, is_private, members: [users.ada] })
  return { channelId: channel_id, name }
}
const invite = (channelId: string) => scene.control.addMember({ channel_id: channelId, user_id: office.botUserId })
/** The bot is in a channel of which nothing was known before, and its event was applied. */
const anInvitation = async (is_private = false) => {
  const channel = await aChannel(is_private)
  await invite(channel.channelId)
  await eventually(
    () => channelOf(channel.channelId),
    (found) => found?.isMember === true,
  )
  return channel
}
/** Long after whatever was to be waited for. */
const dueNow = (channelId: string) =>
  database()
    .owner.db.updateTable('slack_channel')
    .set({ lookup_at: new Date(0) })
    .where('channel_id', '=', channelId)
    .execute()

describe('a channel that the bot was invited to', () => {
  it('[SL8] is called by its name soon after, told to whoever looks on, and Slack is asked once', async () => {
    const { channelId, name } = await anInvitation(true)
    expect(await channelOf(channelId)).toMatchObject({ name: channelId })
    await lookUpChannels(scene.services)
    expect(await channelOf(channelId)).toMatchObject({ name, isPrivate: true, isMember: true, isExtShared: false })
    const { payload } = await database()
      .owner.db.selectFrom('change')
      .select('payload')
      .where('organization_id', '=', office.organizationId)
      .where('kind', '=', 'slack.channelChanged')
      .orderBy('seq', 'desc')
      .executeTakeFirstOrThrow()
    expect(payload).toMatchObject({ channel: { channelId, name, isPrivate: true } })
    expect(await lookUpChannels(scene.services)).toBe(0)
  })

  it('[SL8] and that is shared with another company is shown as such', async () => {
    const channelId = scene.demo.northwind.channels['support-acme']
    await invite(channelId)
    await eventually(
      () => channelOf(channelId),
      (found) => found?.isMember === true,
    )
    await lookUpChannels(scene.services)
    expect(await channelOf(channelId)).toMatchObject({ name: 'support-acme', isExtShared: true })
  })

  it('[SL8] is asked about again when Slack did not answer, wants to be left alone, or while the workspace is disconnected', async () => {
    const { channelId, name } = await anInvitation()
    for (const [kind, after] of [
      ['500', 1_000],
      ['429', 1_000],
    ] as const) {
      await scene.control.faults.add({ method: 'conversations.info', kind, retry_after_s: 1 })
      const before = scene.services.clock.now()
      expect(await lookUpChannels(scene.services)).toBe(0)
      expect((await rowOf(channelId)).lookup_at?.getTime()).toBeGreaterThanOrEqual(before + after)
      expect(await lookUpChannels(scene.services)).toBe(0)
      await dueNow(channelId)
    }
    const { db } = database().owner
    await db.updateTable('slack_installation').set({ state: 'disconnected' }).where('id', '=', office.installationId).execute()
    expect(await lookUpChannels(scene.services)).toBe(0)
    await db.updateTable('slack_installation').set({ state: 'active' }).where('id', '=', office.installationId).execute()
    await eventually(
      async () => {
        await dueNow(channelId)
        await lookUpChannels(scene.services)
        return channelOf(channelId)
      },
      (found) => found?.name === name,
    )
  })

  it('[SL8] and is not there any more keeps its id, until the bot is invited anew', async () => {
    const channelId = 'C0GONE'
    const joined = { type: 'member_joined_channel', user: office.botUserId, channel: channelId, channel_type: 'C' }
    await sendEvent(scene, office, { event: joined })
    expect(await lookUpChannels(scene.services)).toBe(0)
    expect(await rowOf(channelId)).toMatchObject({ name: channelId, lookup_at: null })
    await sendEvent(scene, office, { event: joined })
    expect((await rowOf(channelId)).lookup_at).not.toBeNull()
  })
})

describe('what Slack was asked for before an event came', () => {
  /** Slack's answers as they are, each only after `work`. */
  const answeringAfter = (work: () => Promise<unknown>): SlackServices => {
    const { slackApi } = scene.services
    return {
      ...scene.services,
      slackApi: {
        ...slackApi,
        async call(token, ask) {
          const answer = await slackApi.call(token, ask)
          await work()
          return answer
        },
      },
    }
  }
  const tell = (event: { type: string } & Record<string, unknown>) => sendEvent(scene, office, { event })

  it('[SL7, SL8] is older than it: a refresh undoes no invitation, no new name and no archiving', async () => {
    const { channelId } = await aChannel()
    await refreshChannels(scene.services, office)
    const { installationId } = office
    for (const [event, shown] of [
      [{ type: 'member_joined_channel', user: office.botUserId, channel: channelId, channel_type: 'C' }, { isMember: true }],
      [{ type: 'channel_rename', channel: { id: channelId, name: 'told-anew' } }, { name: 'told-anew' }],
      [{ type: 'channel_archive', channel: channelId }, { isArchived: true }],
    ] as const) {
      await refreshChannels(
        answeringAfter(() => tell(event)),
        office,
      )
      expect(await channelOf(channelId)).toMatchObject(shown)
    }
    // Asked after the last of them, Slack says how it is: these events were of our own making.
    expect((await slack.refreshChannels({ installationId })).find((one) => one.channelId === channelId)).toMatchObject({
      ...{ isMember: false, isArchived: false },
    })
  })

  it('[SL8] also where one channel is looked up, which is then asked about again', async () => {
    const { channelId, name } = await anInvitation()
    const renamed = () => tell({ type: 'channel_rename', channel: { id: channelId, name: 'told-first' } })
    expect(await lookUpChannels(answeringAfter(renamed))).toBe(0)
    expect(await channelOf(channelId)).toMatchObject({ name: 'told-first' })
    await dueNow(channelId)
    expect(await lookUpChannels(scene.services)).toBe(1)
    expect(await channelOf(channelId)).toMatchObject({ name })
  })
})
