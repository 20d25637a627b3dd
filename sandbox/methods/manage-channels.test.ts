import { describe, expect, it } from 'vitest'
import { eventually, startReceiver } from '../testing/a-receiver.ts'
import { aClient, anInstalledApp, aSandbox, callApi, slackError } from '../testing/a-sandbox.ts'
import type { Json } from '../world/types.ts'

const scene = aSandbox()

/** A bot with a channel that it made itself. */
async function aHost(manifest = {}) {
  const installed = await anInstalledApp(scene, manifest)
  const bot = aClient(scene, installed.botToken)
  const { channel } = await bot.conversations.create({ name: 'incident-7' })
  return { ...installed, bot, channel: channel?.id ?? '', users: scene.demo.northwind.users }
}

describe('managing a channel', () => {
  it('names it, describes it, and writes both into it', async () => {
    const { bot, channel } = await aHost()
    expect((await bot.conversations.rename({ channel, name: 'incident-8' })).channel).toMatchObject({ name: 'incident-8' })
    expect((await bot.conversations.setTopic({ channel, topic: 'All is on fire' })).channel).toMatchObject({
      topic: { value: 'All is on fire' },
    })
    expect((await bot.conversations.setPurpose({ channel, purpose: 'Putting it out' })).ok).toBe(true)
    const { messages = [] } = await bot.conversations.history({ channel })
    expect(messages.map(({ subtype }) => subtype)).toEqual(['channel_purpose', 'channel_topic', 'channel_name'])
    expect(await slackError(bot.conversations.rename({ channel, name: 'general' }))).toBe('name_taken')
    expect(await slackError(bot.conversations.rename({ channel, name: 'Not This' }))).toBe('invalid_name_specials')
    expect(await slackError(bot.conversations.setTopic({ channel, topic: 'x'.repeat(251) }))).toBe('too_long')
  })

  it('belongs to who made it, and to those who are in it', async () => {
    const { bot, botUserId } = await aHost()
    const { general, random } = scene.demo.northwind.channels
    expect(await slackError(bot.conversations.setTopic({ channel: random, topic: 'x' }))).toBe('not_in_channel')
    await scene.control.addMember({ channel_id: random, user_id: botUserId })
    await scene.control.addMember({ channel_id: general, user_id: botUserId })
    expect(await slackError(bot.conversations.rename({ channel: random, name: 'mine-now' }))).toBe('not_authorized')
    expect(await slackError(bot.conversations.leave({ channel: general }))).toBe('cant_leave_general')
    const { channel: im } = await bot.conversations.open({ users: scene.demo.northwind.users.ben })
    expect(await slackError(bot.conversations.leave({ channel: im?.id ?? '' }))).toBe('method_not_supported_for_channel_type')
  })

  it('shows people out, and is left', async () => {
    const { bot, channel, botUserId, users } = await aHost()
    await bot.conversations.invite({ channel, users: users.ben })
    expect((await bot.conversations.kick({ channel, user: users.ben })).ok).toBe(true)
    expect(await slackError(bot.conversations.kick({ channel, user: users.ben }))).toBe('not_in_channel')
    expect(await slackError(bot.conversations.kick({ channel, user: botUserId }))).toBe('cant_kick_self')
    expect(await slackError(bot.conversations.kick({ channel, user: 'U404' }))).toBe('user_not_found')
    await bot.conversations.leave({ channel })
    expect((await scene.control.state.channel(channel)).members).toEqual([])
    expect(await slackError(bot.conversations.leave({ channel }))).toBe('not_in_channel')
  })

  it('is archived and opened again', async () => {
    const { bot, channel } = await aHost()
    expect(await slackError(bot.conversations.unarchive({ channel }))).toBe('not_archived')
    await bot.conversations.archive({ channel })
    expect(await slackError(bot.conversations.archive({ channel }))).toBe('already_archived')
    for (const refused of [
      bot.conversations.setTopic({ channel, topic: 'x' }),
      bot.conversations.rename({ channel, name: 'x' }),
      bot.conversations.leave({ channel }),
    ])
      expect(await slackError(refused)).toBe('is_archived')
    await bot.conversations.unarchive({ channel })
    expect((await bot.conversations.info({ channel })).channel).toMatchObject({ is_archived: false })
  })

  it('says what someone does', async () => {
    const { bot, channel } = await aHost()
    await bot.chat.meMessage({ channel, text: 'puts out the fire' })
    expect((await scene.control.state.channel(channel)).messages.at(-1)).toMatchObject({ subtype: 'me_message', text: 'puts out the fire' })
    expect(await slackError(bot.chat.meMessage({ channel, text: ' ' }))).toBe('no_text')
  })
})

it('tells with an event’s context everyone on whose behalf the app hears of it, where the event lists one', async () => {
  const receiver = await startReceiver()
  const { northwind, acme } = scene.demo
  const { app, botUserId } = await anInstalledApp(scene, { events_url: `${receiver.url}/events`, user_scopes: ['channels:history'] })
  await scene.control.installApp({ app_id: app.app_id, team_id: acme.team_id, user_id: acme.users.zoe })
  const channel_id = northwind.channels['support-acme']
  await scene.control.addMember({ channel_id, user_id: botUserId })
  await scene.control.act.postMessage({ channel_id, user_id: northwind.users.ben, text: 'hello' })
  const isIt = (body: Json) => (body.event as Json).text === 'hello' && body.team_id === northwind.team_id
  const [body] = await eventually(
    () => receiver.events('message').filter(isIt),
    (bodies) => bodies.length === 1,
  )
  await receiver.close()
  expect(body?.authorizations).toHaveLength(1)
  const list = (more: Record<string, string>) =>
    callApi(scene, 'apps.event.authorizations.list', { event_context: String(body?.event_context), ...more }, app.app_token)
  expect(await list({})).toMatchObject({ error: 'missing_scope', needed: 'authorizations:read' })
  await scene.control.updateApp(app.app_id, { app_token_scopes: ['connections:write', 'authorizations:read'] })
  const everyone = (await list({})).authorizations as Json[]
  expect(everyone.map(({ user_id, is_bot }) => [user_id, is_bot])).toEqual([
    [botUserId, true],
    [northwind.users.ada, false],
    [acme.users.zoe, false],
  ])
  const page = await list({ limit: '2' })
  expect(page.authorizations).toEqual(everyone.slice(0, 2))
  expect(await list({ limit: '2', cursor: String((page.response_metadata as Json).next_cursor) })).toMatchObject({
    authorizations: everyone.slice(2),
  })
  expect(await list({ event_context: 'nonsense' })).toMatchObject({ error: 'invalid_event_context' })
})
