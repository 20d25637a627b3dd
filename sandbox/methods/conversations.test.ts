import { describe, expect, it } from 'vitest'
import { aClient, anInstalledApp, aSandbox, slackError } from '../testing/a-sandbox.ts'

const scene = aSandbox()

async function aBot() {
  const installed = await anInstalledApp(scene)
  const channelId = scene.demo.northwind.channels.general
  await scene.control.addMember({ channel_id: channelId, user_id: installed.botUserId })
  return { ...installed, channelId, bot: aClient(scene, installed.botToken) }
}

const say = (channelId: string, text: string, more = {}) =>
  scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, text, ...more })

describe('conversations.list and users.conversations', () => {
  it('pages through more than a thousand public channels with cursors', async () => {
    const { bot } = await aBot()
    const { team_id, users } = scene.demo.northwind
    for (let n = 0; n < 1_200; n++) await scene.control.createChannel({ team_id, name: `room-${n}`, creator: users.ada })
    const names: (string | undefined)[] = []
    let pages = 0
    for await (const page of bot.paginate('conversations.list', { limit: 1000 })) {
      pages += 1
      names.push(...(page as unknown as { channels: { name: string }[] }).channels.map(({ name }) => name))
    }
    expect(pages).toBe(2)
    expect(new Set(names).size).toBe(1_204)
  })

  it('shows private channels and direct messages to members alone, with the scope for each', async () => {
    const { bot, botUserId } = await aBot()
    const { team_id, users } = scene.demo.northwind
    const secret = await scene.control.createChannel({ team_id, name: 'secret', is_private: true, members: [users.ben] })
    const ids = async () =>
      (await bot.conversations.list({ types: 'public_channel,private_channel,im,mpim' })).channels?.map(({ id }) => id)
    expect(await ids()).not.toContain(secret.channel_id)
    expect(await slackError(bot.conversations.info({ channel: secret.channel_id }))).toBe('channel_not_found')
    await scene.control.addMember({ channel_id: secret.channel_id, user_id: botUserId })
    expect(await ids()).toContain(secret.channel_id)
    expect(await slackError(bot.conversations.list({ types: 'nonsense' }))).toBe('invalid_types')
    expect(await slackError(bot.conversations.list({ cursor: 'nonsense' }))).toBe('invalid_cursor')
    expect(await slackError(bot.conversations.list({ limit: 1001 }))).toBe('invalid_limit')
    const poor = await scene.control.createApp({ name: 'Poor', bot_scopes: ['channels:read'] })
    const { access_token } = await scene.control.installApp({ app_id: poor.app_id, team_id, user_id: users.ada })
    await expect(aClient(scene, access_token ?? '').conversations.list({ types: 'public_channel,private_channel' })).rejects.toMatchObject({
      data: { error: 'missing_scope', needed: 'groups:read' },
    })
  })

  it('lists the channels that one is in', async () => {
    const { bot, channelId } = await aBot()
    expect((await bot.users.conversations({})).channels?.map(({ id }) => id)).toEqual([channelId])
  })

  it('shows both sides of Slack Connect the same channel', async () => {
    const { app, bot } = await aBot()
    const { acme, northwind } = scene.demo
    const channel = northwind.channels['support-acme']
    const install = await scene.control.installApp({ app_id: app.app_id, team_id: acme.team_id, user_id: acme.users.zoe })
    const theirs = aClient(scene, install.access_token ?? '')
    for (const client of [bot, theirs]) {
      expect((await client.conversations.info({ channel })).channel).toMatchObject({ is_ext_shared: true, is_shared: true })
    }
    expect((await theirs.conversations.list({})).channels?.map(({ name }) => name)).toEqual(['support-acme', 'general'])
  })

  it('takes the channel away from the guest after a disconnect, under a new id', async () => {
    const { acme, northwind } = scene.demo
    const { guest_channel_id } = await scene.control.unshareChannel({
      channel_id: northwind.channels['support-acme'],
      team_id: acme.team_id,
    })
    expect(guest_channel_id).not.toBe(northwind.channels['support-acme'])
    expect((await scene.control.state.channels(acme.team_id)).map(({ id }) => id)).toContain(guest_channel_id)
    expect((await scene.control.state.channel(northwind.channels['support-acme'])).is_ext_shared).toBe(false)
  })
})

describe('conversations.history and replies', () => {
  it('answers newest first, in pages, without replies; roots say what their thread holds', async () => {
    const { bot, channelId } = await aBot()
    const { users } = scene.demo.northwind
    const root = await say(channelId, 'root')
    const first = await say(channelId, 'first reply', { thread_ts: root.ts })
    const second = await say(channelId, 'second reply', { thread_ts: root.ts })
    await say(channelId, 'after')
    const page = await bot.conversations.history({ channel: channelId, limit: 2 })
    expect(page.messages?.map(({ text }) => text)).toEqual(['after', 'root'])
    expect(page.messages?.[1]).toMatchObject({ thread_ts: root.ts, reply_count: 2, latest_reply: second.ts, reply_users: [users.ben] })
    expect(page.has_more).toBe(true)
    const next = await bot.conversations.history({ channel: channelId, limit: 2, cursor: page.response_metadata?.next_cursor })
    expect(next.messages?.map(({ subtype }) => subtype)).toEqual(['channel_join'])
    const replies = await bot.conversations.replies({ channel: channelId, ts: root.ts })
    expect(replies.messages?.map(({ text }) => text)).toEqual(['root', 'first reply', 'second reply'])
    expect(replies.messages?.[1]).toMatchObject({ thread_ts: root.ts, parent_user_id: users.ben, ts: first.ts })
    expect(await slackError(bot.conversations.replies({ channel: channelId, ts: '1.000001' }))).toBe('thread_not_found')
  })

  it('honours oldest, latest and inclusive', async () => {
    const { bot, channelId } = await aBot()
    const a = await say(channelId, 'a')
    const b = await say(channelId, 'b')
    const c = await say(channelId, 'c')
    const texts = async (bounds: object) =>
      (await bot.conversations.history({ channel: channelId, ...bounds })).messages?.map(({ text }) => text)
    expect(await texts({ oldest: a.ts, latest: c.ts })).toEqual(['b'])
    expect(await texts({ oldest: a.ts, latest: c.ts, inclusive: true })).toEqual(['c', 'b', 'a'])
    expect(await texts({ oldest: b.ts })).toEqual(['c'])
    expect(await slackError(bot.conversations.history({ channel: channelId, oldest: 'yesterday' }))).toBe('invalid_ts_oldest')
  })

  it('carries metadata only when asked for it', async () => {
    const { bot, channelId } = await aBot()
    await bot.chat.postMessage({ channel: channelId, text: 'x', metadata: { event_type: 'delivery', event_payload: { id: '1' } } })
    expect((await bot.conversations.history({ channel: channelId, limit: 1 })).messages?.[0]).not.toHaveProperty('metadata')
    const [message] = (await bot.conversations.history({ channel: channelId, limit: 1, include_all_metadata: true })).messages ?? []
    expect(message?.metadata).toEqual({ event_type: 'delivery', event_payload: { id: '1' } })
  })

  it('shows broadcast replies in the channel', async () => {
    const { bot, channelId } = await aBot()
    const root = await say(channelId, 'root')
    await say(channelId, 'to all', { thread_ts: root.ts, reply_broadcast: true })
    expect((await bot.conversations.history({ channel: channelId, limit: 1 })).messages?.[0]).toMatchObject({
      subtype: 'thread_broadcast',
      root: { ts: root.ts },
    })
  })

  it('is for members only, when a bot asks', async () => {
    const { bot } = await aBot()
    expect(await slackError(bot.conversations.history({ channel: scene.demo.northwind.channels.random }))).toBe('not_in_channel')
  })

  it('gives apps outside the Marketplace one request a minute of fifteen', async () => {
    const { bot, channelId } = await aBot()
    for (let n = 0; n < 20; n++) await say(channelId, `n${n}`)
    await scene.control.limits({ restricted_history: true })
    expect((await bot.conversations.history({ channel: channelId, limit: 999 })).messages).toHaveLength(15)
    expect(await slackError(bot.conversations.history({ channel: channelId }))).toBe('slack_webapi_rate_limited_error')
  })
})

describe('a private sort of app', () => {
  it('is held back alone when it alone is sold outside the Marketplace', async () => {
    const sold = await anInstalledApp(scene, { restricted_history: true })
    const own = await anInstalledApp(scene, { name: 'Own' })
    const channel = scene.demo.northwind.channels.general
    for (const { botUserId } of [sold, own]) await scene.control.addMember({ channel_id: channel, user_id: botUserId })
    for (let n = 0; n < 20; n++) await say(channel, `n${n}`)
    const read = (token: string) => aClient(scene, token).conversations.history({ channel, limit: 999 })
    expect((await read(sold.botToken)).messages?.length).toBe(15)
    await expect(read(sold.botToken)).rejects.toMatchObject({ code: 'slack_webapi_rate_limited_error', retryAfter: 60 })
    for (let n = 0; n < 3; n++) expect((await read(own.botToken)).messages?.length).toBeGreaterThan(20)
  })
})

describe('conversations.open, create, join, invite, archive, members, mark', () => {
  it('opens the one direct message of two, and a group for more', async () => {
    const { bot } = await aBot()
    const { users } = scene.demo.northwind
    const first = await bot.conversations.open({ users: users.ben })
    const again = await bot.conversations.open({ users: users.ben, return_im: true })
    expect(again).toMatchObject({ already_open: true, no_op: true, channel: { id: first.channel?.id, is_im: true, user: users.ben } })
    const group = await bot.conversations.open({ users: `${users.ben},${users.cy}`, return_im: true })
    expect(group.channel).toMatchObject({ is_mpim: true })
    expect(await slackError(bot.conversations.open({} as never))).toBe('users_list_not_supplied')
    expect(await slackError(bot.conversations.open({ users: 'U0NOBODY' }))).toBe('user_not_found')
    expect(await slackError(bot.conversations.open({ users: scene.demo.acme.users.zoe }))).toBe('user_not_found')
    const everyone = Object.values(users).slice(0, 9).join(',')
    expect(await slackError(bot.conversations.open({ users: everyone }))).toBe('too_many_users')
    await scene.control.act.deactivateUser({ user_id: users.jun })
    expect(await slackError(bot.conversations.open({ users: users.jun }))).toBe('user_disabled')
  })

  it('creates, invites, and refuses names that Slack refuses', async () => {
    const { bot, botUserId } = await aBot()
    const { users } = scene.demo.northwind
    const { channel } = await bot.conversations.create({ name: 'incident-1' })
    const id = channel?.id ?? ''
    await bot.conversations.invite({ channel: id, users: users.ben })
    expect((await bot.conversations.members({ channel: id })).members).toEqual([botUserId, users.ben])
    expect(await slackError(bot.conversations.invite({ channel: id, users: users.ben }))).toBe('already_in_channel')
    expect(await slackError(bot.conversations.invite({ channel: id, users: 'U0NOBODY' }))).toBe('user_not_found')
    expect(await slackError(bot.conversations.create({ name: 'incident-1' }))).toBe('name_taken')
    expect(await slackError(bot.conversations.create({ name: 'Not Allowed' }))).toBe('invalid_name_specials')
    expect(await slackError(bot.conversations.create({ name: 'x'.repeat(81) }))).toBe('invalid_name_maxlength')
    await bot.conversations.archive({ channel: id })
    expect(await slackError(bot.conversations.archive({ channel: id }))).toBe('already_archived')
    expect(await slackError(bot.conversations.invite({ channel: id, users: users.cy }))).toBe('is_archived')
  })

  it('joins public channels, never private ones', async () => {
    const { bot, botUserId } = await aBot()
    const { channels, team_id, users } = scene.demo.northwind
    await bot.conversations.join({ channel: channels.random })
    expect((await scene.control.state.channel(channels.random)).members).toContain(botUserId)
    expect(await bot.conversations.join({ channel: channels.random })).toMatchObject({ warning: 'already_in_channel' })
    const secret = await scene.control.createChannel({ team_id, name: 'secret', is_private: true, members: [users.ben] })
    expect(await slackError(bot.conversations.join({ channel: secret.channel_id }))).toBe('channel_not_found')
  })

  it('marks what has been read', async () => {
    const { bot, channelId } = await aBot()
    const { ts } = await say(channelId, 'x')
    await bot.conversations.mark({ channel: channelId, ts })
    expect((await bot.conversations.info({ channel: channelId })).channel).toMatchObject({ last_read: ts })
    expect(await slackError(bot.conversations.mark({ channel: channelId, ts: 'now' }))).toBe('invalid_timestamp')
  })
})

describe('reactions', () => {
  it('adds once, removes once, and tells who', async () => {
    const { bot, channelId, botUserId } = await aBot()
    const { ts } = await say(channelId, 'x')
    const at = { channel: channelId, timestamp: ts, name: 'eyes' }
    await bot.reactions.add(at)
    await scene.control.act.react({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, ts, name: 'eyes' })
    expect((await bot.reactions.get({ channel: channelId, timestamp: ts })).message?.reactions).toEqual([
      { name: 'eyes', users: [botUserId, scene.demo.northwind.users.ben], count: 2 },
    ])
    expect(await slackError(bot.reactions.add(at))).toBe('already_reacted')
    await bot.reactions.remove(at)
    expect(await slackError(bot.reactions.remove(at))).toBe('no_reaction')
    expect(await slackError(bot.reactions.add({ ...at, name: 'Not Emoji' }))).toBe('invalid_name')
    expect(await slackError(bot.reactions.add({ ...at, timestamp: '1.000001' }))).toBe('message_not_found')
    expect(await slackError(bot.reactions.add({ ...at, timestamp: 'x' }))).toBe('bad_timestamp')
  })
})
