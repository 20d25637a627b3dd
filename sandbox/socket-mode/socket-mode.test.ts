import { LogLevel, SocketModeClient } from '@slack/socket-mode'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually, startReceiver } from '../testing/a-receiver.ts'
import { aClient, anInstalledApp, aSandbox, callApi } from '../testing/a-sandbox.ts'
import type { Json } from '../world/types.ts'

const scene = aSandbox()
const clients: SocketModeClient[] = []

afterEach(async () => {
  await Promise.all(clients.splice(0).map((client) => client.disconnect()))
})

interface Envelope {
  ack: (payload?: Json) => Promise<void>
  body: Json
  retry_num?: number
  type: string
}

async function aSocketApp(manifest = {}) {
  const installed = await anInstalledApp(scene, { socket_mode: true, commands: [{ command: '/help' }], ...manifest })
  const channelId = scene.demo.northwind.channels.general
  await scene.control.addMember({ channel_id: channelId, user_id: installed.botUserId })
  return { ...installed, channelId }
}

async function connect(appToken: string, on: (envelope: Envelope) => unknown) {
  const client = new SocketModeClient({
    appToken,
    logLevel: LogLevel.ERROR,
    clientPingTimeout: 300,
    clientOptions: { slackApiUrl: `${scene.sandbox.url}/api/` },
  })
  clients.push(client)
  client.on('slack_event', (envelope: Envelope) => void on(envelope))
  await client.start()
  return client
}

const say = (channelId: string, text: string) =>
  scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, text })

const textOf = (envelope: Envelope): unknown => (envelope.body.event as Json | undefined)?.text

describe('Socket Mode with the official client', () => {
  it('receives and acknowledges events; nothing goes over HTTP meanwhile', async () => {
    const receiver = await startReceiver()
    const { app, channelId } = await aSocketApp({ events_url: `${receiver.url}/events` })
    const seen: unknown[] = []
    await connect(app.app_token, async (envelope) => {
      seen.push(textOf(envelope))
      await envelope.ack()
    })
    await say(channelId, 'over the socket')
    await eventually(
      () => seen,
      (texts) => texts.includes('over the socket'),
    )
    const deliveries = await eventually(
      () => scene.control.deliveries({ type: 'message.channels' }),
      (list) => list.some(({ state }) => state === 'delivered'),
    )
    expect(deliveries.at(-1)?.attempts).toMatchObject([{ via: 'socket', status: 200 }])
    expect(receiver.received).toEqual([])
    await receiver.close()
  })

  it('gives each payload to one of the connections', async () => {
    const { app, channelId } = await aSocketApp()
    const seen: string[][] = [[], []]
    for (const list of seen) {
      await connect(app.app_token, async (envelope) => {
        list.push(String(textOf(envelope)))
        await envelope.ack()
      })
    }
    expect(await scene.control.socket.connections(app.app_id)).toEqual({ count: 2, leaving: 0 })
    for (let n = 0; n < 6; n++) await say(channelId, `n${n}`)
    await eventually(
      () => seen.flat().filter((text) => text.startsWith('n')),
      (texts) => texts.length === 6,
    )
    expect(seen.every((list) => list.length > 0)).toBe(true)
  })

  it('redelivers what is not acknowledged', async () => {
    const { app, channelId } = await aSocketApp()
    await scene.control.settings({ ack_timeout_ms: 50, retry_delays_ms: [0, 10, 10] })
    const retries: unknown[] = []
    await connect(app.app_token, async (envelope) => {
      if (textOf(envelope) !== 'again') return envelope.ack()
      retries.push(envelope.retry_num)
      if (retries.length === 2) await envelope.ack()
    })
    await say(channelId, 'again')
    await eventually(
      () => retries,
      (list) => list.length === 2,
    )
    expect(retries).toEqual([0, 1])
  })

  it('hands an unacknowledged envelope to the next connection when one goes away, still as attempt 0', async () => {
    const { app, channelId } = await aSocketApp()
    const retries: unknown[] = []
    const first = await connect(app.app_token, (envelope) => {
      if (textOf(envelope) !== 'mine') return envelope.ack()
      retries.push(envelope.retry_num)
      return undefined
    })
    await say(channelId, 'mine')
    await eventually(
      () => retries,
      (list) => list.length === 1,
    )
    await connect(app.app_token, async (envelope) => {
      retries.push(envelope.retry_num)
      await envelope.ack()
    })
    await first.disconnect()
    await eventually(
      () => retries,
      (list) => list.length === 2,
    )
    expect(retries).toEqual([0, 0])
  })

  it('carries commands, and the answer in the acknowledgement', async () => {
    const { app, channelId } = await aSocketApp()
    await connect(app.app_token, (envelope) =>
      envelope.ack(envelope.type === 'slash_commands' ? { text: `got ${String(envelope.body.command)}` } : undefined),
    )
    const { ben } = scene.demo.northwind.users
    const result = await scene.control.act.slashCommand({ user_id: ben, channel_id: channelId, command: '/help' })
    expect(result).toMatchObject({ ok: true, body: { text: 'got /help' } })
    expect(await scene.control.state.ephemerals({ user_id: ben })).toMatchObject([{ message: { text: 'got /help' } }])
  })

  it('warns about ten seconds ahead, and still gives that connection work until it closes', async () => {
    const { app } = await aSocketApp()
    const { url } = await callApi(scene, 'apps.connections.open', {}, app.app_token)
    const frames: Json[] = []
    const socket = new WebSocket(String(url))
    socket.addEventListener('message', ({ data }) => {
      const frame = JSON.parse(String(data)) as Json
      frames.push(frame)
      if (frame.envelope_id) socket.send(JSON.stringify({ envelope_id: frame.envelope_id }))
    })
    const types = () => frames.map(({ type, reason }) => reason ?? type)
    await eventually(types, (list) => list.includes('hello'))
    await scene.control.socket.disconnect({ app_id: app.app_id, reason: 'warning', close_after_ms: 60_000 })
    expect(await scene.control.socket.connections(app.app_id)).toEqual({ count: 1, leaving: 1 })
    await scene.control.socket.disconnect({ app_id: app.app_id, reason: 'warning', connections: 1 })
    await scene.control.act.slashCommand({
      user_id: scene.demo.northwind.users.ben,
      channel_id: scene.demo.northwind.channels.general,
      command: '/help',
    })
    await eventually(types, (list) => list.includes('slash_commands'))
    await scene.control.socket.disconnect({ app_id: app.app_id, reason: 'refresh_requested' })
    await eventually(types, (list) => list.includes('refresh_requested'))
    expect(types().slice(0, 3)).toEqual(['hello', 'warning', 'slash_commands'])
    await eventually(
      () => scene.control.socket.connections(app.app_id),
      ({ count }) => count === 0,
    )
  })

  it('announces disconnects, after which the client comes back', async () => {
    const { app, channelId } = await aSocketApp()
    const seen: unknown[] = []
    await connect(app.app_token, async (envelope) => {
      seen.push(textOf(envelope))
      await envelope.ack()
    })
    await scene.control.settings({ retry_delays_ms: [0, 200, 2_000] })
    await scene.control.socket.disconnect({ app_id: app.app_id, reason: 'refresh_requested', close_after_ms: 10 })
    await say(channelId, 'after the refresh')
    await eventually(
      () => seen,
      (texts) => texts.includes('after the refresh'),
      6_000,
    )
  })
})

describe('apps.connections.open', () => {
  it('tells connections when Socket Mode is switched off', async () => {
    const { app } = await aSocketApp()
    const frames: Json[] = []
    const open = async () => {
      const { url } = await callApi(scene, 'apps.connections.open', {}, app.app_token)
      const socket = new WebSocket(String(url))
      socket.addEventListener('message', ({ data }) => frames.push(JSON.parse(String(data)) as Json))
    }
    await open()
    await eventually(
      () => frames,
      ([frame]) => frame?.type === 'hello',
    )
    await scene.control.updateApp(app.app_id, { socket_mode: false })
    await open()
    await eventually(
      () => frames.slice(1),
      (list) => list.length === 2,
    )
    expect(frames.slice(1)).toMatchObject([
      { type: 'disconnect', reason: 'link_disabled' },
      { type: 'disconnect', reason: 'link_disabled' },
    ])
    expect(await scene.control.socket.connections(app.app_id)).toEqual({ count: 0, leaving: 0 })
  })

  it('needs an app token', async () => {
    const { botToken, app } = await aSocketApp()
    expect(await callApi(scene, 'apps.connections.open', {}, botToken)).toMatchObject({ error: 'not_allowed_token_type' })
    await expect(aClient(scene, app.app_token).auth.test()).rejects.toMatchObject({ data: { error: 'not_allowed_token_type' } })
  })
})
