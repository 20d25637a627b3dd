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

const plain = (text: string) => ({ type: 'plain_text', text })
const option = (value: string) => ({ text: plain(`The ${value}`), value })
const last = (): Json => receiver.received.at(-1)?.body ?? {}

async function anAppWithMenus(manifest: Json = {}) {
  const installed = await anInstalledApp(scene, {
    interactivity_url: `${receiver.url}/actions`,
    options_url: `${receiver.url}/options`,
    shortcuts: [{ callback_id: 'raise', name: 'Raise', type: 'global' }],
    ...manifest,
  })
  const channelId = scene.demo.northwind.channels['support-acme']
  await scene.control.addMember({ channel_id: channelId, user_id: installed.botUserId })
  const bot = aClient(scene, installed.botToken)
  const { ben } = scene.demo.northwind.users
  const post = async (elements: Json[]) => {
    const blocks = [{ type: 'actions', block_id: 'row', elements }]
    const { ts = '' } = await bot.chat.postMessage({ channel: channelId, text: 'x', blocks: blocks as never })
    return { user_id: ben, channel_id: channelId, message_ts: ts }
  }
  const open = async (blocks: Json[]) => {
    await scene.control.act.globalShortcut({ user_id: ben, callback_id: 'raise' })
    const view = { type: 'modal', title: plain('Form'), submit: plain('Go'), blocks }
    return bot.views.open({ trigger_id: String(last().trigger_id), view: view as never })
  }
  return { ...installed, channelId, bot, ben, post, open }
}

const input = (element: Json, more: Json = {}): Json => ({
  type: 'input',
  block_id: `b-${String(element.action_id)}`,
  label: plain('Label'),
  element,
  ...more,
})

describe('the state that goes with every click', () => {
  it('tells what was chosen in the other elements of the message', async () => {
    const { post } = await anAppWithMenus()
    const at = await post([
      { type: 'static_select', action_id: 'snooze', options: [option('15'), option('30')], initial_option: option('15') },
      { type: 'datepicker', action_id: 'day' },
      { type: 'button', action_id: 'ok', text: plain('OK') },
    ])
    await scene.control.act.clickButton({ ...at, action_id: 'day', value: '2026-05-04' })
    expect(last().actions).toMatchObject([{ type: 'datepicker', selected_date: '2026-05-04' }])
    await scene.control.act.clickButton({ ...at, action_id: 'ok' })
    expect(last().state).toEqual({
      values: {
        row: {
          snooze: { type: 'static_select', selected_option: option('15') },
          day: { type: 'datepicker', selected_date: '2026-05-04' },
        },
      },
    })
  })

  it('keeps what stands in a modal through clicks, updates and the submission', async () => {
    const { open, bot, ben } = await anAppWithMenus()
    const blocks = [
      input({ type: 'plain_text_input', action_id: 'note' }),
      { type: 'section', block_id: 's', text: plain('Pick'), accessory: { type: 'users_select', action_id: 'who' } },
    ]
    const { view } = await open(blocks)
    await scene.control.act.clickInView({ user_id: ben, action_id: 'who', value: ben, values: { note: 'half a sent' } })
    expect(last()).toMatchObject({
      type: 'block_actions',
      view: { state: { values: { 'b-note': { note: { value: 'half a sent' } }, s: { who: { selected_user: ben } } } } },
    })
    await bot.views.update({
      view_id: view?.id ?? '',
      view: { type: 'modal', title: plain('Form'), submit: plain('Go'), blocks } as never,
    })
    await scene.control.act.submitView({ user_id: ben, values: { note: 'half a sentence' } })
    expect(last()).toMatchObject({
      view: { state: { values: { 'b-note': { note: { value: 'half a sentence' } }, s: { who: { selected_user: ben } } } } },
    })
  })
})

describe('menus whose options come from the app', () => {
  it('asks at the options URL while the person types, and takes only what was offered', async () => {
    const { post } = await anAppWithMenus()
    const at = await post([{ type: 'external_select', action_id: 'ticket', min_query_length: 2 }])
    answer = ({ path }) => (path === '/options' ? { body: { options: [option('t1'), option('t2')] } } : {})
    expect(await scene.control.act.suggestOptions({ ...at, action_id: 'ticket', query: 'T' })).toEqual({ ok: true, options: [] })
    expect(receiver.received.filter(({ path }) => path === '/options')).toEqual([])
    const suggested = await scene.control.act.suggestOptions({ ...at, action_id: 'ticket', query: 'Th' })
    expect(suggested.options.map(({ value }) => value)).toEqual(['t1', 't2'])
    expect(last()).toMatchObject({
      type: 'block_suggestion',
      action_id: 'ticket',
      block_id: 'row',
      value: 'Th',
      container: { type: 'message', message_ts: at.message_ts },
      channel: { id: at.channel_id },
      message: { ts: at.message_ts },
    })
    await expect(scene.control.act.clickButton({ ...at, action_id: 'ticket', value: 't3' })).rejects.toMatchObject({
      code: 'option_not_found',
    })
    await scene.control.act.clickButton({ ...at, action_id: 'ticket', value: 't2' })
    expect(last().actions).toMatchObject([{ type: 'external_select', selected_option: option('t2') }])
  })

  it('knows groups, and views', async () => {
    const { open, ben } = await anAppWithMenus()
    await open([input({ type: 'multi_external_select', action_id: 'tickets', min_query_length: 0 })])
    answer = () => ({ body: { option_groups: [{ label: plain('Open'), options: [option('t1')] }] } })
    await scene.control.act.suggestOptionsInView({ user_id: ben, action_id: 'tickets', query: '' })
    expect(last()).toMatchObject({ type: 'block_suggestion', container: { type: 'view' }, view: { type: 'modal' } })
    answer = () => ({})
    await scene.control.act.submitView({ user_id: ben, values: { tickets: ['t1'] } })
    expect(last()).toMatchObject({ view: { state: { values: { 'b-tickets': { tickets: { selected_options: [option('t1')] } } } } } })
  })

  it.each([
    ['answers what is no list of options', () => ({ body: { options: [{ value: 'x' }] } }), 'invalid_options'],
    ['fails', () => ({ status: 500 }), 'http_status_500'],
  ] as const)('shows nothing when the app %s', async (_what, how, error) => {
    const { post } = await anAppWithMenus()
    const at = await post([{ type: 'external_select', action_id: 'ticket' }])
    answer = how
    const answered = await scene.control.act.suggestOptions({ ...at, action_id: 'ticket', query: 'abc' })
    expect(answered).toMatchObject({ ok: false, error, options: [] })
  })

  it('asks nobody when the app named no options URL: its interactivity URL will not do', async () => {
    const { post } = await anAppWithMenus({ options_url: undefined })
    const at = await post([{ type: 'external_select', action_id: 'ticket' }])
    const answered = await scene.control.act.suggestOptions({ ...at, action_id: 'ticket', query: 'abc' })
    expect(answered).toMatchObject({ ok: false, options: [] })
    expect(receiver.received).toEqual([])
  })
})

describe('what Slack’s client checks before it submits', () => {
  it.each([
    [{ type: 'plain_text_input', max_length: 3 }, 'long', 'ok'],
    [{ type: 'plain_text_input', min_length: 3 }, 'x', 'xyz'],
    [{ type: 'number_input', is_decimal_allowed: false, min_value: '2' }, '1', '2'],
    [{ type: 'number_input', is_decimal_allowed: false }, '1.5', '-1'],
    [{ type: 'email_text_input' }, 'nobody', 'a@b.example'],
    [{ type: 'url_text_input' }, 'a.example', 'https://a.example'],
    [{ type: 'datepicker' }, 'tomorrow', '2026-05-04'],
    [{ type: 'multi_users_select', max_selected_items: 1 }, ['U1', 'U2'], ['U1']],
  ])('%o', async (element, bad, good) => {
    const { open, ben } = await anAppWithMenus()
    await open([input({ ...element, action_id: 'it' })])
    await expect(scene.control.act.submitView({ user_id: ben, values: { it: bad } })).rejects.toMatchObject({ code: 'invalid_input' })
    expect(await scene.control.act.submitView({ user_id: ben, values: { it: good } })).toMatchObject({ ok: true })
  })

  it('gives a response_url for a chosen channel when asked to', async () => {
    const { open, ben, channelId } = await anAppWithMenus()
    await open([input({ type: 'conversations_select', action_id: 'where', response_url_enabled: true })])
    await scene.control.act.submitView({ user_id: ben, values: { where: channelId } })
    expect(last().response_urls).toMatchObject([{ block_id: 'b-where', action_id: 'where', channel_id: channelId }])
    const [{ response_url } = { response_url: '' }] = last().response_urls as { response_url: string }[]
    await fetch(response_url, {
      method: 'POST',
      body: JSON.stringify({ text: 'done', response_type: 'in_channel' }),
      headers: { 'content-type': 'application/json' },
    })
    expect((await scene.control.state.channel(channelId)).messages.at(-1)).toMatchObject({ text: 'done' })
  })
})

it('lets elements stand only where Slack does', async () => {
  const { bot, channelId } = await anAppWithMenus()
  const post = (blocks: Json[]) => slackError(bot.chat.postMessage({ channel: channelId, text: 'x', blocks: blocks as never }))
  expect(await post([{ type: 'actions', elements: [{ type: 'plain_text_input' }] }])).toBe('invalid_blocks')
  expect(await post([{ type: 'actions', elements: [{ type: 'multi_users_select' }] }])).toBe('invalid_blocks')
  expect(await post([input({ type: 'button', action_id: 'x', text: plain('x') })])).toBe('invalid_blocks')
  expect(await post([input({ type: 'plain_text_input', action_id: 'x' })])).toBe('ok')
})
