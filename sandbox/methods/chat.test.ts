import { describe, expect, it } from 'vitest'
import { aClient, anInstalledApp, aSandbox, BOT_SCOPES, slackError } from '../testing/a-sandbox.ts'

const scene = aSandbox()

async function aBotIn(channel: 'general' | 'support-acme' | undefined) {
  const installed = await anInstalledApp(scene)
  const { channels } = scene.demo.northwind
  if (channel) await scene.control.addMember({ channel_id: channels[channel], user_id: installed.botUserId })
  return { ...installed, bot: aClient(scene, installed.botToken), channelId: channels[channel ?? 'general'] }
}

describe('chat.postMessage', () => {
  it('posts as the app, with its profile', async () => {
    const { bot, channelId, botUserId, app } = await aBotIn('general')
    const answer = await bot.chat.postMessage({ channel: channelId, text: 'hello' })
    expect(answer).toMatchObject({
      ok: true,
      channel: channelId,
      message: { type: 'message', user: botUserId, text: 'hello', app_id: app.app_id, bot_profile: { name: 'Helper', app_id: app.app_id } },
    })
    expect(answer.ts).toMatch(/^\d{10}\.\d{6}$/)
  })

  it('posts as the person with a user token, under a bot_id that is not the bot’s', async () => {
    const { userToken, bot, app } = await aBotIn(undefined)
    const { northwind } = scene.demo
    const answer = await aClient(scene, userToken).chat.postMessage({ channel: northwind.channels.general, text: 'it is me' })
    const { bot_id: ownBotId } = await bot.auth.test()
    expect(answer.message).toMatchObject({ user: northwind.users.ada, app_id: app.app_id, bot_profile: { app_id: app.app_id } })
    expect(answer.message?.bot_id).toMatch(/^B/)
    expect(answer.message?.bot_id).not.toBe(ownBotId)
  })

  it('gives every message of a channel a ts of its own, in order', async () => {
    const { bot, channelId } = await aBotIn('general')
    const answers = await Promise.all(Array.from({ length: 30 }, (_, n) => bot.chat.postMessage({ channel: channelId, text: `${n}` })))
    expect(new Set(answers.map(({ ts }) => ts)).size).toBe(30)
  })

  it('refuses what Slack refuses', async () => {
    const { bot, channelId } = await aBotIn('general')
    const { channels, users } = scene.demo.northwind
    const post = (args: Record<string, unknown>) => slackError(bot.chat.postMessage({ channel: channelId, ...args } as never))
    const section = (text: string) => ({ type: 'section', text: { type: 'mrkdwn', text } })
    expect(await post({ text: '' })).toBe('no_text')
    expect(await post({ text: 'x'.repeat(40_001) })).toBe('msg_too_long')
    expect(await post({ text: 'hi', channel: 'C0NOWHERE' })).toBe('channel_not_found')
    expect(await post({ text: 'hi', channel: channels.random })).toBe('not_in_channel')
    expect(await post({ text: 'hi', blocks: [section('x'.repeat(3001))] })).toBe('invalid_blocks')
    expect(await post({ text: 'hi', blocks: [{ type: 'carousel-of-doom' }] })).toBe('invalid_blocks')
    expect(await post({ text: 'hi', blocks: Array.from({ length: 51 }, () => ({ type: 'divider' })) })).toBe('invalid_blocks')
    expect(await post({ text: 'hi', blocks: Array.from({ length: 5 }, () => section('x'.repeat(2900))) })).toBe('msg_blocks_too_long')
    expect(await post({ text: 'hi', blocks: 'not json' })).toBe('invalid_blocks_format')
    expect(await post({ markdown_text: 'a', text: 'b' })).toBe('markdown_text_conflict')
    expect(await post({ text: 'hi', metadata: { event_type: '' } })).toBe('invalid_metadata_format')
    const dm = await scene.control.act.openDm({ user_id: users.ben, with: [users.cy] })
    expect(await post({ text: 'hi', channel: dm.channel_id })).toBe('channel_not_found')
    await scene.control.changeChannel({ channel_id: channels.random, user_id: users.ada, change: 'archive' })
    expect(await post({ text: 'hi', channel: channels.random })).toBe('is_archived')
  })

  it('stands in the channel itself when the message it replies to is gone, unless such replies are refused', async () => {
    const { bot, channelId } = await aBotIn('general')
    const reply = { channel: channelId, text: 'too late', thread_ts: '1.000001' }
    const { message, ts } = await bot.chat.postMessage(reply)
    expect(message).not.toHaveProperty('thread_ts')
    expect((await bot.conversations.history({ channel: channelId })).messages?.[0]).toMatchObject({ ts, text: 'too late' })
    await scene.control.settings({ missing_thread: 'refuses' })
    expect(await slackError(bot.chat.postMessage(reply))).toBe('thread_not_found')
  })

  it('says what is wrong with blocks', async () => {
    const { bot, channelId } = await aBotIn('general')
    const button = { type: 'button', text: { type: 'plain_text', text: 'x'.repeat(76) } }
    const failed = bot.chat.postMessage({ channel: channelId, text: 'hi', blocks: [{ type: 'actions', elements: [button] }] as never })
    await expect(failed).rejects.toMatchObject({
      data: { error: 'invalid_blocks', response_metadata: { messages: [expect.stringContaining('/blocks/0/elements/0/text/text')] } },
    })
  })

  it('lets an app take a name only with the scope for it', async () => {
    const { bot, channelId, botToken } = await aBotIn('general')
    const named = await bot.chat.postMessage({
      channel: channelId,
      text: 'hi',
      username: 'Fay Rossi',
      icon_url: 'https://example.com/fay.png',
    })
    expect(named.message).toMatchObject({ subtype: 'bot_message', username: 'Fay Rossi' })
    expect(named.message).not.toHaveProperty('user')
    expect(await slackError(bot.chat.delete({ channel: channelId, ts: named.ts ?? '' }))).toBe('cant_delete_message')
    await scene.control.reset()
    expect(await slackError(aClient(scene, botToken).auth.test())).toBe('invalid_auth')
  })

  it('names the scope that is missing', async () => {
    const { demo } = scene
    const app = await scene.control.createApp({
      name: 'Poor',
      bot_scopes: ['channels:read'],
      user_scopes: [],
      redirect_urls: [],
      commands: [],
    })
    const { access_token } = await scene.control.installApp({
      app_id: app.app_id,
      team_id: demo.northwind.team_id,
      user_id: demo.northwind.users.ada,
    })
    const failed = aClient(scene, access_token ?? '').chat.postMessage({ channel: demo.northwind.channels.general, text: 'hi' })
    await expect(failed).rejects.toMatchObject({ data: { error: 'missing_scope', needed: 'chat:write', provided: 'channels:read' } })
    expect(BOT_SCOPES).toContain('chat:write')
  })

  it('escapes stray brackets, keeps control sequences and links addresses', async () => {
    const { bot, channelId } = await aBotIn('general')
    const { message } = await bot.chat.postMessage({ channel: channelId, text: 'a & b < c <@U123> &amp; see https://example.com/x.' })
    expect(message?.text).toBe('a &amp; b &lt; c <@U123> &amp; see <https://example.com/x>.')
  })

  it('opens the direct message when given a person', async () => {
    const { bot, botUserId } = await aBotIn(undefined)
    const { users } = scene.demo.northwind
    const { channel } = await bot.chat.postMessage({ channel: users.ben, text: 'hello Ben' })
    expect(channel).toMatch(/^D/)
    expect((await scene.control.state.channel(channel ?? '')).members).toEqual([botUserId, users.ben])
  })
})

describe('chat.update', () => {
  it('edits its own message and drops blocks when only text is given', async () => {
    const { bot, channelId, botUserId } = await aBotIn('general')
    const { ts = '' } = await bot.chat.postMessage({ channel: channelId, text: 'one', blocks: [{ type: 'divider' }] })
    const answer = await bot.chat.update({ channel: channelId, ts, text: 'two' })
    expect(answer).toMatchObject({ text: 'two', message: { text: 'two', edited: { user: botUserId } } })
    expect(answer.message).not.toHaveProperty('blocks')
  })

  it('keeps attachments that are not mentioned and clears them with []', async () => {
    const { bot, channelId } = await aBotIn('general')
    const attachments = [{ color: '#f00', fallback: 'bar', blocks: [{ type: 'divider' }] }]
    const { ts = '' } = await bot.chat.postMessage({ channel: channelId, text: 'one', attachments: attachments as never })
    expect((await bot.chat.update({ channel: channelId, ts, text: 'two' })).message).toHaveProperty('attachments')
    expect((await bot.chat.update({ channel: channelId, ts, text: 'three', attachments: [] })).message).not.toHaveProperty('attachments')
  })

  it('shows a reply in the channel afterwards, and nothing else with it', async () => {
    const { bot, channelId } = await aBotIn('general')
    const root = await bot.chat.postMessage({ channel: channelId, text: 'root' })
    const reply = await bot.chat.postMessage({ channel: channelId, text: 'reply', thread_ts: root.ts })
    const update = (ts = '', more = {}) => bot.chat.update({ channel: channelId, ts, reply_broadcast: true, ...more } as never)
    expect(await slackError(update(root.ts))).toBe('cant_broadcast_message')
    expect(await slackError(update(reply.ts, { text: 'new' }))).toBe('no_dual_broadcast_content_update')
    await update(reply.ts)
    expect((await bot.conversations.history({ channel: channelId })).messages?.[0]).toMatchObject({
      subtype: 'thread_broadcast',
      text: 'reply',
      thread_ts: root.ts,
      root: { ts: root.ts, text: 'root' },
    })
    expect(await slackError(update(reply.ts))).toBe('cant_broadcast_message')
  })

  it('changes nothing in an archived channel, nor as a legacy user', async () => {
    const { bot, channelId } = await aBotIn('support-acme')
    const { ts = '' } = await bot.chat.postMessage({ channel: channelId, text: 'one' })
    expect(await slackError(bot.chat.update({ channel: channelId, ts, text: 'x', as_user: true } as never))).toBe('as_user_not_supported')
    expect(await slackError(bot.chat.postMessage({ channel: channelId, text: 'x', as_user: true } as never))).toBe('as_user_not_supported')
    await scene.control.changeChannel({ channel_id: channelId, user_id: scene.demo.northwind.users.ada, change: 'archive' })
    expect(await slackError(bot.chat.update({ channel: channelId, ts, text: 'x' }))).toBe('is_inactive')
  })

  it('refuses others’ messages, missing ones, and long text', async () => {
    const { bot, channelId } = await aBotIn('general')
    const { users } = scene.demo.northwind
    const { ts } = await scene.control.act.postMessage({ user_id: users.ben, channel_id: channelId, text: 'mine' })
    expect(await slackError(bot.chat.update({ channel: channelId, ts, text: 'yours' }))).toBe('cant_update_message')
    expect(await slackError(bot.chat.update({ channel: channelId, ts: '1.000001', text: 'x' }))).toBe('message_not_found')
    const own = await bot.chat.postMessage({ channel: channelId, text: 'own' })
    expect(await slackError(bot.chat.update({ channel: channelId, ts: own.ts ?? '', text: 'x'.repeat(4001) }))).toBe('msg_too_long')
    expect(await slackError(bot.chat.update({ channel: users.ben, ts: own.ts ?? '', text: 'x' }))).toBe('channel_not_found')
  })
})

describe('a reply that is broadcast', () => {
  const threadIn = async () => {
    const installed = await aBotIn('general')
    const { bot, channelId } = installed
    const { ts: root = '' } = await bot.chat.postMessage({ channel: channelId, text: 'root' })
    return { ...installed, root }
  }

  it('is answered with what it replies to, and stands in the channel and in the thread', async () => {
    const { bot, channelId, root } = await threadIn()
    const answer = await bot.chat.postMessage({ channel: channelId, text: 'to all', thread_ts: root, reply_broadcast: true })
    expect(answer.message).toMatchObject({ subtype: 'thread_broadcast', thread_ts: root, root: { ts: root, reply_count: 1 } })
    expect((await bot.conversations.history({ channel: channelId, limit: 1 })).messages).toMatchObject([{ ts: answer.ts }])
    const { messages } = await bot.conversations.replies({ channel: channelId, ts: root })
    expect(messages?.map(({ ts }) => ts)).toEqual([root, answer.ts])
  })

  it('means nothing outside of a thread', async () => {
    const { bot, channelId } = await threadIn()
    const { message } = await bot.chat.postMessage({ channel: channelId, text: 'top', reply_broadcast: true } as never)
    expect(message).not.toHaveProperty('subtype')
  })

  it('keeps the name that an app gave it', async () => {
    const { bot, channelId, root } = await threadIn()
    const reply = { channel: channelId, text: 'hi', username: 'Fay Rossi', thread_ts: root, reply_broadcast: true } as const
    expect((await bot.chat.postMessage(reply)).message).toMatchObject({ subtype: 'thread_broadcast', username: 'Fay Rossi' })
  })
})

describe('chat.delete', () => {
  it('deletes its own message; a root with replies leaves a tombstone', async () => {
    const { bot, channelId } = await aBotIn('general')
    const root = await bot.chat.postMessage({ channel: channelId, text: 'root' })
    const reply = await bot.chat.postMessage({ channel: channelId, text: 'reply', thread_ts: root.ts })
    await bot.chat.delete({ channel: channelId, ts: root.ts ?? '' })
    const { messages } = await bot.conversations.history({ channel: channelId })
    expect(messages?.[0]).toMatchObject({ subtype: 'tombstone', ts: root.ts, reply_count: 1 })
    await bot.chat.delete({ channel: channelId, ts: reply.ts ?? '' })
    expect((await bot.conversations.history({ channel: channelId })).messages?.some(({ ts }) => ts === root.ts)).toBe(false)
    expect(await slackError(bot.chat.delete({ channel: channelId, ts: root.ts ?? '' }))).toBe('message_not_found')
  })

  it('refuses others’ messages', async () => {
    const { bot, channelId } = await aBotIn('general')
    const { ts } = await scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, text: 'mine' })
    expect(await slackError(bot.chat.delete({ channel: channelId, ts }))).toBe('cant_delete_message')
  })
})

describe('chat.postEphemeral and chat.getPermalink', () => {
  it('shows a message to one person, in no history', async () => {
    const { bot, channelId } = await aBotIn('general')
    const { users } = scene.demo.northwind
    const { message_ts } = await bot.chat.postEphemeral({ channel: channelId, user: users.ben, text: 'psst' })
    expect(message_ts).toBeTruthy()
    expect(await scene.control.state.ephemerals({ user_id: users.ben })).toMatchObject([
      { channel_id: channelId, message: { text: 'psst' } },
    ])
    expect((await bot.conversations.history({ channel: channelId })).messages?.some(({ text }) => text === 'psst')).toBe(false)
    expect(await slackError(bot.chat.update({ channel: channelId, ts: message_ts ?? '', text: 'x' }))).toBe('message_not_found')
    expect(await slackError(bot.chat.postEphemeral({ channel: channelId, user: scene.demo.acme.users.zoe, text: 'x' }))).toBe(
      'user_not_in_channel',
    )
  })

  it('links to a message', async () => {
    const { bot, channelId } = await aBotIn('general')
    const { ts = '' } = await bot.chat.postMessage({ channel: channelId, text: 'here' })
    const { permalink } = await bot.chat.getPermalink({ channel: channelId, message_ts: ts })
    expect(permalink).toBe(`${scene.sandbox.url}/archives/${channelId}/p${ts.replace('.', '')}`)
    expect(await slackError(bot.chat.getPermalink({ channel: channelId, message_ts: '1.000001' }))).toBe('message_not_found')
  })
})
