import { expect, it } from 'vitest'
import { openPage, useBrowser } from '../harness/browser.ts'
import { eventually } from '../harness/eventually.ts'
import { useOffice } from '../harness/office.ts'

const browser = useBrowser()
const office = useOffice()

it('[SL1, SL7, BR9, BR10] the owner disconnects and reconnects in the browser and the channels stay; a member links with the right e-mail only', async () => {
  const { ada, cy, sandbox, slack, server } = office()
  const customer = await ada.api.inbox.createCustomer.mutate({ name: 'Globex' })
  const { channel_id: channelId } = await sandbox.createChannel({
    team_id: slack.teamId,
    name: 'support-globex',
    members: [ada.slackUserId, slack.botUserId],
  })
  await ada.api.slack.refreshChannels.mutate({ installationId: slack.installationId })
  await ada.api.slack.watchChannel.mutate({ installationId: slack.installationId, channelId, customerId: customer.id })

  const page = await openPage(browser(), { url: server.url, path: '/settings/integrations/slack', cookie: ada.cookie })
  await page.getByRole('button', { name: 'Disconnect' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Disconnect' }).click()
  await page.getByText('Disconnected').first().waitFor()
  await page.getByRole('button', { name: /Reconnect/ }).click()
  await page.getByRole('combobox', { name: 'Workspace' }).selectOption({ label: 'Northwind' })
  await page.getByRole('combobox', { name: 'Sign in as' }).selectOption({ label: 'Ada Lindqvist (Northwind)' })
  await page.getByRole('button', { name: 'Allow' }).click()
  await page.waitForURL(/settings\/integrations\/slack/)
  await page.getByText('Connected', { exact: true }).first().waitFor()
  const { channels } = await ada.api.slack.listChannels.query({ installationId: slack.installationId })
  expect(channels.find((channel) => channel.channelId === channelId)?.customerId).toBe(customer.id)
  await sandbox.act.postMessage({ user_id: ada.slackUserId, channel_id: channelId, text: 'after reconnecting' })
  await eventually('the conversation', async () => {
    const { conversations } = await ada.api.inbox.listConversations.query({ limit: 50 })
    return conversations.some((conversation) => conversation.subject.includes('after reconnecting'))
  })

  // Cy says yes as somebody else first: refused, and both addresses are named.
  const cyPage = await openPage(browser(), { url: server.url, path: '/settings/personal', cookie: cy.cookie })
  await cyPage.getByRole('button', { name: /Link my Slack account/ }).click()
  await cyPage.getByRole('combobox', { name: 'Sign in as' }).selectOption({ label: 'Ben Okafor (Northwind)' })
  await cyPage.getByRole('button', { name: 'Allow' }).click()
  await cyPage.waitForURL(/settings\/personal/)
  await cyPage.getByText('ben@northwind.example').first().waitFor()
  expect(await cyPage.getByText('cy@northwind.example').count()).toBeGreaterThan(0)

  await cyPage.getByRole('button', { name: /Link my Slack account/ }).click()
  await cyPage.getByRole('combobox', { name: 'Sign in as' }).selectOption({ label: 'Cy Tanaka (Northwind)' })
  await cyPage.getByRole('button', { name: 'Allow' }).click()
  await cyPage.waitForURL(/settings\/personal/)
  await cyPage.getByRole('button', { name: 'Unlink' }).waitFor()
})

it('[SL1] cancelling on the consent page changes nothing and says so', async () => {
  const { ada, server, sandbox, slack } = office()
  const page = await openPage(browser(), { url: server.url, path: '/settings/integrations/slack', cookie: ada.cookie })
  await page.getByRole('button', { name: /Connect (another|a) workspace/ }).click()
  await page.getByRole('button', { name: 'Cancel' }).click()
  await page.waitForURL(/settings\/integrations\/slack/)
  await page
    .getByText(/cancelled/i)
    .first()
    .waitFor()
  expect((await sandbox.state.apps(slack.teamId)).length).toBe(1)
})
