import type { Received, startReceiver } from '../testing/a-receiver.ts'
import { anInstalledApp, type Scene } from '../testing/a-sandbox.ts'
import type { Json } from '../world/types.ts'

export interface RecordedAnswer {
  method: string
  body: Json
  /** The error that this call was to show. */
  expected?: string
}

export interface Recording {
  answers: RecordedAnswer[]
  /** Whatever came over HTTP: events, interactions, commands. */
  received: Received[]
  /** Names of the subscriptions that something was sent for. */
  subscriptions: string[]
  /** Socket Mode's own frames and envelopes. */
  frames: Json[]
}

type Installed = Awaited<ReturnType<typeof anInstalledApp>>

/** Where the scenes play: an app in Northwind, its bot in the channel shared with Acme. */
export interface Stage {
  scene: Scene
  receiver: Awaited<ReturnType<typeof startReceiver>>
  recording: Recording
  installed: Installed
  users: Scene['demo']['northwind']['users']
  channel: string
  /** Somewhere private that the bot is not. */
  hidden: string
  /** Somewhere public that the bot is not. */
  elsewhere: string
  /** Calls with the bot's token unless given another, and keeps the answer. */
  call(method: string, args?: Json, token?: string): Promise<Json>
  /** The same where it is to be refused with `error`. */
  refuse(method: string, error: string, args?: Json, token?: string): Promise<void>
}

export const plain = (text: string): Json => ({ type: 'plain_text', text })

export const BUTTONS: Json[] = [{ type: 'actions', block_id: 'row', elements: [{ type: 'button', action_id: 'go', text: plain('Go') }] }]

async function callMethod(url: string, args: Json, token: string): Promise<Json> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${token}`, 'content-type': 'application/json' },
    body: JSON.stringify(args),
  })
  return (await response.json()) as Json
}

export async function setStage(scene: Scene, receiver: Stage['receiver']): Promise<Stage> {
  const recording: Recording = { answers: [], received: receiver.received, subscriptions: [], frames: [] }
  const installed = await anInstalledApp(scene, {
    events_url: `${receiver.url}/events`,
    interactivity_url: `${receiver.url}/actions`,
    options_url: `${receiver.url}/options`,
    commands: [{ command: '/help', url: `${receiver.url}/commands` }],
    shortcuts: [
      { callback_id: 'take', name: 'Take', type: 'message' },
      { callback_id: 'raise', name: 'Raise', type: 'global' },
    ],
  })
  const { northwind } = scene.demo
  const channel = northwind.channels['support-acme']
  const secret = { team_id: northwind.team_id, name: 'secret', is_private: true, members: [northwind.users.ben] }
  await scene.control.addMember({ channel_id: channel, user_id: installed.botUserId, by: northwind.users.ada })
  const { channel_id: hidden } = await scene.control.createChannel(secret)
  const record = async (method: string, expected: string | undefined, [args, token]: [Json | undefined, string | undefined]) => {
    const body = await callMethod(`${scene.sandbox.url}/api/${method}`, args ?? {}, token ?? installed.botToken)
    recording.answers.push({ method, body, ...(expected ? { expected } : {}) })
    return body
  }
  return {
    scene,
    receiver,
    recording,
    installed,
    users: northwind.users,
    channel,
    hidden,
    elsewhere: northwind.channels.random,
    call: (method, ...how) => record(method, undefined, [how[0], how[1]]),
    refuse: async (method, error, ...how) => void (await record(method, error, [how[0], how[1]])),
  }
}
