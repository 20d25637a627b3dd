import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOffice } from '../harness/office.ts'
import { makeSlackApp } from '../harness/slack-app.ts'

const browser = useBrowser()
const office = useOffice()
const SETTINGS = '/settings/integrations/slack'

it('[SL4] the owner asks for problems, reads what helps, does it, and is told that all is well', async () => {
  const { ada, sandbox, slack, server } = office()
  const { channel_id: channelId } = await sandbox.createChannel({ team_id: slack.teamId, name: 'news', members: [ada.slackUserId] })
  await ada.api.slack.refreshChannels.mutate({ installationId: slack.installationId })
  await ada.api.slack.setDefaultChannel.mutate({ installationId: slack.installationId, channelId })
  const page = await openPage(browser(), { url: server.url, path: SETTINGS, cookie: ada.cookie })
  await page.getByRole('button', { name: 'Find problems' }).click()
  const found = page.getByRole('list', { name: 'What was found' })
  await found.getByText('The bot is not in the channel #news').waitFor()
  await found.getByText('Type /invite @Atrium in #news.').waitFor()
  await sandbox.addMember({ channel_id: channelId, user_id: slack.botUserId })
  await sandbox.act.postMessage({ user_id: ada.slackUserId, channel_id: channelId, text: 'hello' })
  await eventually('the first event', async () => (await ada.api.slack.health.query({ installationId: slack.installationId })).lastEventAt)
  await page.getByRole('button', { name: 'Find problems' }).click()
  await page.getByText('No problems found.').waitFor()
})

it('[SL4, SL10, SP9] a member whose grant is older than what Atrium asks for reads what does not work and grants again; the owner sees how many', async () => {
  const { ada, ben, database, slack, server } = office()
  await ben.api.slack.setPreference.mutate({ installationId: slack.installationId, preference: 'when_inactive' })
  const ofBen = database.db.selectFrom('slack_link').select(['id', 'scopes', 'preference']).where('member_id', '=', ben.memberId)
  const before = await ofBen.executeTakeFirstOrThrow()
  const scopes = before.scopes.filter((scope) => !scope.startsWith('files:'))
  await database.db.updateTable('slack_link').set({ scopes }).where('id', '=', before.id).execute()

  const owners = await openPage(browser(), { url: server.url, path: SETTINGS, cookie: ada.cookie })
  await owners.getByText('Health', { exact: true }).click()
  await owners.getByRole('definition').filter({ hasText: '1 member' }).waitFor()

  const phone = { width: 360, height: 740, colorScheme: 'dark' } as const
  const page = await openPage(browser(), { url: server.url, path: '/settings/personal', cookie: ben.cookie, ...phone })
  const missing = page.getByRole('region', { name: 'Permissions missing in Northwind' })
  await missing.getByText('Files that you send come from the app, with your name.').waitFor()
  expect(await seriousOn(page)).toEqual([])
  expect(await page.evaluate(() => document.documentElement.scrollWidth)).toBe(360)
  await missing.getByRole('button', { name: 'Grant again' }).click()
  await page.getByRole('combobox', { name: 'Sign in as' }).selectOption({ label: 'Ben Okafor (Northwind)' })
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(/settings\/personal/)
  await page.getByRole('button', { name: 'Unlink' }).waitFor()
  expect(await missing.count()).toBe(0)
  expect(await ofBen.executeTakeFirstOrThrow()).toMatchObject({ id: before.id, preference: 'when_inactive', scopes: before.scopes })
  await owners.getByRole('definition').filter({ hasText: '1 member' }).waitFor({ state: 'detached' })
})

it('[SL10] the health of a workspace changes on the page while one looks', async () => {
  const { ada, sandbox, slack, server } = office()
  const page = await openPage(browser(), { url: server.url, path: SETTINGS, cookie: ada.cookie })
  await page.getByText('Health', { exact: true }).click()
  await page.getByText('Receives over').waitFor()
  await page.getByRole('definition').filter({ hasText: 'HTTP' }).waitFor()
  await sandbox.updateApp(slack.appId, { bot_events: [] })
  await sandbox.revokeToken({ app_id: slack.appId, user_id: slack.botUserId })
  await ada.api.slack.testConnection.mutate({ installationId: slack.installationId })
  await page.getByText('Revoked', { exact: true }).waitFor()
  // Once above, where the feed tells of it, and once as the reason why nothing goes out.
  await page
    .getByText(/Connect the workspace again/)
    .nth(1)
    .waitFor()
})

it('[SL1, SL9] an owner connects a second workspace by a pasted bot token, and says who may act from it', async () => {
  const { ada, sandbox, server } = office()
  const { team_id: teamId } = await sandbox.createWorkspace({ name: 'Lighthouse', domain: 'lighthouse' })
  const { user_id: keeper } = await sandbox.createUser({
    team_id: teamId,
    name: 'keeper',
    real_name: 'Kim Keeper',
    email: 'kim@lighthouse.example',
  })
  const app = await makeSlackApp(sandbox, server.url)
  const { access_token: botToken = '' } = await sandbox.installApp({
    app_id: app.app_id,
    team_id: teamId,
    user_id: keeper,
    user_scopes: [],
  })

  const page = await openPage(browser(), { url: server.url, path: SETTINGS, cookie: ada.cookie })
  await page.getByRole('button', { name: /use another app/ }).click()
  await page.getByLabel('App id').fill(app.app_id)
  await page.getByLabel('Client id').fill(app.client_id)
  await page.getByLabel('Client secret').fill(app.client_secret)
  await page.getByLabel('Signing secret').fill(app.signing_secret)
  await page.getByRole('radio', { name: 'By a bot token' }).check()
  await page.getByLabel('Bot token', { exact: true }).fill(botToken)
  await page.getByLabel('Workspace domain').fill('northwind')
  await page.getByRole('button', { name: 'Save and connect' }).click()
  await page.getByText('This token is for lighthouse.slack.com, not for northwind.slack.com.').waitFor()
  await page.getByLabel('Workspace domain').fill('lighthouse.slack.com')
  await page.getByRole('button', { name: 'Save and connect' }).click()

  const card = page.getByRole('region', { name: 'Workspace Lighthouse' })
  await card.getByText('Connected', { exact: true }).waitFor()
  await card.getByText('Access', { exact: true }).click()
  await card.getByLabel('Slack user id or e-mail').fill('nobody@lighthouse.example')
  await card.getByRole('button', { name: 'Add' }).click()
  await card.getByText(/knows nobody of that e-mail/).waitFor()
  await card.getByLabel('Slack user id or e-mail').fill('kim@lighthouse.example')
  await card.getByRole('button', { name: 'Add' }).click()
  await card.getByRole('list', { name: 'People who may act from Slack' }).getByText('Kim Keeper').waitFor()
  await card.getByText('1 person may act from Slack').waitFor()
  await card.getByText('Health', { exact: true }).click()
  await card.getByText('Receives over').waitFor()
  await card.getByRole('checkbox', { name: /Post to public channels/ }).check()
  await card.getByText('chat:write.public', { exact: true }).waitFor()
  expect(await seriousOn(page)).toEqual([])
  const { installations } = await ada.api.slack.overview.query()
  expect(installations.find((one) => one.teamId === teamId)).toMatchObject({
    state: 'active',
    postsPublicly: true,
    allowedUsers: [{ slackUserId: keeper, name: 'Kim Keeper' }],
  })
})
