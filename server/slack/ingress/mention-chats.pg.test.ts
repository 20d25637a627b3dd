import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type ChannelId, type MessageId } from '@atrium/shared/ids.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { enqueueDelivery } from '../../infra/deliveries/enqueue-delivery.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { sendEvent } from '../testing/signed-events.ts'
import { aConnectedOffice, aLinkedMember, eventually, useSlackScene, type ConnectedOffice } from '../testing/slack-scene.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let ada: Awaited<ReturnType<typeof aLinkedMember>>
let ben: Awaited<ReturnType<typeof aLinkedMember>>
/** The direct message of Ada and Ben, behind their mention chat. */
let directId: string
let chatId: ChannelId

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  ada = await aLinkedMember(scene, office, { person: 'ada' })
  ben = await aLinkedMember(scene, office, { person: 'ben' })
  directId = (await scene.control.act.openDm({ user_id: ada.slackUserId, with: ben.slackUserId })).channel_id
  const { organizationId, installationId } = office
  chatId = await commitInOrganization(scene.services, organizationId, async (tx) => {
    const lane_key = ['dm', ...[ada.slackUserId, ben.slackUserId].toSorted()].join(':')
    const row = { organization_id: organizationId, installation_id: installationId, lane_key, kind: 'person', slack_channel_id: directId }
    await tx.insertInto('slack_direct').values(row).execute()
    return (await openMentionChannel(tx, { organizationId, people: [ada.id, ben.id], nowMs: 0 })).id
  })
})

const chatOf = (channelId: ChannelId) =>
  database()
    .owner.db.selectFrom('message')
    .select(['author_id', 'text', 'source', 'edited_at', 'deleted_at'])
    .where('channel_id', '=', channelId)
    .orderBy('id')
    .execute()
const everythingKept = async () => {
  const { db } = database().owner
  const tables = ['slack_inbox', 'slack_message', 'message', 'conversation_message', 'slack_profile', 'change'] as const
  return JSON.stringify(await Promise.all(tables.map((table) => db.selectFrom(table).selectAll().execute())))
}
const quiet = () =>
  eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state === 'delivered' || state === 'dropped'),
  )

describe('the direct message of two linked members', () => {
  it('[BR6] makes a message of their mention chat of what one writes there in Slack, by the one who wrote it', async () => {
    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id: directId, text: 'See you at *three*' })
    await quiet()
    expect(await chatOf(chatId)).toMatchObject([{ author_id: ben.id, text: 'See you at **three**', source: 'slack' }])
  })

  it('[BR6] [BR7] follows what becomes of it', async () => {
    const { ts } = await scene.control.act.postMessage({ user_id: ada.slackUserId, channel_id: directId, text: 'Fine' })
    await scene.control.act.editMessage({ user_id: ada.slackUserId, channel_id: directId, ts, text: 'Perfect' })
    await quiet()
    expect((await chatOf(chatId)).at(-1)).toMatchObject({ author_id: ada.id, text: 'Perfect' })
    await scene.control.act.deleteMessage({ user_id: ada.slackUserId, channel_id: directId, ts })
    await quiet()
    expect((await chatOf(chatId)).at(-1)).toMatchObject({ text: '', deleted_at: expect.any(Date) as Date })
  })

  it('[BR6] drops what a member writes in other direct messages before anything is kept', async () => {
    const before = await everythingKept()
    const { cy, eli } = scene.demo.northwind.users
    const { channel_id: other } = await scene.control.act.openDm({ user_id: ada.slackUserId, with: cy })
    const { ts } = await scene.control.act.postMessage({ user_id: cy, channel_id: other, text: 'a secret of ours' })
    await scene.control.act.postMessage({ user_id: ada.slackUserId, channel_id: other, text: 'I tell nobody' })
    await scene.control.act.editMessage({ user_id: cy, channel_id: other, ts, text: 'a greater secret' })
    await scene.control.act.deleteMessage({ user_id: cy, channel_id: other, ts })
    const { channel_id: group } = await scene.control.act.openDm({ user_id: ada.slackUserId, with: [cy, eli] })
    await scene.control.act.postMessage({ user_id: cy, channel_id: group, text: 'between the three of us' })
    await quiet()
    expect(
      (await scene.control.deliveries({ type: 'message.im' })).some(({ payload }) => JSON.stringify(payload).includes('a secret of ours')),
    ).toBe(true)
    expect(await everythingKept()).toBe(before)
  })
})

describe('our own posts', () => {
  const owedMessage = async () => {
    const { organizationId, installationId } = office
    const id = newId<MessageId>()
    const lane = ['dm', ...[ada.slackUserId, ben.slackUserId].toSorted()].join(':')
    const deliveryId = await inOrganization(scene.services.db, organizationId, async (tx) => {
      const row = { organization_id: organizationId, id, channel_id: chatId, author_kind: 'member', author_id: ada.id, author_name: 'Ada' }
      await tx
        .insertInto('message')
        .values({ ...row, text: `echo of ${id}`, source: 'atrium' })
        .execute()
      const owed = { transport: 'slack', scopeId: installationId, laneKey: lane, operation: 'chat.postMessage', payload: {} } as const
      return enqueueDelivery(tx, { organizationId, ...owed, entityKind: 'message', entityId: id, nowMs: 0 })
    })
    return { id, deliveryId, text: `echo of ${id}` }
  }
  const postAsAda = (text: string, metadata?: { id: string }) =>
    scene.services.slackApi.call(ada.userToken, (client) =>
      client.chat.postMessage({
        channel: directId,
        text,
        ...(metadata ? { metadata: { event_type: 'atrium_delivery', event_payload: metadata } } : {}),
      }),
    )
  const copies = async (text: string) => (await chatOf(chatId)).filter((message) => message.text === text).length
  const noteOf = (ts: string | undefined) =>
    database()
      .owner.db.selectFrom('slack_message')
      .select(['delivery_id', 'entity_id'])
      .where('channel_id', '=', directId)
      .where('ts', '=', ts ?? '')
      .execute()

  it('[BR7] never come back as a second message: told by their metadata, which also notes where they are', async () => {
    const { id, deliveryId, text } = await owedMessage()
    const { ts } = await postAsAda(text, { id: deliveryId })
    await quiet()
    expect(await copies(text)).toBe(1)
    expect(await noteOf(ts)).toEqual([{ delivery_id: deliveryId, entity_id: id }])
  })

  it('[BR7] posted twice are both noted, and only one is the message', async () => {
    const { id, deliveryId, text } = await owedMessage()
    const [first, second] = [await postAsAda(text, { id: deliveryId }), await postAsAda(text, { id: deliveryId })]
    await quiet()
    expect(await copies(text)).toBe(1)
    expect(await noteOf(first.ts)).toEqual([{ delivery_id: deliveryId, entity_id: id }])
    expect(await noteOf(second.ts)).toEqual([{ delivery_id: deliveryId, entity_id: null }])
  })

  it('[BR7] are known by channel and time once the answer of the call has come first', async () => {
    const { id, text } = await owedMessage()
    const ts = '1700000000.000777'
    const { organizationId: organization_id, installationId: installation_id } = office
    const row = { organization_id, installation_id, channel_id: directId, ts, entity_kind: 'message', entity_id: id }
    await database().owner.db.insertInto('slack_message').values(row).execute()
    await sendEvent(scene, office, { event: { type: 'message', channel: directId, channel_type: 'im', user: ada.slackUserId, text, ts } })
    expect(await copies(text)).toBe(1)
  })

  it('[BR7] are known by the one call in flight when Slack leaves the metadata out, and what is typed meanwhile is not lost', async () => {
    const { deliveryId, text } = await owedMessage()
    await database().owner.db.updateTable('delivery').set({ state: 'sending' }).where('id', '=', deliveryId).execute()
    await postAsAda(text)
    await scene.control.act.postMessage({ user_id: ada.slackUserId, channel_id: directId, text: 'typed in between' })
    await quiet()
    expect(await copies(text)).toBe(1)
    expect(await copies('typed in between')).toBe(1)
    await database().owner.db.updateTable('delivery').set({ state: 'sent', settled_at: new Date() }).where('id', '=', deliveryId).execute()
  })

  it('are not believed to be ours because somebody else copied our metadata', async () => {
    const { deliveryId, text } = await owedMessage()
    const copied = { event_type: 'atrium_delivery', event_payload: { id: deliveryId } }
    const event = {
      type: 'message',
      channel: directId,
      channel_type: 'im',
      user: ben.slackUserId,
      text,
      ts: '1700000000.000888',
      metadata: copied,
    }
    await sendEvent(scene, office, { event: { ...event, client_msg_id: 'typed' } })
    expect(await copies(text)).toBe(2)
  })
})

describe("the bot's direct message", () => {
  it('[BR6] takes a reply in the thread, and what comes after it at the top level, into the mention chat it mirrors', async () => {
    const fay = await aLinkedMember(scene, office, { person: 'fay' })
    const { organizationId, installationId } = office
    const { channel_id: channelId } = await scene.control.act.openDm({ user_id: fay.slackUserId, with: office.botUserId })
    const chat = await commitInOrganization(scene.services, organizationId, async (tx) => {
      const { id } = await openMentionChannel(tx, { organizationId, people: [office.owner.id, fay.id], nowMs: 0 })
      const row = {
        organization_id: organizationId,
        installation_id: installationId,
        channel_id: channelId,
        thread_ts: '1700000000.000100',
      }
      await tx
        .insertInto('slack_thread')
        .values({ ...row, mention_channel_id: id })
        .execute()
      return id
    })
    const event = { type: 'message', channel: channelId, channel_type: 'im', user: fay.slackUserId, client_msg_id: 'x' }
    await sendEvent(scene, office, { event: { ...event, text: 'in the thread', ts: '1700000001.000100', thread_ts: '1700000000.000100' } })
    await sendEvent(scene, office, { event: { ...event, text: 'at the top', ts: '1700000002.000100' }, authorizedUserId: fay.slackUserId })
    expect(await chatOf(chat)).toMatchObject([
      { author_id: fay.id, text: 'in the thread' },
      { author_id: fay.id, text: 'at the top' },
    ])
  })
})
