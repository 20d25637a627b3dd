import { createSandboxControl, type SandboxControl } from '@atrium/sandbox/control-client.ts'
import { seedDemo, type Demo } from '@atrium/sandbox/seed-demo.ts'
import { startSandbox, type Sandbox } from '@atrium/sandbox/start-sandbox.ts'
import { startReceiver, type Received } from '@atrium/sandbox/testing/a-receiver.ts'
import type { Locator, Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll, beforeEach, expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, openPage, overflowOf, useBrowser } from '../harness/browser.ts'
import { focusedName, tabTo } from '../harness/keyboard.ts'
import { actAs, messages, replies, rowWith, showSidebar, toLastMessage, write } from '../harness/sandbox-page.ts'

const browser = useBrowser({ keepsWindows: true })
let sandbox: Sandbox
let receiver: Awaited<ReturnType<typeof startReceiver>>
let control: SandboxControl
let demo: Demo
let appId = ''
let token = ''

const modal = {
  type: 'modal',
  callback_id: 'ticket',
  title: { type: 'plain_text', text: 'New ticket' },
  submit: { type: 'plain_text', text: 'Open it' },
  blocks: [
    {
      type: 'input',
      block_id: 'subject',
      label: { type: 'plain_text', text: 'Subject' },
      element: { type: 'plain_text_input', action_id: 'subject' },
    },
  ],
}

/** The app of these stories: its command opens a modal, its shortcut answers whoever used it. */
function answer({ body }: Received) {
  if (body.command === '/ticket') void call('views.open', { trigger_id: body.trigger_id, view: modal })
  if (body.command === '/whisper') return { body: { response_type: 'ephemeral', text: 'For your eyes only' } }
  if (body.type === 'view_submission')
    void call('chat.postMessage', { channel: demo.northwind.channels.general, text: `Ticket: ${subjectOf(body)}` })
  if (body.type === 'message_action')
    void call('chat.postEphemeral', { channel: demo.northwind.channels.general, user: demo.northwind.users.ada, text: 'Filed it' })
  return {}
}

const subjectOf = (body: Record<string, unknown>): string =>
  (body as { view: { state: { values: { subject: { subject: { value: string } } } } } }).view.state.values.subject.subject.value

const call = async (method: string, args: Record<string, unknown>): Promise<Record<string, unknown>> => {
  const headers = { 'content-type': 'application/json', authorization: `Bearer ${token}` }
  const response = await fetch(`${sandbox.url}/api/${method}`, { method: 'POST', headers, body: JSON.stringify(args) })
  return (await response.json()) as Record<string, unknown>
}

const commands = () => [
  { command: '/ticket', url: receiver.url, description: 'Opens a ticket' },
  { command: '/whisper', url: receiver.url, description: 'Answers you alone' },
]

beforeAll(async () => {
  receiver = await startReceiver(answer)
  sandbox = await startSandbox({ port: 0 })
  control = createSandboxControl(sandbox.url)
})
afterAll(() => Promise.all([sandbox.close(), receiver.close()]))

beforeEach(async () => {
  await control.reset()
  demo = await seedDemo(sandbox.url)
  const app = await control.createApp({
    name: 'Helper',
    bot_scopes: ['chat:write', 'chat:write.public', 'channels:history', 'channels:join', 'commands'],
    bot_events: ['message.channels', 'app_home_opened'],
    events_url: receiver.url,
    interactivity_url: receiver.url,
    commands: commands(),
    shortcuts: [{ callback_id: 'file', name: 'File as a ticket', type: 'message' }],
  })
  appId = app.app_id
  const { northwind } = demo
  const installed = await control.installApp({ app_id: app.app_id, team_id: northwind.team_id, user_id: northwind.users.ada })
  token = installed.access_token ?? ''
  await call('conversations.join', { channel: northwind.channels.general })
})

/** One window for each look: a new one takes longer than most of these stories. */
const windows = new Map<string, Page>()

/** A page that is left would go on reading the sandbox. */
afterEach(() => Promise.all([...windows.values()].map((page) => page.goto('about:blank'))))

async function open(of: { width?: number; height?: number; colorScheme?: 'light' | 'dark' } = {}): Promise<Page> {
  const { northwind } = demo
  const look = { width: 1440, height: 900, colorScheme: 'light' as const, ...of }
  const path = `/#${northwind.team_id}/${northwind.users.ada}/${northwind.channels.general}`
  const key = JSON.stringify(look)
  const known = windows.get(key)
  await known?.goto(`${sandbox.url}${path}`)
  const page = known ?? (await openPage(browser(), { url: sandbox.url, path, ...look }))
  windows.set(key, page)
  await page.getByRole('textbox', { name: 'Message #general' }).waitFor()
  return page
}

for (const size of [
  { width: 1440, height: 900 },
  { width: 360, height: 740 },
]) {
  it(`two people talk by keyboard, ${size.width} px: a message, a reaction, a reply in the thread, a direct message`, async () => {
    const page = await open(size)
    await write(page, 'Message #general', 'Who waters the plants?')
    await rowWith(page, 'Who waters the plants?').getByText('Ada Lindqvist').waitFor()

    await actAs(page, 'Ben Okafor')
    await toLastMessage(page)
    await page.keyboard.press('r')
    await page.getByRole('dialog', { name: 'Choose a reaction' }).waitFor()
    await page.keyboard.press('ArrowRight')
    await page.keyboard.press('Enter')
    await rowWith(page, 'plants').getByRole('button', { name: 'eyes, 1: Ben Okafor', pressed: true }).waitFor()
    await toLastMessage(page)
    await page.keyboard.press('t')
    await replies(page).waitFor()
    expect(await focusedName(page)).toBe('Reply in this thread')
    await page.keyboard.type('I do, on Mondays')
    await page.keyboard.press('Enter')
    await replies(page).getByText('I do, on Mondays').waitFor()
    await page.keyboard.press('Escape')
    await replies(page).waitFor({ state: 'detached' })
    expect(await focusedName(page)).toBe('Message from Ada Lindqvist')
    await rowWith(page, 'plants').getByRole('button', { name: '1 reply' }).waitFor()
    expect(await messages(page).getByText('I do, on Mondays').count()).toBe(0)

    await showSidebar(page)
    await page.getByLabel('Start a conversation with').selectOption({ label: 'Ada Lindqvist' })
    await page.getByRole('heading', { name: 'Ada Lindqvist' }).waitFor()
    await write(page, 'Message Ada Lindqvist', 'Thank you <b>very</b> much')
    await rowWith(page, 'Thank you <b>very</b> much').waitFor()
    expect(await messages(page).locator('b').count()).toBe(0)

    await actAs(page, 'Ada Lindqvist')
    await showSidebar(page)
    await page.getByRole('region', { name: 'Direct messages' }).getByRole('button', { name: 'Ben Okafor' }).press('Enter')
    await rowWith(page, 'Thank you').getByText('Ben Okafor').waitFor()
    expect(await overflowOf(page)).toBe(0)
    expect(errorsOf(page)).toEqual([])
  })
}

it('shows the calls of an app as they happen, and breaks the next one on purpose: on a phone, by keyboard', async () => {
  const page = await open({ width: 360, height: 740 })
  const channel = demo.northwind.channels.general
  await tabTo(page, 'Log')
  await page.keyboard.press('Enter')
  const log = page.getByRole('region', { name: 'Log entries' })
  await call('chat.postMessage', { channel, text: 'Hello from the app' })
  const line = log.getByRole('group').filter({ hasText: 'chat.postMessage' })
  await line.filter({ hasText: 'ok' }).locator('summary').press('Enter')
  await line.getByText('"text": "Hello from the app"').first().waitFor()
  await line.getByRole('heading', { name: 'Answer' }).waitFor()
  expect(await log.textContent()).not.toContain(token)
  await log.getByRole('group').filter({ hasText: 'message.channels' }).filter({ hasText: 'delivered' }).first().waitFor()
  await page.keyboard.press('Escape')
  expect(await focusedName(page)).toBe('Log')

  await page.keyboard.press('Tab')
  await page.keyboard.press('Enter')
  await page.getByText('Nothing is set to go wrong.').waitFor()
  await page.getByLabel('Method', { exact: true }).fill('chat.postMessage')
  await page.getByLabel('What goes wrong').selectOption('internal_error')
  await page.getByLabel('When').selectOption('after')
  await page.getByRole('button', { name: 'Inject' }).press('Enter')
  await page.getByText('after it was accepted: the next call of chat.postMessage').waitFor()
  expect(await call('chat.postMessage', { channel, text: 'The answer is lost' })).toEqual({ ok: false, error: 'internal_error' })
  await page.getByText('Nothing is set to go wrong.').waitFor()

  await page.keyboard.press('Escape')
  await page.getByRole('button', { name: 'Log' }).press('Enter')
  await page.getByLabel('Failed only').check()
  await log.getByText('Injected: internal_error after Slack had accepted it').waitFor()
  expect(await log.getByText('message.channels').count()).toBe(0)
  await page.keyboard.press('Escape')
  await rowWith(page, 'The answer is lost').or(messages(page).getByText('The answer is lost')).first().waitFor()
  expect(errorsOf(page)).toEqual([])
})

it('opens at the latest message, and stays there when a panel leaves less room', async () => {
  const at = { channel_id: demo.northwind.channels.general, user_id: demo.northwind.users.ada }
  for (let n = 1; n <= 12; n++)
    await control.act.postMessage({ ...at, text: `Message ${n}, ${'long enough to need several lines. '.repeat(8)}` })
  await control.changeChannel({ ...at, change: 'topic', value: 'Plants' })
  const page = await open()
  const last = messages(page).getByText('@Ada Lindqvist set the channel topic: Plants')
  const bottomOf = async (locator: Locator) => {
    const box = await locator.boundingBox()
    return box ? box.y + box.height : Infinity
  }
  const isInView = async () => (await bottomOf(last)) <= (await bottomOf(messages(page)))
  await expect.poll(isInView).toBe(true)
  await page.getByRole('button', { name: 'Log' }).click()
  await page.getByRole('region', { name: 'Log entries' }).waitFor()
  await expect.poll(isInView).toBe(true)
})

it('loses and repeats events as asked, until all of it is taken away', async () => {
  const page = await open()
  const channel = demo.northwind.channels.general
  await page.getByRole('button', { name: 'Faults' }).click()
  await page.getByLabel('Lost (%)').fill('100')
  await page.getByRole('button', { name: 'Apply to events' }).click()
  await page.getByText('Events: 100 % are lost').waitFor()
  await page.getByRole('button', { name: 'Faults 1 set' }).waitFor()
  await control.act.postMessage({ user_id: demo.northwind.users.ben, channel_id: channel, text: 'never heard' })
  await page.getByRole('button', { name: 'Remove all' }).click()
  await page.getByText('Nothing is set to go wrong.').waitFor()
  await page.getByRole('button', { name: 'Log' }).click()
  await page.getByRole('region', { name: 'Log entries' }).getByText('Injected: never sent').waitFor()
  const texts = receiver.events('message').map(({ event }) => (event as { text: string }).text)
  expect(texts).not.toContain('never heard')
})

it('a command opens a modal, a shortcut answers one person alone, an app shows its home', async () => {
  const page = await open()
  await page.getByRole('textbox', { name: 'Message #general' }).pressSequentially('/no')
  await control.updateApp(appId, { commands: [...commands(), { command: '/nowadays', url: receiver.url, description: 'Just added' }] })
  await page.getByRole('option', { name: '/nowadays Just added' }).waitFor()
  await page.getByRole('textbox', { name: 'Message #general' }).fill('')
  await write(page, 'Message #general', '/ti')
  expect(await page.getByRole('textbox', { name: 'Message #general' }).inputValue()).toBe('/ticket ')
  await page.keyboard.press('Enter')
  const dialog = page.getByRole('dialog', { name: 'New ticket' })
  await dialog.getByLabel('Subject').fill('The <i>plants</i>')
  await page.keyboard.press('Enter')
  await dialog.waitFor({ state: 'detached' })
  await messages(page).getByText('Ticket: The <i>plants</i>').waitFor()

  await toLastMessage(page)
  await page.keyboard.press('m')
  await page.getByRole('button', { name: 'File as a ticket' }).press('Enter')
  await rowWith(page, 'Filed it').getByText('Only visible to you').waitFor()
  await write(page, 'Message #general', '/whisper now')
  await rowWith(page, 'For your eyes only').waitFor()

  await call('chat.postMessage', { channel: demo.northwind.users.ada, text: 'A word with you' })
  await page.getByRole('region', { name: 'Apps' }).getByRole('button', { name: 'Helper unread' }).click()
  await rowWith(page, 'A word with you').waitFor()
  await page.getByRole('button', { name: 'Home', exact: true }).click()
  await page.getByText('Helper has published no home for you').waitFor()
  const text = { type: 'plain_text', text: 'Welcome home, Ada' }
  await call('views.publish', { user_id: demo.northwind.users.ada, view: { type: 'home', blocks: [{ type: 'header', text }] } })
  await page.getByRole('region', { name: 'Home' }).getByText('Welcome home, Ada').waitFor()
  await page.getByRole('button', { name: 'Messages', exact: true }).click()
  await page.getByRole('textbox', { name: 'Message Helper' }).waitFor()
  expect(errorsOf(page)).toEqual([])
})

it('a message is changed in its place, and deleted once that was meant', async () => {
  const page = await open()
  await write(page, 'Message #general', 'Hello @Ben O')
  await page.keyboard.type('and & all')
  await page.keyboard.press('Enter')
  await rowWith(page, 'Hello @Ben Okafor and & all').waitFor()
  await toLastMessage(page)
  await page.keyboard.press('m')
  await page.keyboard.press('Enter')
  const editor = page.getByRole('textbox', { name: 'Edit message' })
  expect(await editor.inputValue()).toBe('Hello @Ben Okafor and & all')
  await editor.press('End')
  await page.keyboard.type(' of you')
  await page.keyboard.press('Enter')
  await rowWith(page, 'and & all of you').getByText('(edited)').waitFor()
  await toLastMessage(page)
  await page.keyboard.press('m')
  await page.getByRole('button', { name: 'Delete message…' }).press('Enter')
  await page.getByRole('dialog', { name: 'Delete this message?' }).getByRole('button', { name: 'Delete' }).press('Enter')
  await rowWith(page, 'all of you').waitFor({ state: 'detached' })
})

it('an app is made of a manifest as Slack takes it, installed, changed and uninstalled', async () => {
  const page = await open()
  await page.getByRole('button', { name: 'Apps' }).click()
  const manifest = page.getByRole('textbox', { name: 'Manifest (JSON, as Slack takes it)' })
  await manifest.fill('{ "features": {} }')
  await page.getByRole('button', { name: 'Create' }).click()
  await page.getByText('The manifest has no name: set display_information.name.').waitFor()
  const mine = { display_information: { name: 'Mine' }, oauth_config: { scopes: { bot: ['chat:write'] } } }
  await manifest.fill(JSON.stringify(mine))
  await page.getByRole('button', { name: 'Create' }).click()
  const card = page.getByRole('listitem', { name: 'Mine' })
  await card.getByRole('button', { name: 'Install in Northwind' }).click()
  await card.getByText('Installed in Northwind').waitFor()
  await card.getByText('Credentials').click()
  token = (await card.getByText('xoxb-').textContent()) ?? ''
  expect(await call('auth.test', {})).toMatchObject({ ok: true, team: 'Northwind' })

  await card.getByText('Settings', { exact: true }).click()
  const features = { slash_commands: [{ command: '/mine', description: 'Is mine' }] }
  await card.getByRole('textbox').fill(JSON.stringify({ ...mine, features }))
  await card.getByRole('button', { name: 'Save' }).click()
  await card.getByText('/mine', { exact: true }).waitFor()
  await page.getByRole('textbox', { name: 'Message #general' }).pressSequentially('/mi')
  await page.getByRole('option', { name: '/mine Is mine' }).waitFor()

  await card.getByRole('button', { name: 'Uninstall…' }).click()
  await page.getByRole('dialog', { name: 'Uninstall Mine?' }).getByRole('button', { name: 'Uninstall' }).click()
  await card.getByText('Not installed').waitFor()
  expect(await call('auth.test', {})).toEqual({ ok: false, error: 'account_inactive' })
})

for (const look of [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 360, height: 740, colorScheme: 'dark' },
] as const) {
  it(`axe finds nothing serious, ${look.colorScheme}, ${look.width} px`, async () => {
    const { northwind } = demo
    const at = { channel_id: northwind.channels.general, user_id: northwind.users.ada }
    const { ts } = await control.act.postMessage({ ...at, text: 'Look at `this` <https://example.com|page>, <@' + at.user_id + '>' })
    await control.act.postMessage({ ...at, text: 'A reply', thread_ts: ts })
    await control.act.react({ ...at, ts, name: 'tada' })
    await call('chat.postEphemeral', { channel: at.channel_id, user: at.user_id, text: 'Only you' })
    await control.faults.add({ method: 'users.info', kind: '500', times: 2 })
    await call('chat.postMessage', { channel: at.channel_id })
    const page = await open(look)
    const found: string[] = []
    const scan = async (where: string, part?: string) => {
      found.push(...(await seriousOn(page, part)).map((serious) => `${where}: ${serious}`))
      expect(await overflowOf(page)).toBe(0)
    }
    await rowWith(page, 'Only you').waitFor()
    await scan('channel')
    await rowWith(page, 'Look at').getByRole('button', { name: '1 reply' }).press('Enter')
    await replies(page).getByText('A reply').waitFor()
    await scan('thread', '.panel')
    await page.keyboard.press('Escape')
    for (const [name, ready] of [
      ['Log', 'no_text'],
      ['Faults 1 set', 'the next 2 calls of users.info'],
      ['Apps', 'Helper'],
    ] as const) {
      await page.getByRole('button', { name, exact: true }).press('Enter')
      await page.getByRole('complementary').last().getByText(ready).first().waitFor()
      for (const folded of await page.getByRole('complementary').last().locator('summary').all()) await folded.press('Enter')
      await scan(name, '.panel')
      await page.keyboard.press('Escape')
    }
    if (look.width === 360) {
      await showSidebar(page)
      await scan('conversations', '.sidebar')
      await page.keyboard.press('Escape')
    }
    await write(page, 'Message #general', '/ticket now')
    await page.getByRole('dialog', { name: 'New ticket' }).waitFor()
    await scan('modal', 'dialog')
    expect(found).toEqual([])
  })
}

it('says so when the sandbox does not answer, and when there is nothing yet', async () => {
  const other = await startSandbox({ port: 0 })
  const page = await openPage(browser(), { url: other.url, path: '/' })
  await page.getByText('There is no workspace yet.').waitFor()
  await seedDemo(other.url)
  await page.getByText('This is the very beginning of #general.').waitFor()
  await other.close()
  await page.getByRole('alert').getByText('The sandbox does not answer.').waitFor()
})
