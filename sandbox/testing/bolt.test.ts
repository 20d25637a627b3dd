import { App, HTTPReceiver, LogLevel } from '@slack/bolt'
import { createServer } from 'node:http'
import { once } from 'node:events'
import type { AddressInfo } from 'node:net'
import { afterEach, describe, expect, it } from 'vitest'
import { eventually } from './a-receiver.ts'
import { anInstalledApp, aSandbox } from './a-sandbox.ts'

const scene = aSandbox()
const stops: (() => Promise<unknown>)[] = []

afterEach(async () => {
  await Promise.all(stops.splice(0).map((stop) => stop()))
})

/** A port that was free a moment ago. */
async function freePort(): Promise<number> {
  const server = createServer().listen(0, '127.0.0.1')
  await once(server, 'listening')
  const { port } = server.address() as AddressInfo
  server.close()
  await once(server, 'close')
  return port
}

async function aBoltApp(signingSecretOf: (real: string) => string = (real) => real) {
  const port = await freePort()
  const url = `http://127.0.0.1:${port}/slack/events`
  const installed = await anInstalledApp(scene, {
    events_url: url,
    interactivity_url: url,
    commands: [{ command: '/help', url }],
  })
  const channelId = scene.demo.northwind.channels.general
  const receiver = new HTTPReceiver({ signingSecret: signingSecretOf(installed.app.signing_secret), logLevel: LogLevel.ERROR })
  const app = new App({
    receiver,
    token: installed.botToken,
    logLevel: LogLevel.ERROR,
    clientOptions: { slackApiUrl: `${scene.sandbox.url}/api/` },
  })
  await app.start(port)
  stops.push(() => app.stop())
  await scene.control.addMember({ channel_id: channelId, user_id: installed.botUserId })
  return { ...installed, app, channelId }
}

describe('a real Bolt app', () => {
  it('accepts the signatures, gets messages and answers them', async () => {
    const { app, channelId } = await aBoltApp()
    app.message('ping', async ({ say }) => {
      await say('pong')
    })
    await scene.control.act.postMessage({ user_id: scene.demo.northwind.users.ben, channel_id: channelId, text: 'ping' })
    await eventually(
      async () => (await scene.control.state.channel(channelId)).messages.at(-1)?.text,
      (text) => text === 'pong',
    )
  })

  it('answers commands, opens modals and gets what was entered', async () => {
    const { app, channelId } = await aBoltApp()
    const entered: unknown[] = []
    app.command('/help', async ({ ack, body, client }) => {
      await ack()
      await client.views.open({
        trigger_id: body.trigger_id,
        view: {
          type: 'modal',
          callback_id: 'form',
          title: { type: 'plain_text', text: 'Form' },
          submit: { type: 'plain_text', text: 'Go' },
          blocks: [
            {
              type: 'input',
              block_id: 'b',
              label: { type: 'plain_text', text: 'Name' },
              element: { type: 'plain_text_input', action_id: 'name' },
            },
          ],
        },
      })
    })
    app.view('form', async ({ ack, view }) => {
      entered.push(view.state.values.b?.name?.value)
      await ack()
    })
    const { ben } = scene.demo.northwind.users
    await scene.control.act.slashCommand({ user_id: ben, channel_id: channelId, command: '/help' })
    await eventually(
      () => scene.control.state.views(ben),
      (views) => views.length === 1,
    )
    await scene.control.act.submitView({ user_id: ben, values: { name: 'Ben' } })
    expect(entered).toEqual(['Ben'])
  })

  it('turns away what is signed with another secret', async () => {
    const { channelId } = await aBoltApp(() => 'another secret')
    const { ben } = scene.demo.northwind.users
    const result = await scene.control.act.slashCommand({ user_id: ben, channel_id: channelId, command: '/help' })
    expect(result).toMatchObject({ ok: false, error: 'http_status_401' })
  })
})
