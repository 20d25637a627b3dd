import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { openPage, useBrowser } from '../harness/browser.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()
const SETTINGS = '/settings/integrations/slack'
const MANY = 1_200

it('[SL8, SL4] an owner refreshes, finds one channel of 1,200 by typing, makes it the default and sends a test message there, by keyboard', async () => {
  const { ada, sandbox, slack, server } = office()
  const members = [ada.slackUserId, slack.botUserId]
  for (let count = 0; count < MANY; count++)
    await sandbox.createChannel({ team_id: slack.teamId, name: `project-${String(count).padStart(4, '0')}`, members: [ada.slackUserId] })
  const { channel_id: channelId } = await sandbox.createChannel({ team_id: slack.teamId, name: 'zebra-crossing', members })
  const page = await openPage(browser(), { url: server.url, path: SETTINGS, cookie: ada.cookie })
  await page.getByRole('button', { name: 'Test connection' }).click()
  await page.getByText('Connection successful', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByRole('heading', { name: /Channels \(1,20\d\)/ }).waitFor()

  await page.getByText('Default channel', { exact: true }).click()
  const picker = page.getByRole('combobox', { name: /belong to no other/ })
  await picker.click()
  await page.getByText(/50 of 1,20\d channels/).waitFor()
  await picker.fill('nothing-like-it')
  await page.getByText(/type \/invite @Atrium there/).waitFor()
  await picker.fill('zebra')
  await page.getByRole('option', { name: 'zebra-crossing' }).waitFor()
  expect(await seriousOn(page)).toEqual([])
  await picker.press('Enter')
  await page.getByText('#zebra-crossing', { exact: true }).first().waitFor()
  const { installations } = await ada.api.slack.overview.query()
  expect(installations[0]?.defaultChannelId).toBe(channelId)

  await page.getByRole('button', { name: 'Send test message' }).click()
  const dialog = page.getByRole('dialog')
  const channel = dialog.getByRole('combobox', { name: 'Channel' })
  expect(await channel.inputValue()).toBe('#zebra-crossing')
  await channel.fill('project-0007')
  await channel.press('ArrowDown')
  await channel.press('Escape')
  await dialog.waitFor()
  expect(await channel.inputValue()).toBe('#zebra-crossing')
  await dialog.getByRole('button', { name: 'Send', exact: true }).click()
  await dialog.getByText('Sent. Look into #zebra-crossing.').waitFor()
  const { messages } = await sandbox.state.channel(channelId)
  expect(messages.at(-1)?.text).toContain('this is a test message')
})

it('[SL8] a private channel appears after the bot was invited, and is chosen like any other', async () => {
  const { ada, sandbox, slack, server } = office()
  const { channel_id: channelId } = await sandbox.createChannel({
    team_id: slack.teamId,
    name: 'board-room',
    is_private: true,
    members: [ada.slackUserId],
  })
  const page = await openPage(browser(), { url: server.url, path: SETTINGS, cookie: ada.cookie })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByRole('searchbox', { name: 'Find a channel' }).fill('board-room')
  await page.getByText('No channel is called that').waitFor()
  await sandbox.addMember({ channel_id: channelId, user_id: slack.botUserId })
  await page.getByRole('button', { name: 'Refresh' }).click()
  await page.getByRole('list', { name: 'Channels of Northwind' }).getByText('board-room', { exact: true }).waitFor()
  await page.getByRole('button', { name: 'Send test message' }).click()
  const channel = page.getByRole('dialog').getByRole('combobox', { name: 'Channel' })
  await channel.fill('board')
  await channel.press('Enter')
  expect(await channel.inputValue()).toBe('board-room')
})

it('[SL1] the way to an app: one link opens Slack with a manifest for this server; what is pasted wrongly is said at its field', async () => {
  const { ada, server } = office()
  const page = await openPage(browser(), { url: server.url, path: SETTINGS, cookie: ada.cookie })
  await page.getByRole('button', { name: /use another app/ }).click()
  const manifestOf = async () => {
    const address = new URL((await page.getByRole('link', { name: 'Create app in Slack' }).getAttribute('href')) ?? '')
    expect(`${address.origin}${address.pathname}?new_app=${address.searchParams.get('new_app')}`).toBe(
      'https://api.slack.com/apps?new_app=1',
    )
    return JSON.parse(address.searchParams.get('manifest_json') ?? '') as {
      oauth_config: { redirect_urls: string[]; scopes: { bot: string[] } }
      settings: { socket_mode_enabled: boolean; event_subscriptions: { request_url?: string } }
    }
  }
  const overHttp = await manifestOf()
  expect(overHttp.oauth_config.redirect_urls).toEqual([`${server.url}/api/slack/oauth/callback`, `${server.url}/api/auth/callback/slack`])
  expect(overHttp.oauth_config.scopes.bot).not.toContain('chat:write.public')
  expect(overHttp.settings).toMatchObject({
    socket_mode_enabled: false,
    event_subscriptions: { request_url: `${server.url}/api/slack/events` },
  })
  await page.getByLabel('App id').fill('A012ABCDEF')
  await page.getByLabel('Client id').fill('12.34')
  await page.getByLabel('Client secret').fill('shh')
  await page.getByLabel('Signing secret').fill('shh')
  await page.getByRole('radio', { name: 'By a bot token' }).check()
  await page.getByLabel('Bot token', { exact: true }).fill('xoxb-made-up')
  await page.getByLabel('Workspace domain').fill('north wind')
  await page.getByRole('button', { name: 'Save and connect' }).click()
  // Where the server says it, the field does.
  const domain = page.getByRole('textbox', { name: 'Workspace domain' })
  await page.getByText(/what stands before .slack.com, such as northwind/).waitFor()
  expect(await domain.getAttribute('aria-invalid')).toBe('true')
  expect(await domain.evaluate((field) => field === document.activeElement)).toBe(true)

  await page.getByRole('radio', { name: 'Socket Mode' }).check()
  await page.getByLabel('App-level token').waitFor()
  await expect.poll(async () => (await manifestOf()).settings).toMatchObject({ socket_mode_enabled: true })
})
