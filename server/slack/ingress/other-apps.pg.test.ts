import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import { newId, type ChannelId, type ConversationId, type MessageId, type PersonId } from '@atrium/shared/ids.ts'
import { editMessage } from '../../chat/edit-message.ts'
import { openMentionChannel } from '../../chat/open-mention-channel.ts'
import { addReaction } from '../../chat/react-to-message.ts'
import { sendMessage } from '../../chat/send-message.ts'
import { actorOf, type TestMember } from '../../identity/testing/builders.ts'
import { reply } from '../../inbox/reply.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { createSlackDeliveryWorker } from '../egress/slack-delivery-worker.ts'
import { BRISK } from '../egress/testing/brisk.ts'
import { createMirrorWorker } from '../mirror/mirror.worker.ts'
import { bridgeOf } from '../mirror/testing/written.ts'
import { reconcile } from '../reconcile/testing/reconciling.ts'
import { sendEvent } from '../testing/signed-events.ts'
import {
  aConnectedOffice,
  aLinkedMember,
  aWatchedChannel,
  eventually,
  useSlackScene,
  type ConnectedOffice,
} from '../testing/slack-scene.ts'
import { retryDueEvents } from './inbox.worker.ts'

const database = useTestDatabase()
const scene = useSlackScene(database)
const stops: (() => Promise<void>)[] = []
type Linked = Awaited<ReturnType<typeof aLinkedMember>>

beforeEach(() => {
  for (const worker of [createMirrorWorker({ services: scene.services }), createSlackDeliveryWorker(scene.services, BRISK)]) {
    worker.start()
    stops.push(() => worker.stop())
  }
})
afterEach(async () => {
  for (const stop of stops.splice(0)) await stop()
  await scene.control.faults.clear()
})

const own = () => database().owner.db
const quiet = () =>
  eventually(
    async () => {
      await scene.ingress.idle()
      await retryDueEvents(scene.services)
      const told = (await scene.control.deliveries()).filter(({ state }) => state !== 'delivered' && state !== 'dropped')
      const pending = await own().selectFrom('slack_inbox').select('event_id').where('state', '=', 'pending').execute()
      const owed = await own().selectFrom('delivery').select('id').where('settled_at', 'is', null).execute()
      const behind = await own()
        .selectFrom('organization_head as head')
        .leftJoin('feed_cursor as cursor', 'cursor.organization_id', 'head.organization_id')
        .select('head.organization_id')
        .where((eb) => eb('head.seq', '>', eb.fn.coalesce('cursor.seq', eb.val(0))))
        .execute()
      return [...told, ...pending, ...owed, ...behind]
    },
    (open) => open.length === 0,
    15_000,
  )

/** Another app in Northwind, that some people have allowed to write for them. */
async function anotherApp(name: string) {
  const { control, demo } = scene
  const scopes = ['chat:write', 'channels:read', 'channels:history', 'im:write', 'im:history', 'users:read']
  const app = await control.createApp({ name, bot_scopes: scopes, user_scopes: scopes, redirect_urls: [] })
  const install = (user_id: string) => control.installApp({ app_id: app.app_id, team_id: demo.northwind.team_id, user_id })
  const installed = await install(demo.northwind.users.ada)
  return {
    botUserId: installed.bot_user_id ?? '',
    botToken: installed.access_token ?? '',
    tokenOf: async (userId: string) => (await install(userId)).authed_user.access_token ?? '',
  }
}
const post = (token: string, message: { channel: string; text: string; thread_ts?: string; metadata?: object }) =>
  scene.services.slackApi.call(token, (client) => client.chat.postMessage(message as never))
const postsIn = async (channelId: string) => {
  const { messages } = await scene.control.state.channel(channelId)
  return messages.filter(({ subtype }) => subtype === undefined || subtype === 'bot_message' || subtype === 'thread_broadcast')
}

const committed = <T>(office: ConnectedOffice, work: (tx: Tx) => Promise<T>) =>
  commitInOrganization(scene.services, office.organizationId, work)
async function send(office: ConnectedOffice, from: TestMember, message: { to: { id: PersonId }; text: string }) {
  const people: [PersonId, PersonId] = [from.id, message.to.id]
  const channel = await committed(office, (tx) =>
    openMentionChannel(tx, { organizationId: office.organizationId, people, nowMs: Date.now() }),
  )
  return (await sendMessage(scene.services, { actor: actorOf(from), clientId: newId(), channelId: channel.id, text: message.text })).message
}
const chat = async (channelId: ChannelId) =>
  (await own().selectFrom('message').select(['author_id', 'text']).where('channel_id', '=', channelId).orderBy('id').execute()).map(
    ({ author_id, text }) => ({ by: author_id, text }),
  )
const directOf = async (office: ConnectedOffice, kind: 'person' | 'group') =>
  (
    await own()
      .selectFrom('slack_direct')
      .select('slack_channel_id')
      .where('organization_id', '=', office.organizationId)
      .where('kind', '=', kind)
      .executeTakeFirstOrThrow()
  ).slack_channel_id

describe('in a watched channel', () => {
  const conversations = async (office: ConnectedOffice) =>
    own()
      .selectFrom('conversation_message as message')
      .innerJoin('conversation', 'conversation.id', 'message.conversation_id')
      .innerJoin('contact', 'contact.id', 'message.author_id')
      .select(['conversation.subject', 'contact.name', 'message.author_kind', 'message.text'])
      .where('message.organization_id', '=', office.organizationId)
      .orderBy('message.id')
      .execute()

  it('[IN1][IN2] what another app or a workflow posts opens a conversation or goes on in one, by a contact of its name', async () => {
    const office = await aConnectedOffice(scene)
    const { channelId } = await aWatchedChannel(scene, office)
    const watchdog = await anotherApp('Watchdog')
    await scene.control.addMember({ channel_id: channelId, user_id: watchdog.botUserId })
    const { ts = '' } = await post(watchdog.botToken, { channel: channelId, text: 'Disk is full' })
    await post(watchdog.botToken, { channel: channelId, text: 'Still full', thread_ts: ts })
    const base = { type: 'message', channel: channelId, channel_type: 'channel' }
    const soon = `${Math.floor(Date.now() / 1000) + 5}`
    const old = { subtype: 'bot_message', bot_id: 'B0OLD', username: 'Feed', text: 'An old kind of bot', ts: `${soon}.100000` }
    await sendEvent(scene, office, { event: { ...base, ...old } })
    const form = { bot_id: 'B0FLOW', app_id: 'A0FLOW', bot_profile: { name: 'Intake form', app_id: 'A0FLOW' } }
    const flow = { ...form, subtype: 'bot_message', text: 'A form was filled in', ts: `${soon}.200000` }
    await sendEvent(scene, office, { event: { ...base, ...flow } })
    const edited = { ...flow, text: 'The form was corrected', edited: { user: 'B0FLOW', ts: `${soon}.300000` } }
    await sendEvent(scene, office, { event: { ...base, subtype: 'message_changed', message: edited, ts: `${soon}.300000` } })
    await quiet()
    expect(await conversations(office)).toEqual([
      { subject: 'Disk is full', name: 'Watchdog', author_kind: 'contact', text: 'Disk is full' },
      { subject: 'Disk is full', name: 'Watchdog', author_kind: 'contact', text: 'Still full' },
      { subject: 'An old kind of bot', name: 'Feed', author_kind: 'contact', text: 'An old kind of bot' },
      { subject: 'A form was filled in', name: 'Intake form', author_kind: 'contact', text: 'The form was corrected' },
    ])
  })

  it('[IN1] what another app posts where nobody watches leaves nothing behind', async () => {
    const office = await aConnectedOffice(scene)
    const channelId = scene.demo.northwind.channels.random
    const event = {
      type: 'message',
      subtype: 'bot_message',
      channel: channelId,
      channel_type: 'channel',
      bot_id: 'B0X',
      text: 'noise',
      ts: '1700000000.000100',
    }
    await sendEvent(scene, office, { event })
    expect(await conversations(office)).toEqual([])
    const kept = await own().selectFrom('slack_message').select('ts').where('organization_id', '=', office.organizationId).execute()
    expect(kept).toEqual([])
  })
})

describe('in a mirrored direct message', () => {
  async function aPair(office: ConnectedOffice, { canPost = true } = {}): Promise<{ ada: Linked; ben: Linked }> {
    const userScopes = canPost ? {} : { userScopes: ['users:read', 'users:read.email', 'im:history'] }
    return {
      ada: await aLinkedMember(scene, office, { person: 'ada', ...userScopes }),
      ben: await aLinkedMember(scene, office, { person: 'ben', ...userScopes }),
    }
  }

  it('[BR6] what another app writes as one of the two is theirs, once, also with metadata like ours', async () => {
    const office = await aConnectedOffice(scene)
    const { ada, ben } = await aPair(office)
    const first = await send(office, ada, { to: ben, text: 'first' })
    await quiet()
    const channel = await directOf(office, 'person')
    const poster = await anotherApp('Poster')
    const metadata = { event_type: 'atrium_delivery', event_payload: { id: newId() } }
    await post(await poster.tokenOf(ada.slackUserId), { channel, text: 'by an app for Ada' })
    await post(await poster.tokenOf(ben.slackUserId), { channel, text: 'by another Atrium for Ben', metadata })
    await quiet()
    await reconcile(scene, office)
    expect(await chat(first.channelId)).toEqual([
      { by: ada.id, text: 'first' },
      { by: ada.id, text: 'by an app for Ada' },
      { by: ben.id, text: 'by another Atrium for Ben' },
    ])
    expect(await postsIn(channel)).toHaveLength(3)
  })

  it('[BR6][BR7] is taken while a post of ours by the same member is under way, and is not mistaken for its echo', async () => {
    const office = await aConnectedOffice(scene)
    const { ada, ben } = await aPair(office)
    const first = await send(office, ada, { to: ben, text: 'first' })
    await quiet()
    const channel = await directOf(office, 'person')
    await scene.control.faults.add({ method: 'chat.postMessage', kind: 'reset', when: 'before' })
    const laneOf = () =>
      own()
        .selectFrom('delivery')
        .select('state')
        .where('organization_id', '=', office.organizationId)
        .orderBy('ordinal', 'desc')
        .executeTakeFirst()
    const second = await send(office, ada, { to: ben, text: 'second' })
    await eventually(laneOf, (delivery) => delivery?.state === 'sending' || delivery?.state === 'unknown')
    const ts = `${Math.floor(Date.now() / 1000)}.000777`
    const words = { user: ada.slackUserId, text: 'meanwhile, by an app', app_id: 'A0OTHER', bot_id: 'B0OTHER', ts }
    const event = { type: 'message', channel, channel_type: 'im', ...words }
    await sendEvent(scene, office, { event, authorizedUserId: ben.slackUserId })
    expect((await chat(first.channelId)).map(({ text }) => text)).toContain('meanwhile, by an app')
    await scene.control.faults.clear()
    await eventually(
      () => bridgeOf(scene.services, office.organizationId, second.id),
      (bridge) => bridge?.state === 'sent',
      15_000,
    )
  })

  it('[BR6] of the app and the two, what no linked one of them writes is nobody’s', async () => {
    const office = await aConnectedOffice(scene)
    const { ada, ben } = await aPair(office, { canPost: false })
    const first = await send(office, ada, { to: ben, text: 'first' })
    await quiet()
    const channel = await directOf(office, 'group')
    const base = { type: 'message', channel, channel_type: 'mpim' }
    await sendEvent(scene, office, {
      event: { ...base, subtype: 'bot_message', bot_id: 'B0X', username: 'Bot', text: 'noise', ts: '1900000000.000100' },
    })
    await sendEvent(scene, office, {
      event: { ...base, user: 'U0BOT', bot_id: 'B0X', app_id: 'A0X', text: 'more noise', ts: '1900000000.000200' },
    })
    await scene.control.act.postMessage({ user_id: ben.slackUserId, channel_id: channel, text: 'mine' })
    await quiet()
    expect(await chat(first.channelId)).toEqual([
      { by: ada.id, text: 'first' },
      { by: ben.id, text: 'mine' },
    ])
  })
})

describe('two Atriums in one Slack', () => {
  it('[BR6][BR7][IN1] take each other’s words as what they are, and never go round in a circle', async () => {
    const [one, other] = [await aConnectedOffice(scene), await aConnectedOffice(scene)]
    const pairs = [] as { office: ConnectedOffice; ada: Linked; ben: Linked }[]
    for (const office of [one, other]) {
      pairs.push({
        office,
        ada: await aLinkedMember(scene, office, { person: 'ada' }),
        ben: await aLinkedMember(scene, office, { person: 'ben' }),
      })
    }
    const { channelId } = await aWatchedChannel(scene, one)
    await aWatchedChannel(scene, other)

    // Between two people who are linked in both, and have written in both.
    const opened = [] as { office: ConnectedOffice; ada: Linked; ben: Linked; id: MessageId; channelId: ChannelId }[]
    for (const pair of pairs) {
      const message = await send(pair.office, pair.ada, { to: pair.ben, text: `hello from ${pairs.indexOf(pair)}` })
      opened.push({ ...pair, id: message.id, channelId: message.channelId })
      await quiet()
    }
    const direct = await directOf(one, 'person')
    for (const { office, ada, ben, id } of opened) {
      await committed(office, (tx) =>
        editMessage(tx, actorOf(ada), {
          messageId: id,
          text: `edited in ${opened.findIndex((each) => each.id === id)}`,
          nowMs: Date.now(),
        }),
      )
      await committed(office, (tx) => addReaction(tx, actorOf(ben), { messageId: id, emoji: '👍' }))
      await quiet()
    }
    await scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ben, channel_id: direct, text: 'typed in Slack' })
    await quiet()
    expect((await postsIn(direct)).slice(-3).map(({ text }) => text)).toEqual(['edited in 0', 'edited in 1', 'typed in Slack'])
    const texts = async (at: ChannelId) => (await chat(at)).map(({ text }) => text)
    // The one that wrote first had not been mirrored in the other yet: it is none of its business.
    expect(await texts(opened[1]?.channelId as ChannelId)).toEqual(['edited in 1', 'typed in Slack'])
    expect(await texts(opened[0]?.channelId as ChannelId)).toEqual(['edited in 0', 'edited in 1', 'typed in Slack'])

    // A customer, answered by the agents of both.
    const { ts } = await scene.control.act.postMessage({ user_id: scene.demo.acme.users.zoe, channel_id: channelId, text: 'Help' })
    await quiet()
    for (const { office, ada } of opened) {
      const { id } = await own()
        .selectFrom('conversation')
        .select('id')
        .where('organization_id', '=', office.organizationId)
        .executeTakeFirstOrThrow()
      await committed(office, (tx) =>
        reply(tx, actorOf(ada), {
          clientId: newId(),
          conversationId: id as ConversationId,
          text: `answer ${opened.findIndex((each) => each.office === office)}`,
          nowMs: Date.now(),
        }),
      )
      await quiet()
    }
    for (const office of [one, other]) await reconcile(scene, office)
    await quiet()
    expect((await postsIn(channelId)).filter((post) => post.thread_ts === ts || post.ts === ts).map(({ text }) => text)).toEqual([
      'Help',
      expect.stringContaining('answer 0'),
      expect.stringContaining('answer 1'),
    ])
    for (const office of [one, other]) {
      const said = await own()
        .selectFrom('conversation_message')
        .select(['text', 'author_kind'])
        .where('organization_id', '=', office.organizationId)
        .orderBy('id')
        .execute()
      expect(said.map(({ text }) => text)).toEqual(['Help', expect.stringContaining('answer 0'), expect.stringContaining('answer 1')])
      expect(said.map(({ author_kind }) => author_kind).toSorted()).toEqual(['contact', 'contact', 'member'])
    }
  })
})
