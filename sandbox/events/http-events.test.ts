import { createHmac } from 'node:crypto'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { eventually, startReceiver, type Answer, type Received } from '../testing/a-receiver.ts'
import { aClient, anInstalledApp, aSandbox } from '../testing/a-sandbox.ts'
import type { Json } from '../world/types.ts'

const scene = aSandbox()
let answer: (received: Received) => Answer = () => ({})
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeEach(async () => {
  answer = () => ({})
  receiver = await startReceiver((received) => answer(received))
})
afterEach(() => receiver.close())

async function aListeningApp(manifest = {}) {
  const installed = await anInstalledApp(scene, { events_url: `${receiver.url}/events`, ...manifest })
  const channelId = scene.demo.northwind.channels['support-acme']
  await scene.control.addMember({ channel_id: channelId, user_id: installed.botUserId })
  return { ...installed, channelId, bot: aClient(scene, installed.botToken) }
}

const inner = (body: Json): Json => body.event as Json

describe('events over HTTP', () => {
  it('asks the URL to prove itself and signs what it sends', async () => {
    const { app, channelId } = await aListeningApp()
    expect(app.events_url_verified).toBe(true)
    const { users } = scene.demo.northwind
    const { ts } = await scene.control.act.postMessage({ user_id: users.ben, channel_id: channelId, text: 'hello' })
    await eventually(
      () => receiver.events('message'),
      (events) => events.some((body) => inner(body).ts === ts),
    )
    const [sent] = receiver.received.filter(({ raw }) => raw.includes(ts))
    const { headers, raw = '' } = sent ?? {}
    const expected = createHmac('sha256', app.signing_secret)
      .update(`v0:${String(headers?.['x-slack-request-timestamp'])}:${raw}`)
      .digest('hex')
    expect(headers?.['x-slack-signature']).toBe(`v0=${expected}`)
  })

  it('wraps a message as Slack does', async () => {
    const { app, channelId, botUserId } = await aListeningApp()
    const { users, team_id } = scene.demo.northwind
    const { ts } = await scene.control.act.postMessage({ user_id: users.ben, channel_id: channelId, text: 'hello' })
    const [body] = await eventually(
      () => receiver.events('message').filter((event) => inner(event).ts === ts),
      (events) => events.length === 1,
    )
    expect(body).toMatchObject({
      type: 'event_callback',
      team_id,
      api_app_id: app.app_id,
      is_ext_shared_channel: true,
      authorizations: [{ team_id, user_id: botUserId, is_bot: true, is_enterprise_install: false }],
      event: {
        type: 'message',
        user: users.ben,
        text: 'hello',
        ts,
        event_ts: ts,
        channel: channelId,
        channel_type: 'channel',
        team: team_id,
      },
    })
    expect(body?.event_id).toMatch(/^Ev/)
    expect(inner(body ?? {})).not.toHaveProperty('user_profile')
  })

  it('introduces foreign authors inside the message', async () => {
    const { channelId } = await aListeningApp()
    const { acme } = scene.demo
    await scene.control.act.postMessage({ user_id: acme.users.zoe, channel_id: channelId, text: 'help!' })
    const [body] = await eventually(
      () => receiver.events('message').filter((event) => inner(event).text === 'help!'),
      (events) => events.length === 1,
    )
    expect(body).toMatchObject({ team_id: scene.demo.northwind.team_id })
    expect(inner(body ?? {})).toMatchObject({
      user: acme.users.zoe,
      user_team: acme.team_id,
      source_team: acme.team_id,
      user_profile: { real_name: 'Zoe Carter', team: acme.team_id },
    })
    expect(inner(body ?? {}).user_profile).not.toHaveProperty('email')
  })

  it('sends the app its own messages back, edits and deletions too', async () => {
    const { bot, channelId } = await aListeningApp()
    const { ts = '' } = await bot.chat.postMessage({
      channel: channelId,
      text: 'one',
      metadata: { event_type: 'x', event_payload: { id: '7' } },
    })
    await bot.chat.update({ channel: channelId, ts, text: 'two' })
    await bot.chat.delete({ channel: channelId, ts })
    const events = await eventually(
      () =>
        receiver
          .events('message')
          .map(inner)
          .filter((event) => event.ts === ts || event.subtype === 'message_changed' || event.deleted_ts === ts),
      (list) => list.length === 3,
    )
    expect(events.find((event) => event.ts === ts)).toMatchObject({
      text: 'one',
      bot_id: expect.any(String),
      metadata: { event_type: 'x' },
    })
    expect(events.find((event) => event.subtype === 'message_changed')).toMatchObject({
      hidden: true,
      message: { ts, text: 'two', edited: {} },
      previous_message: { ts, text: 'one' },
    })
    expect(events.find((event) => event.subtype === 'message_deleted')).toMatchObject({
      hidden: true,
      deleted_ts: ts,
      previous_message: { text: 'two' },
    })
  })

  it('sends an unfurled link as a change that nobody made', async () => {
    const { channelId } = await aListeningApp()
    const { ben } = scene.demo.northwind.users
    const at = { channel_id: channelId }
    const { ts } = await scene.control.act.postMessage({ ...at, user_id: ben, text: 'see https://a.example/b' })
    await scene.control.act.unfurl({ ...at, ts, url: 'https://a.example/b', title: 'B' })
    const changes = () =>
      receiver
        .events('message')
        .map(inner)
        .filter(({ subtype }) => subtype === 'message_changed')
    const [change] = await eventually(changes, (list) => list.length === 1)
    expect(change).toMatchObject({
      message: { ts, text: 'see <https://a.example/b>', attachments: [{ from_url: 'https://a.example/b', title: 'B' }] },
    })
    expect(change?.message).not.toHaveProperty('edited')
    await scene.control.act.editMessage({ ...at, user_id: ben, ts, text: 'edited' })
    await eventually(changes, (list) => list.some(({ message }) => 'edited' in (message as Json)))
  })

  it('writes what happens to a channel into it, and says so', async () => {
    const { channelId } = await aListeningApp()
    const change = { channel_id: channelId, user_id: scene.demo.northwind.users.ada }
    await scene.control.changeChannel({ ...change, change: 'topic', value: 'Help for Acme' })
    await scene.control.changeChannel({ ...change, change: 'purpose', value: 'Support' })
    await scene.control.changeChannel({ ...change, change: 'rename', name: 'acme-help' })
    await scene.control.changeChannel({ ...change, change: 'archive' })
    await scene.control.changeChannel({ ...change, change: 'unarchive' })
    const lines = await eventually(
      () => receiver.events('message').map(inner),
      (list) => list.length >= 6,
    )
    const by = (subtype: string) => lines.find((line) => line.subtype === subtype)
    expect(by('channel_topic')).toMatchObject({ topic: 'Help for Acme', user: change.user_id })
    expect(by('channel_purpose')).toMatchObject({ purpose: 'Support' })
    expect(by('channel_name')).toMatchObject({ old_name: 'support-acme', name: 'acme-help' })
    expect(by('channel_archive')).toBeDefined()
    expect(by('channel_unarchive')).toBeDefined()
  })

  it('tells of a private channel’s new id only those in it', async () => {
    const { botUserId } = await aListeningApp()
    const { team_id, users } = scene.demo.northwind
    const make = async (name: string, members: string[]) =>
      (await scene.control.createChannel({ team_id, name, is_private: true, members })).channel_id
    const [ours, theirs] = [await make('ours', [users.ben, botUserId]), await make('theirs', [users.ben])]
    for (const channel_id of [theirs, ours]) await scene.control.changeChannel({ channel_id, user_id: users.ben, change: 'change_id' })
    const told = await eventually(
      () => receiver.events('channel_id_changed').map(inner),
      (list) => list.length > 0,
    )
    expect(told.map((event) => event.old_channel_id)).toEqual([ours])
  })

  it('tells of a broadcast reply once, with what it replies to; of one that is broadcast later as a change', async () => {
    const { bot, channelId } = await aListeningApp()
    const { ts: root = '' } = await bot.chat.postMessage({ channel: channelId, text: 'root' })
    const { ts: both = '' } = await bot.chat.postMessage({ channel: channelId, text: 'both', thread_ts: root, reply_broadcast: true })
    const { ts: late = '' } = await bot.chat.postMessage({ channel: channelId, text: 'late', thread_ts: root })
    await bot.chat.update({ channel: channelId, ts: late, reply_broadcast: true } as never)
    const events = await eventually(
      () => receiver.events('message').map(inner),
      (list) => list.some(({ subtype }) => subtype === 'message_changed'),
    )
    expect(events.filter(({ ts }) => ts === both)).toMatchObject([
      { subtype: 'thread_broadcast', thread_ts: root, root: { ts: root, text: 'root' } },
    ])
    expect(events.find(({ ts }) => ts === late)).not.toHaveProperty('subtype')
    const change = events.find(({ subtype }) => subtype === 'message_changed') as { message: object }
    expect(change.message).toMatchObject({ ts: late, subtype: 'thread_broadcast', text: 'late', thread_ts: root })
  })

  it('sends a mention twice, as message and as app_mention', async () => {
    const { channelId, botUserId } = await aListeningApp()
    const { ts } = await scene.control.act.postMessage({
      user_id: scene.demo.northwind.users.ben,
      channel_id: channelId,
      text: `<@${botUserId}> hi`,
    })
    const isIt = (body: Json) => inner(body).ts === ts
    await eventually(
      () => [receiver.events('message').filter(isIt).length, receiver.events('app_mention').filter(isIt).length],
      ([messages, mentions]) => messages === 1 && mentions === 1,
    )
  })

  it('tells nothing of channels the bot is not in, nor of two people’s direct messages', async () => {
    const { channelId } = await aListeningApp()
    const { users, channels } = scene.demo.northwind
    const dm = await scene.control.act.openDm({ user_id: users.ben, with: [users.cy] })
    await scene.control.act.postMessage({ user_id: users.ben, channel_id: dm.channel_id, text: 'private' })
    await scene.control.act.postMessage({ user_id: users.ben, channel_id: channels.random, text: 'elsewhere' })
    const { ts } = await scene.control.act.postMessage({ user_id: users.ben, channel_id: channelId, text: 'here' })
    await eventually(
      () => receiver.events('message').map(inner),
      (events) => events.some((event) => event.ts === ts),
    )
    expect(receiver.received.map(({ raw }) => raw).join()).not.toMatch(/private|elsewhere/)
  })

  it('delivers direct messages on behalf of the person who authorised im:history', async () => {
    await aListeningApp()
    const { users } = scene.demo.northwind
    const dm = await scene.control.act.openDm({ user_id: users.ben, with: [users.ada] })
    await scene.control.act.postMessage({ user_id: users.ben, channel_id: dm.channel_id, text: 'hi Ada' })
    const [body] = await eventually(
      () => receiver.events('message').filter((event) => inner(event).channel === dm.channel_id),
      (events) => events.length === 1,
    )
    expect(body).toMatchObject({ authorizations: [{ user_id: users.ada, is_bot: false }], event: { channel_type: 'im' } })
  })

  it('delivers messages to the bot itself as message.im', async () => {
    const { botUserId } = await aListeningApp()
    const { users } = scene.demo.northwind
    const dm = await scene.control.act.openDm({ user_id: users.ben, with: botUserId })
    await scene.control.act.postMessage({ user_id: users.ben, channel_id: dm.channel_id, text: 'hello app' })
    const [body] = await eventually(
      () => receiver.events('message').filter((event) => inner(event).channel === dm.channel_id),
      (events) => events.length === 1,
    )
    expect(body).toMatchObject({ authorizations: [{ user_id: botUserId, is_bot: true }], event: { channel_type: 'im', user: users.ben } })
  })

  it('sends only what the app subscribed to', async () => {
    const { channelId, bot } = await aListeningApp({ bot_events: ['reaction_added'], user_events: [] })
    const { ts = '' } = await bot.chat.postMessage({ channel: channelId, text: 'x' })
    await scene.control.act.react({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, ts, name: 'eyes' })
    const [body] = await eventually(
      () => receiver.received,
      (all) => all.length > 0,
    )
    expect(body?.body).toMatchObject({ event: { type: 'reaction_added', reaction: 'eyes', item: { channel: channelId, ts } } })
    expect(receiver.events('message')).toEqual([])
  })

  it('sends each event once to each installed workspace of a shared channel', async () => {
    const { app, channelId } = await aListeningApp()
    const { acme } = scene.demo
    const install = await scene.control.installApp({ app_id: app.app_id, team_id: acme.team_id, user_id: acme.users.zoe })
    await scene.control.addMember({ channel_id: channelId, user_id: install.bot_user_id ?? '' })
    const { ts } = await scene.control.act.postMessage({ user_id: acme.users.zoe, channel_id: channelId, text: 'both' })
    const bodies = await eventually(
      () => receiver.events('message').filter((event) => inner(event).ts === ts),
      (events) => events.length === 2,
    )
    expect(new Set(bodies.map(({ team_id }) => team_id))).toEqual(new Set([acme.team_id, scene.demo.northwind.team_id]))
    expect(new Set(bodies.map(({ event_id }) => event_id)).size).toBe(2)
  })

  it('retries what was not acknowledged, and says why', async () => {
    const { channelId } = await aListeningApp()
    await scene.control.settings({ retry_delays_ms: [0, 20, 20], ack_timeout_ms: 2_000 })
    let failures = 0
    answer = () => (failures++ < 2 ? (failures === 1 ? { status: 500 } : { delayMs: 4_000 }) : {})
    const { ts } = await scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, text: 'again' })
    const attempts = await eventually(
      () => receiver.received.filter(({ raw }) => raw.includes(ts)),
      (list) => list.length === 3,
    )
    expect(attempts.map(({ headers }) => [headers['x-slack-retry-num'], headers['x-slack-retry-reason']])).toEqual([
      [undefined, undefined],
      ['1', 'http_error'],
      ['2', 'http_timeout'],
    ])
    const [delivery] = await eventually(
      async () => (await scene.control.deliveries({ type: 'message.channels' })).filter(({ payload }) => inner(payload).ts === ts),
      (list) => list[0]?.state === 'delivered',
    )
    expect(delivery?.attempts.map(({ status }) => status)).toEqual([500, 0, 200])
  })

  it('tells of an uninstalled app and its tokens', async () => {
    const { app, bot, userToken } = await aListeningApp()
    await scene.control.uninstallApp({ app_id: app.app_id, team_id: scene.demo.northwind.team_id })
    await eventually(
      () => [...receiver.events('app_uninstalled'), ...receiver.events('tokens_revoked')],
      (events) => events.length === 2,
    )
    await expect(bot.auth.test()).rejects.toMatchObject({ data: { error: 'account_inactive' } })
    await expect(aClient(scene, userToken).auth.test()).rejects.toMatchObject({ data: { error: 'token_revoked' } })
  })

  it('drops, doubles and reorders events when told to', async () => {
    const { channelId } = await aListeningApp()
    const say = (text: string) => scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, text })
    await scene.control.faults.events({ drop: 1, seed: 1 })
    await say('lost')
    await scene.control.faults.events({ duplicate: 1, seed: 1 })
    await say('twice')
    await eventually(
      () => receiver.events('message').filter((body) => inner(body).text === 'twice'),
      (events) => events.length === 2,
    )
    await scene.control.faults.events({ reorder: true, seed: 3 })
    for (let n = 0; n < 12; n++) await say(`n${n}`)
    const order = await eventually(
      () =>
        receiver
          .events('message')
          .map((body) => String(inner(body).text))
          .filter((text) => /^n\d+$/.test(text)),
      (texts) => texts.length === 12,
    )
    expect(order).not.toEqual(order.toSorted((a, b) => Number(a.slice(1)) - Number(b.slice(1))))
    expect(receiver.received.some(({ raw }) => raw.includes('lost'))).toBe(false)
  })
})
