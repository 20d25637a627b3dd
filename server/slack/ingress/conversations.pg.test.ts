import { beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '../testing/slack-scene.ts'
import { healProfiles } from './profile.worker.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
let office: ConnectedOffice
let watched: Awaited<ReturnType<typeof aWatchedChannel>>

beforeAll(async () => {
  office = await aConnectedOffice(scene)
  watched = await aWatchedChannel(scene, office)
})

const conversations = () =>
  database()
    .owner.db.selectFrom('conversation')
    .leftJoin('contact', 'contact.id', 'conversation.contact_id')
    .select([
      'conversation.id',
      'conversation.subject',
      'conversation.origin',
      'conversation.place',
      'conversation.customer_id',
      'contact.name',
    ])
    .where('conversation.organization_id', '=', office.organizationId)
    .orderBy('conversation.number')
    .execute()
const conversationAbout = async (subject: string) => (await conversations()).find((one) => one.subject === subject)
const openedAbout = (subject: string) => eventually(() => conversationAbout(subject), Boolean)
const messagesOf = (conversationId: string | undefined) =>
  database()
    .owner.db.selectFrom('conversation_message')
    .select(['author_kind', 'author_id', 'text', 'edited_at', 'deleted_at'])
    .where('conversation_id', '=', conversationId ?? '')
    .orderBy('id')
    .execute()
const zoe = () => scene.demo.acme.users.zoe
const max = () => scene.demo.acme.users.max
const say = (userId: string, text: string, threadTs?: string) =>
  scene.control.act.postMessage({ user_id: userId, channel_id: watched.channelId, text, ...(threadTs ? { thread_ts: threadTs } : {}) })
/** Every event that Slack has sent so far is acknowledged. */
const quiet = () =>
  eventually(
    () => scene.control.deliveries(),
    (all) => all.every(({ state }) => state === 'delivered' || state === 'dropped'),
  )

describe('a watched channel', () => {
  it('[IN1] [IN2] opens a conversation for its customer with each top-level message, by a contact that the event introduces', async () => {
    await say(zoe(), 'The export fails')
    const opened = await openedAbout('The export fails')
    expect(opened).toMatchObject({ origin: 'channel', place: '#support-acme', customer_id: watched.customerId, name: 'Zoe Carter' })
    expect(await messagesOf(opened?.id)).toMatchObject([{ author_kind: 'contact', text: 'The export fails' }])
  })

  it('[IN1] [IN2] appends replies, everybody as their own contact and a linked member as an agent', async () => {
    const fay = await aLinkedMember(scene, office, { person: 'fay' })
    const { ts } = await say(zoe(), 'Who can help?')
    await say(max(), 'Me too', ts)
    await say(fay.slackUserId, 'I *can*', ts)
    const opened = await openedAbout('Who can help?')
    const messages = await eventually(
      () => messagesOf(opened?.id),
      (all) => all.length === 3,
    )
    expect(messages.map(({ author_kind, text }) => [author_kind, text])).toEqual([
      ['contact', 'Who can help?'],
      ['contact', 'Me too'],
      ['member', 'I **can**'],
    ])
    expect(messages[2]?.author_id).toBe(fay.id)
    expect(messages[0]?.author_id).not.toBe(messages[1]?.author_id)
  })

  it('[IN2] keeps a placeholder for somebody of the own workspace until they are looked up', async () => {
    const dana = scene.demo.northwind.users.dana
    await say(dana, 'A question of my own')
    const opened = await openedAbout('A question of my own')
    expect(opened?.name).toBe(`Slack user ${dana}`)
    expect(await healProfiles(scene.services)).toBe(1)
    expect((await conversationAbout('A question of my own'))?.name).toBe('Dana Moreau')
  })

  it('[IN2] makes the same contact of the same e-mail, and no agent of a stranger who claims one', async () => {
    const gus = await aLinkedMember(scene, office, { person: 'gus' })
    await scene.control.act.setProfile({ user_id: max(), email: 'gus@northwind.example' })
    await say(max(), 'I am Gus, believe me')
    await healProfiles(scene.services)
    const opened = await openedAbout('I am Gus, believe me')
    expect(await messagesOf(opened?.id)).toMatchObject([{ author_kind: 'contact' }])
    expect((await messagesOf(opened?.id))[0]?.author_id).not.toBe(gus.id)
  })

  it('[IN1] follows edits and deletes', async () => {
    const { ts } = await say(zoe(), 'First wording')
    const opened = await openedAbout('First wording')
    await scene.control.act.editMessage({ user_id: zoe(), channel_id: watched.channelId, ts, text: 'Second wording' })
    await eventually(
      () => messagesOf(opened?.id),
      ([message]) => message?.text === 'Second wording' && message.edited_at !== null,
    )
    await scene.control.act.deleteMessage({ user_id: zoe(), channel_id: watched.channelId, ts })
    await eventually(
      () => messagesOf(opened?.id),
      ([message]) => message?.text === '' && message.deleted_at !== null,
    )
  })

  it('[IN1] takes what another app posts as a message of a contact named after it', async () => {
    const other = await scene.control.createApp({
      name: 'Monitor',
      bot_scopes: ['chat:write', 'chat:write.customize'],
      redirect_urls: ['http://127.0.0.1:9/'],
    })
    const { ada } = scene.demo.northwind.users
    const { access_token: token = '' } = await scene.control.installApp({
      app_id: other.app_id,
      team_id: scene.demo.northwind.team_id,
      user_id: ada,
    })
    const { bot_user_id: botUserId = '' } = await scene.control.installApp({
      app_id: other.app_id,
      team_id: scene.demo.northwind.team_id,
      user_id: ada,
    })
    await scene.control.addMember({ channel_id: watched.channelId, user_id: botUserId })
    await scene.services.slackApi.call(token, (client) =>
      client.chat.postMessage({ channel: watched.channelId, text: 'Disk is full', username: 'Watchdog' }),
    )
    expect((await openedAbout('Disk is full'))?.name).toBe('Watchdog')
  })
})

describe('elsewhere', () => {
  it('[IN1] creates nothing from an unwatched channel, not even a stored text', async () => {
    const channelId = scene.demo.northwind.channels.random
    await scene.control.addMember({ channel_id: channelId, user_id: office.botUserId })
    const before = (await conversations()).length
    await scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, text: 'Lunch at noon?' })
    await quiet()
    expect((await conversations()).length).toBe(before)
    const kept = await database().owner.db.selectFrom('slack_inbox').select('payload').execute()
    expect(JSON.stringify(kept)).not.toContain('Lunch')
    expect(await database().owner.db.selectFrom('slack_message').select('ts').where('channel_id', '=', channelId).execute()).toEqual([])
  })

  it('[IN1] opens a conversation when the app is mentioned, once, and appends the replies to it', async () => {
    const { random: channelId } = scene.demo.northwind.channels
    const { ben } = scene.demo.northwind.users
    const { ts } = await scene.control.act.postMessage({
      user_id: ben,
      channel_id: channelId,
      text: `<@${office.botUserId}> printer is broken`,
    })
    await quiet()
    const [opened, ...more] = (await conversations()).filter(({ origin }) => origin === 'mention')
    expect(more).toEqual([])
    expect(opened).toMatchObject({ place: '#random', customer_id: null })
    await scene.control.act.postMessage({ user_id: ben, channel_id: channelId, text: 'On floor 2', thread_ts: ts })
    await eventually(
      () => messagesOf(opened?.id),
      (all) => all.length === 2,
    )
  })

  it('[IN1] opens one conversation for the direct messages that somebody sends to the app', async () => {
    const { hana } = scene.demo.northwind.users
    const { channel_id: channelId } = await scene.control.act.openDm({ user_id: hana, with: office.botUserId })
    for (const text of ['Hello app', 'Anybody there?']) await scene.control.act.postMessage({ user_id: hana, channel_id: channelId, text })
    await quiet()
    const direct = (await conversations()).filter(({ origin }) => origin === 'direct')
    expect(direct).toMatchObject([{ subject: 'Hello app' }])
    expect((await messagesOf(direct[0]?.id)).map(({ text }) => text)).toEqual(['Hello app', 'Anybody there?'])
  })
})
