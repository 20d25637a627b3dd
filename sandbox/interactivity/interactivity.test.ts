import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { startReceiver, type Answer, type Received } from '../testing/a-receiver.ts'
import { aClient, anInstalledApp, aSandbox, slackError } from '../testing/a-sandbox.ts'
import type { Json } from '../world/types.ts'

const scene = aSandbox()
let answer: (received: Received) => Answer = () => ({})
let receiver: Awaited<ReturnType<typeof startReceiver>>

beforeEach(async () => {
  answer = () => ({})
  receiver = await startReceiver((received) => answer(received))
})
afterEach(() => receiver.close())

async function anInteractiveApp() {
  const installed = await anInstalledApp(scene, {
    interactivity_url: `${receiver.url}/actions`,
    commands: [{ command: '/help', url: `${receiver.url}/commands` }],
    shortcuts: [
      { callback_id: 'raise', name: 'Raise', type: 'global' },
      { callback_id: 'take', name: 'Take', type: 'message' },
    ],
  })
  const channelId = scene.demo.northwind.channels['support-acme']
  await scene.control.addMember({ channel_id: channelId, user_id: installed.botUserId })
  return { ...installed, channelId, bot: aClient(scene, installed.botToken), ben: scene.demo.northwind.users.ben }
}

const modal = (blocks: Json[], more: Json = {}): Json => ({
  type: 'modal',
  title: { type: 'plain_text', text: 'A modal' },
  submit: { type: 'plain_text', text: 'Go' },
  blocks,
  ...more,
})

const input = (actionId: string): Json => ({
  type: 'input',
  block_id: `b-${actionId}`,
  label: { type: 'plain_text', text: 'Note' },
  element: { type: 'plain_text_input', action_id: actionId },
})

const buttons: Json[] = [
  {
    type: 'actions',
    block_id: 'row',
    elements: [{ type: 'button', action_id: 'ack', value: '7', text: { type: 'plain_text', text: 'Acknowledge' } }],
  },
]

const last = (): Received => receiver.received.at(-1) as Received

/** Posts a response and answers its status and body. */
const respond = async (url: unknown, reply: Json) => {
  const response = await fetch(String(url), {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(reply),
  })
  return { status: response.status, body: await response.text() }
}

describe('slash commands', () => {
  it('sends the command as a form and shows the answer to the one person', async () => {
    const { channelId, ben } = await anInteractiveApp()
    answer = () => ({ body: { text: 'only you' } })
    const result = await scene.control.act.slashCommand({ user_id: ben, channel_id: channelId, command: '/help', text: 'me now' })
    expect(result).toMatchObject({ ok: true, body: { text: 'only you' } })
    expect(last()).toMatchObject({
      path: '/commands',
      body: { command: '/help', text: 'me now', user_id: ben, user_name: 'ben', channel_id: channelId, team_domain: 'northwind' },
    })
    expect(await scene.control.state.ephemerals({ user_id: ben })).toMatchObject([{ message: { text: 'only you' } }])
  })

  it('posts in the channel when asked to', async () => {
    const { channelId, ben } = await anInteractiveApp()
    answer = () => ({ body: { text: 'everyone', response_type: 'in_channel' } })
    await scene.control.act.slashCommand({ user_id: ben, channel_id: channelId, command: '/help' })
    expect((await scene.control.state.channel(channelId)).messages.at(-1)).toMatchObject({ text: 'everyone' })
  })

  it('tells the person when the app does not answer in time', async () => {
    const { channelId, ben } = await anInteractiveApp()
    await scene.control.settings({ ack_timeout_ms: 40 })
    answer = () => ({ delayMs: 200 })
    const result = await scene.control.act.slashCommand({ user_id: ben, channel_id: channelId, command: '/help' })
    expect(result).toMatchObject({ ok: false, error: 'operation_timeout' })
    expect((await scene.control.state.ephemerals({ user_id: ben }))[0]?.message.text).toContain('operation_timeout')
  })

  it('cannot be used in a thread', async () => {
    const { channelId, ben } = await anInteractiveApp()
    const { ts } = await scene.control.act.postMessage({ user_id: ben, channel_id: channelId, text: 'root' })
    const command = { user_id: ben, channel_id: channelId, command: '/help', thread_ts: ts }
    await expect(scene.control.act.slashCommand(command)).rejects.toMatchObject({ code: 'not_supported_in_threads' })
    expect(receiver.received).toEqual([])
  })

  it('does not exist for people of other workspaces', async () => {
    const { channelId } = await anInteractiveApp()
    const command = { user_id: scene.demo.acme.users.zoe, channel_id: channelId, command: '/help' }
    await expect(scene.control.act.slashCommand(command)).rejects.toMatchObject({ code: 'command_not_found' })
  })
})

describe('buttons', () => {
  it('sends the click with the message, and a response_url that works five times', async () => {
    const { channelId, ben, bot, app } = await anInteractiveApp()
    const { ts = '' } = await bot.chat.postMessage({ channel: channelId, text: 'incident', blocks: buttons as never })
    await scene.control.act.clickButton({ user_id: ben, channel_id: channelId, message_ts: ts, action_id: 'ack' })
    const { body } = last()
    expect(body).toMatchObject({
      type: 'block_actions',
      api_app_id: app.app_id,
      user: { id: ben, username: 'ben' },
      container: { type: 'message', message_ts: ts, channel_id: channelId, is_ephemeral: false },
      message: { ts, text: 'incident' },
      actions: [{ type: 'button', action_id: 'ack', block_id: 'row', value: '7' }],
    })
    expect(await respond(body.response_url, { text: 'done', replace_original: true })).toMatchObject({ status: 200 })
    expect((await scene.control.state.channel(channelId)).messages.at(-1)).toMatchObject({ ts, text: 'done' })
    for (let n = 0; n < 4; n++) await respond(body.response_url, { text: `only you ${n}` })
    expect((await scene.control.state.ephemerals({ user_id: ben })).length).toBe(4)
    expect(await respond(body.response_url, { text: 'once more' })).toMatchObject({
      status: 404,
      body: expect.stringContaining('used_url'),
    })
  })

  it('stops answering after half an hour', async () => {
    const { channelId, ben, bot } = await anInteractiveApp()
    const { ts = '' } = await bot.chat.postMessage({ channel: channelId, text: 'incident', blocks: buttons as never })
    await scene.control.act.clickButton({ user_id: ben, channel_id: channelId, message_ts: ts, action_id: 'ack' })
    await scene.control.clock.advance({ ms: 31 * 60_000 })
    expect(await respond(last().body.response_url, { text: 'late' })).toMatchObject({
      status: 404,
      body: expect.stringContaining('expired_url'),
    })
  })

  it('lets customers click, and says whose workspace they are of', async () => {
    const { channelId, bot } = await anInteractiveApp()
    const { acme } = scene.demo
    const { ts = '' } = await bot.chat.postMessage({
      channel: channelId,
      text: 'rate us',
      attachments: [{ color: '#f00', fallback: 'x', blocks: buttons }] as never,
    })
    await scene.control.act.clickButton({ user_id: acme.users.zoe, channel_id: channelId, message_ts: ts, action_id: 'ack' })
    expect(last().body).toMatchObject({
      team: { id: acme.team_id, domain: 'acme' },
      user: { team_id: acme.team_id },
      container: { type: 'message_attachment', attachment_id: 1 },
    })
  })

  it('sends the option chosen in a select', async () => {
    const { channelId, ben, bot } = await anInteractiveApp()
    const option = (value: string) => ({ text: { type: 'plain_text', text: `${value} minutes` }, value })
    const select = { type: 'static_select', action_id: 'snooze', options: [option('15'), option('30')] }
    const { ts = '' } = await bot.chat.postMessage({
      channel: channelId,
      text: 'x',
      blocks: [{ type: 'actions', elements: [select] }] as never,
    })
    await scene.control.act.clickButton({ user_id: ben, channel_id: channelId, message_ts: ts, action_id: 'snooze', value: '30' })
    expect(last().body.actions).toMatchObject([{ type: 'static_select', selected_option: { value: '30' } }])
  })
})

describe('modals', () => {
  async function aTrigger() {
    const scenery = await anInteractiveApp()
    await scene.control.act.globalShortcut({ user_id: scenery.ben, callback_id: 'raise' })
    expect(last().body).toMatchObject({ type: 'shortcut', callback_id: 'raise' })
    expect(last().body).not.toHaveProperty('response_url')
    return { ...scenery, trigger: String(last().body.trigger_id) }
  }

  it('opens once per trigger, within three seconds', async () => {
    const { bot, trigger, ben } = await aTrigger()
    const { view } = await bot.views.open({ trigger_id: trigger, view: modal([input('note')]) as never })
    expect(view).toMatchObject({ type: 'modal', root_view_id: view?.id, state: { values: {} } })
    expect(await slackError(bot.views.open({ trigger_id: trigger, view: modal([]) as never }))).toBe('exchanged_trigger_id')
    expect(await slackError(bot.views.open({ trigger_id: 'nonsense', view: modal([]) as never }))).toBe('invalid_trigger_id')
    await scene.control.act.globalShortcut({ user_id: ben, callback_id: 'raise' })
    await scene.control.clock.advance({ ms: 3_100 })
    const late = bot.views.open({ trigger_id: String(last().body.trigger_id), view: modal([]) as never })
    expect(await slackError(late)).toBe('expired_trigger_id')
  })

  it('submits what was entered and closes', async () => {
    const { bot, trigger, ben } = await aTrigger()
    await bot.views.open({
      trigger_id: trigger,
      view: modal([input('note')], { private_metadata: 'inc-1', callback_id: 'resolve' }) as never,
    })
    await expect(scene.control.act.submitView({ user_id: ben })).rejects.toMatchObject({ code: 'required_input_missing' })
    await scene.control.act.submitView({ user_id: ben, values: { note: 'fixed' } })
    expect(last().body).toMatchObject({
      type: 'view_submission',
      view: {
        callback_id: 'resolve',
        private_metadata: 'inc-1',
        state: { values: { 'b-note': { note: { type: 'plain_text_input', value: 'fixed' } } } },
      },
    })
    expect(await scene.control.state.views(ben)).toEqual([])
  })

  it('stays open with errors, changes with update, and goes with clear', async () => {
    const { bot, trigger, ben } = await aTrigger()
    const { view } = await bot.views.open({ trigger_id: trigger, view: modal([input('note')]) as never })
    answer = () => ({ body: { response_action: 'errors', errors: { 'b-note': 'Too short' } } })
    expect(await scene.control.act.submitView({ user_id: ben, values: { note: 'x' } })).toMatchObject({ errors: { 'b-note': 'Too short' } })
    await bot.views.update({ view_id: view?.id ?? '', view: modal([input('other')]) as never })
    expect(await slackError(bot.views.update({ view_id: view?.id ?? '', hash: 'old', view: modal([]) as never }))).toBe('hash_conflict')
    answer = () => ({ body: { response_action: 'clear' } })
    await scene.control.act.submitView({ user_id: ben, values: { other: 'fine' } })
    expect(await slackError(bot.views.update({ view_id: view?.id ?? '', view: modal([]) as never }))).toBe('not_found')
  })

  it('tells of closing only when asked to', async () => {
    const { bot, trigger, ben } = await aTrigger()
    await bot.views.open({ trigger_id: trigger, view: modal([], { notify_on_close: true, callback_id: 'c' }) as never })
    await scene.control.act.closeView({ user_id: ben })
    expect(last().body).toMatchObject({ type: 'view_closed', is_cleared: false, view: { callback_id: 'c' } })
  })

  it('says nothing of closing when not asked to; the cross closes every view and tells of each that asked', async () => {
    const { bot, trigger, ben } = await aTrigger()
    await bot.views.open({ trigger_id: trigger, view: modal([]) as never })
    await scene.control.act.closeView({ user_id: ben })
    expect(receiver.received.map(({ body }) => body.type)).not.toContain('view_closed')
    await scene.control.act.globalShortcut({ user_id: ben, callback_id: 'raise' })
    const first = String(last().body.trigger_id)
    await bot.views.open({ trigger_id: first, view: modal(buttons, { notify_on_close: true, callback_id: 'below' }) as never })
    await scene.control.act.clickInView({ user_id: ben, action_id: 'ack' })
    const second = String(last().body.trigger_id)
    await bot.views.push({ trigger_id: second, view: modal([], { notify_on_close: true, callback_id: 'above' }) as never })
    await scene.control.act.closeView({ user_id: ben, clear: true })
    const closed = receiver.received.map(({ body }) => body).filter(({ type }) => type === 'view_closed')
    expect(closed.map(({ view }) => String((view as Json).callback_id)).toSorted()).toEqual(['above', 'below'])
    expect(closed.every(({ is_cleared }) => is_cleared === true)).toBe(true)
    expect(await scene.control.state.views(ben)).toEqual([])
  })

  it('refuses bad views', async () => {
    const { bot, trigger } = await aTrigger()
    const open = (view: Json) => slackError(bot.views.open({ trigger_id: trigger, view: view as never }))
    expect(await open(modal([], { title: { type: 'plain_text', text: 'x'.repeat(25) } }))).toBe('invalid_arguments')
    expect(await open(modal([input('a')], { submit: undefined }))).toBe('invalid_arguments')
    expect(await open(modal([{ type: 'nonsense' }]))).toBe('invalid_arguments')
    expect(await open(modal([], { private_metadata: 'x'.repeat(3001) }))).toBe('invalid_arguments')
  })
})

describe('shortcuts and home', () => {
  it('sends a message shortcut with its message', async () => {
    const { channelId, ben } = await anInteractiveApp()
    const { ts } = await scene.control.act.postMessage({ user_id: scene.demo.acme.users.zoe, channel_id: channelId, text: 'broken' })
    await scene.control.act.messageShortcut({ user_id: ben, channel_id: channelId, message_ts: ts, callback_id: 'take' })
    expect(last().body).toMatchObject({
      type: 'message_action',
      callback_id: 'take',
      message_ts: ts,
      message: { text: 'broken' },
      channel: { id: channelId },
    })
    const stranger = { user_id: scene.demo.acme.users.zoe, channel_id: channelId, message_ts: ts, callback_id: 'take' }
    await expect(scene.control.act.messageShortcut(stranger)).rejects.toMatchObject({ code: 'app_not_installed' })
  })

  it('publishes a home', async () => {
    const { bot, ben, app } = await anInteractiveApp()
    const { view } = await bot.views.publish({ user_id: ben, view: { type: 'home', blocks: buttons as never } })
    expect(view).toMatchObject({ type: 'home' })
    await scene.control.act.clickInView({ user_id: ben, view_id: view?.id ?? '', action_id: 'ack' })
    expect(last().body).toMatchObject({ type: 'block_actions', container: { type: 'view', view_id: view?.id }, api_app_id: app.app_id })
  })
})
