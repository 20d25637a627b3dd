import { expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { foundOrganization, useSharedPremises } from '../harness/office.ts'
import { makeSlackApp } from '../harness/slack-app.ts'

const browser = useBrowser()
const premises = useSharedPremises()

// The steps of docs/guides/connecting-slack.md, in their order and with their words.
it('[SL1, SL4, SL8, SL10, BR9] an owner goes from an empty organization to a tested connection as the guide says', async () => {
  const { database, sandbox, server } = premises()
  const nora = await foundOrganization(
    { url: server.url, database },
    { name: 'Nora Lind', email: 'nora@harbor.example', organization: 'Harbor' },
  )
  const { team_id: teamId } = await sandbox.createWorkspace({ name: 'Harbor', domain: 'harbor' })
  const { user_id: noraInSlack } = await sandbox.createUser({ team_id: teamId, name: 'nora', real_name: 'Nora Lind', email: nora.email })
  const { channel_id: channelId } = await sandbox.createChannel({ team_id: teamId, name: 'support-globex', members: [noraInSlack] })

  const page = await openPage(browser(), { url: server.url, path: '/settings/integrations/slack', cookie: nora.cookie })
  await page.getByRole('button', { name: 'Connect a workspace' }).click()
  await page.getByRole('link', { name: 'Create app in Slack' }).waitFor()
  const app = await makeSlackApp(sandbox, server.url)
  await page.getByLabel('App id').fill(app.app_id)
  await page.getByLabel('Client id').fill(app.client_id)
  await page.getByLabel('Client secret').fill(app.client_secret)
  await page.getByLabel('Signing secret').fill(app.signing_secret)
  await page.getByRole('button', { name: 'Save and choose the workspace' }).click()
  await page.getByRole('combobox', { name: 'Workspace' }).selectOption({ label: 'Harbor' })
  await page.getByRole('combobox', { name: 'Sign in as' }).selectOption({ label: 'Nora Lind (Harbor)' })
  await page.getByRole('button', { name: 'Allow' }).click()

  const card = page.getByRole('region', { name: 'Workspace Harbor' })
  await card.getByText('Connected', { exact: true }).waitFor()
  await card.getByRole('button', { name: 'Test connection' }).click()
  await card.getByText('Connection successful', { exact: true }).waitFor()

  const bot = (await sandbox.state.users(teamId)).find((user) => user.is_bot)
  await sandbox.addMember({ channel_id: channelId, user_id: bot?.id ?? '' })
  await card.getByRole('button', { name: 'Refresh' }).click()
  await card.getByRole('button', { name: 'Watch #support-globex' }).click()
  const dialog = page.getByRole('dialog')
  await dialog.getByLabel('Name of the customer').fill('Globex')
  await dialog.getByRole('button', { name: 'Watch channel' }).click()
  await card.getByText('Watched for').waitFor()

  await sandbox.act.postMessage({ user_id: noraInSlack, channel_id: channelId, text: 'Does it arrive?' })
  await eventually('the conversation', async () => {
    const { conversations } = await nora.api.inbox.listConversations.query({ limit: 10 })
    return conversations.some(({ subject }) => subject.includes('Does it arrive?'))
  })
  await card.getByRole('button', { name: 'Find problems' }).click()
  await card.getByText('No problems found.').waitFor()
  await card.getByText('Health', { exact: true }).click()
  await card.getByText('Receives over').waitFor()

  await page.goto(`${server.url}/settings/personal`)
  await page.getByRole('button', { name: 'Link my Slack account' }).click()
  await page.getByRole('combobox', { name: 'Sign in as' }).selectOption({ label: 'Nora Lind (Harbor)' })
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.getByText('As nora@harbor.example').waitFor()
  expect((await nora.api.slack.overview.query()).links).toHaveLength(1)
})
