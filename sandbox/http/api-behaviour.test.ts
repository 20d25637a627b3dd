import { describe, expect, it } from 'vitest'
import { aClient, anInstalledApp, aSandbox, callApi, slackError } from '../testing/a-sandbox.ts'

const scene = aSandbox()

async function aBot() {
  const installed = await anInstalledApp(scene)
  const channelId = scene.demo.northwind.channels.general
  await scene.control.addMember({ channel_id: channelId, user_id: installed.botUserId })
  return { ...installed, channelId, bot: aClient(scene, installed.botToken) }
}

const texts = async (channelId: string) =>
  (await scene.control.state.channel(channelId)).messages.filter(({ subtype }) => !subtype).map(({ text }) => text)

describe('ways of calling', () => {
  it('takes JSON, forms, multipart and a token in the body', async () => {
    const { botToken, channelId } = await aBot()
    const url = `${scene.sandbox.url}/api/chat.postMessage`
    const bearer = { authorization: `Bearer ${botToken}` }
    const blocks = [{ type: 'divider' }]
    const form = new FormData()
    form.set('channel', channelId)
    form.set('text', 'multipart')
    const answers = await Promise.all(
      [
        {
          headers: { ...bearer, 'content-type': 'application/json; charset=utf-8' },
          body: JSON.stringify({ channel: channelId, text: 'json', blocks }),
        },
        { headers: bearer, body: new URLSearchParams({ channel: channelId, text: 'form', blocks: JSON.stringify(blocks) }) },
        { headers: bearer, body: form },
        { body: new URLSearchParams({ token: botToken, channel: channelId, text: 'token in the body' }) },
      ].map(async (init) => (await fetch(url, { method: 'POST', ...init })).json() as Promise<{ ok: boolean }>),
    )
    expect(answers.map(({ ok }) => ok)).toEqual([true, true, true, true])
    const broken = await fetch(url, { method: 'POST', headers: { ...bearer, 'content-type': 'application/json' }, body: '{' })
    expect(await broken.json()).toMatchObject({ ok: false, error: 'invalid_json' })
    expect(await callApi(scene, 'chat.postMessage', { text: 'x' }, botToken)).toMatchObject({
      error: 'invalid_arguments',
      response_metadata: { messages: ['[ERROR] missing required field: channel'] },
    })
  })
})

describe('faults', () => {
  it('fails before anything happened, so many times', async () => {
    const { bot, channelId } = await aBot()
    await scene.control.faults.add({ method: 'chat.postMessage', kind: 'internal_error', when: 'before', times: 2, skip: 1 })
    const post = (text: string) => slackError(bot.chat.postMessage({ channel: channelId, text }))
    expect([await post('a'), await post('b'), await post('c'), await post('d')]).toEqual(['ok', 'internal_error', 'internal_error', 'ok'])
    expect(await texts(channelId)).toEqual(['a', 'd'])
  })

  it.each(['500', 'reset', 'internal_error', '429'] as const)('%s after acceptance loses only the answer', async (kind) => {
    const { bot, channelId } = await aBot()
    await scene.control.faults.add({ method: 'chat.postMessage', kind, when: 'after', times: 1 })
    expect(await slackError(bot.chat.postMessage({ channel: channelId, text: 'kept' }))).not.toBe('ok')
    expect(await texts(channelId)).toEqual(['kept'])
  })

  it('never answers on a timeout', async () => {
    const { botToken, channelId } = await aBot()
    await scene.control.faults.add({ method: 'chat.postMessage', kind: 'timeout', when: 'after', times: 1 })
    const call = fetch(`${scene.sandbox.url}/api/chat.postMessage`, {
      method: 'POST',
      headers: { authorization: `Bearer ${botToken}` },
      body: new URLSearchParams({ channel: channelId, text: 'kept' }),
      signal: AbortSignal.timeout(150),
    })
    await expect(call).rejects.toThrow()
    expect(await texts(channelId)).toEqual(['kept'])
  })

  it('are marked in the log: what was asked for, and whether the call was carried out', async () => {
    const { bot, channelId } = await aBot()
    for (const when of ['before', 'after'] as const) {
      await scene.control.faults.add({ method: 'chat.postMessage', kind: '500', when })
      await slackError(bot.chat.postMessage({ channel: channelId, text: when }))
    }
    await bot.chat.postMessage({ channel: channelId, text: 'fine' })
    const entries = await scene.control.log({ method: 'chat.postMessage' })
    expect(entries.map(({ fault }) => fault)).toEqual([{ kind: '500', when: 'before' }, { kind: '500', when: 'after' }, null])
    await scene.control.faults.add({ kind: 'timeout', times: 3 })
    await scene.control.faults.events({ drop: 0.5 })
    expect(await scene.control.state.faults()).toMatchObject({
      faults: [{ kind: 'timeout', times: 3 }],
      event_faults: { drop: 0.5 },
      limits: {},
    })
    await scene.control.faults.clear()
    expect(await scene.control.state.faults()).toMatchObject({ faults: [], event_faults: null })
  })

  it('says how long to wait on a 429', async () => {
    const { bot, channelId } = await aBot()
    await scene.control.faults.add({ kind: '429', when: 'before', times: 1, retry_after_s: 7 })
    await expect(bot.chat.postMessage({ channel: channelId, text: 'x' })).rejects.toMatchObject({ retryAfter: 7 })
    await scene.control.faults.add({ kind: '500', when: 'before', times: 9 })
    await scene.control.faults.clear()
    expect(await slackError(bot.auth.test())).toBe('ok')
  })
})

describe('rate limits', () => {
  it('are off until asked for, then per channel', async () => {
    const { bot, channelId, botUserId } = await aBot()
    const random = scene.demo.northwind.channels.random
    await scene.control.addMember({ channel_id: random, user_id: botUserId })
    const post = (channel: string) => slackError(bot.chat.postMessage({ channel, text: 'x' }))
    expect([await post(channelId), await post(channelId)]).toEqual(['ok', 'ok'])
    await scene.control.limits({ post_per_s_per_channel: 1 })
    expect([await post(channelId), await post(random), await post(channelId)]).toEqual(['ok', 'ok', 'slack_webapi_rate_limited_error'])
    await scene.control.clock.advance({ ms: 1_100 })
    expect(await post(channelId)).toBe('ok')
  })

  it('counts per minute and method', async () => {
    const { bot } = await aBot()
    await scene.control.limits({ per_minute: { 'users.list': 2 }, tiers: true })
    const list = () => slackError(bot.users.list({ limit: 5 }))
    expect([await list(), await list(), await list()]).toEqual(['ok', 'ok', 'slack_webapi_rate_limited_error'])
  })
})

describe('the log', () => {
  it('tells what was called, never with a token', async () => {
    const { bot, channelId, app, botToken } = await aBot()
    await bot.chat.postMessage({ channel: channelId, text: `my token is ${botToken}`, blocks: [{ type: 'divider' }] })
    await slackError(bot.chat.postMessage({ channel: 'C0NOWHERE', text: 'x' }))
    await callApi(scene, 'auth.test', { token: botToken })
    await callApi(scene, 'oauth.v2.access', { client_id: app.client_id, client_secret: app.client_secret, code: 'c0de' })
    const entries = await scene.control.log()
    expect(entries.filter(({ method }) => method === 'chat.postMessage')).toMatchObject([
      {
        token_kind: 'bot',
        app_id: app.app_id,
        team_id: scene.demo.northwind.team_id,
        ok: true,
        status: 200,
        args: { channel: channelId, blocks: [{ type: 'divider' }] },
      },
      { ok: false, error: 'channel_not_found' },
    ])
    expect(JSON.stringify(entries)).not.toContain(botToken)
    expect(JSON.stringify(entries)).not.toContain(app.client_secret)
    const since = entries.at(-2)?.n ?? 0
    expect(await scene.control.log({ since })).toHaveLength(1)
    expect(await scene.control.log({ method: 'auth.test' })).toHaveLength(1)
  })
})

describe('the control API', () => {
  it('changes of an app only what is named', async () => {
    const { app_id } = await scene.control.createApp({
      name: 'Helper',
      bot_scopes: ['chat:write', 'commands'],
      redirect_urls: ['http://127.0.0.1:9/'],
      commands: [{ command: '/help' }],
    })
    const { team_id, users } = scene.demo.northwind
    await scene.control.updateApp(app_id, { socket_mode: true })
    const { scope } = await scene.control.installApp({ app_id, team_id, user_id: users.ada })
    expect(scope).toBe('chat:write,commands')
    expect((await scene.control.state.apps(team_id)).find(({ id }) => id === app_id)?.commands).toEqual([{ command: '/help' }])
    await scene.control.updateApp(app_id, { commands: [] })
    expect((await scene.control.state.apps(team_id)).find(({ id }) => id === app_id)?.commands).toEqual([])
  })

  it('names what it refuses', async () => {
    await expect(scene.control.createUser({ team_id: 'T0', name: 'x', real_name: 'X' })).rejects.toMatchObject({ code: 'team_not_found' })
    const notJson = await fetch(`${scene.sandbox.url}/control/reset`, { method: 'POST', body: 'x' })
    expect(notJson.status).toBe(415)
    const unknown = await fetch(`${scene.sandbox.url}/control/explode`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: '{}',
    })
    expect(unknown.status).toBe(404)
  })

  it('makes the same ids every time', async () => {
    const { northwind } = scene.demo
    await scene.control.reset()
    const { seedDemo } = await import('../seed-demo.ts')
    expect((await seedDemo(scene.sandbox.url)).northwind).toEqual(northwind)
  })
})
