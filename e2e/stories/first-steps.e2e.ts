import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { openPage, overflowOf, useBrowser } from '../harness/browser.ts'
import { tabTo } from '../harness/keyboard.ts'
import { foundOrganization, useSharedPremises } from '../harness/office.ts'
import { consent, makeSlackApp } from '../harness/slack-app.ts'

const browser = useBrowser()
const premises = useSharedPremises()
const LOOKS = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 360, height: 740, colorScheme: 'light' },
  { width: 360, height: 740, colorScheme: 'dark' },
] as const

const stepsOn = (page: Page) => page.getByRole('region', { name: /First steps|You are all set/ })
const untilDone = (page: Page, count: number) => stepsOn(page).getByText(`${count} of 4 first steps done`).waitFor()

it('[ID2, SL1, CH1, SP9] the owner of a new organization sees what to do first, and each is checked off by what is so', async () => {
  const { database, sandbox, server } = premises()
  const founder = { name: 'Nora Lind', email: 'nora@haven.example', organization: 'Haven' }
  const nora = await foundOrganization({ url: server.url, database }, founder)
  const page = await openPage(browser(), { url: server.url, path: '/', cookie: nora.cookie })
  await untilDone(page, 0)
  for (const { width, height, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await untilDone(page, 0)
    expect(await seriousOn(page), `${width} ${colorScheme}`).toEqual([])
    expect(await overflowOf(page), `${width} ${colorScheme}`).toBe(0)
  }
  await page.setViewportSize({ width: 1440, height: 900 })

  // By keyboard to where it is done.
  await stepsOn(page).getByRole('link', { name: 'Connect Slack' }).focus()
  await page.keyboard.press('Shift+Tab')
  await page.keyboard.press('Enter')
  await page.waitForURL(/settings\/people/)
  await page.getByLabel('E-mail').fill('kim@haven.example')
  await page.getByRole('button', { name: 'Invite', exact: true }).click()
  await untilDone(page, 1)
  // The next one is not made an owner by the way.
  expect(await page.getByLabel('Role').inputValue()).toBe('member')

  // Done elsewhere it is done here.
  const { team_id: teamId } = await sandbox.createWorkspace({ name: 'Haven', domain: 'haven' })
  const { user_id: userId } = await sandbox.createUser({ team_id: teamId, name: 'nora', real_name: nora.name, email: nora.email })
  const { channel_id: channelId } = await sandbox.createChannel({ team_id: teamId, name: 'support', members: [userId] })
  const {
    app_id: appId,
    client_id: clientId,
    client_secret: clientSecret,
    signing_secret: signingSecret,
  } = await makeSlackApp(sandbox, server.url)
  const app = await nora.api.slack.saveApp.mutate({ appId, clientId, clientSecret, signingSecret, mode: 'http' })
  await consent((await nora.api.slack.startInstall.mutate({ slackAppId: app.id })).url, { person: nora, teamId, userId })
  await untilDone(page, 2)
  const [installation] = (await nora.api.slack.overview.query()).installations
  const installationId = installation!.id
  const { id: customerId } = await nora.api.inbox.createCustomer.mutate({ name: 'Globex' })
  await nora.api.slack.refreshChannels.mutate({ installationId })
  await nora.api.slack.watchChannel.mutate({ installationId, channelId, customerId })
  await untilDone(page, 3)

  await stepsOn(page).getByRole('link', { name: 'Write a message' }).click()
  const composer = page.getByRole('textbox', { name: 'Message', exact: true })
  await composer.fill('Hello, haven')
  await composer.press('Enter')
  await untilDone(page, 4)
  await page.getByRole('heading', { name: 'You are all set' }).waitFor()

  // What is done when the page is opened need not be shown.
  await page.reload()
  await page.getByText('Hello, haven').first().waitFor()
  expect(await stepsOn(page).count()).toBe(0)
})

it('[ID2, SP9] who puts them away does not see them again, on no device', async () => {
  const { database, server } = premises()
  const founder = { name: 'Olu Sand', email: 'olu@pier.example', organization: 'Pier' }
  const olu = await foundOrganization({ url: server.url, database }, founder)
  const page = await openPage(browser(), { url: server.url, path: '/people', cookie: olu.cookie })
  await untilDone(page, 0)
  await tabTo(page, 'Put the first steps away')
  await page.keyboard.press('Enter')
  await stepsOn(page).waitFor({ state: 'detached' })
  await expect.poll(async () => (await olu.api.firstSteps.read.query()).steps).toBeNull()
  const phone = await openPage(browser(), { url: server.url, path: '/', cookie: olu.cookie, width: 360, height: 740 })
  await phone.getByRole('heading', { name: 'Office' }).waitFor()
  expect(await stepsOn(phone).count()).toBe(0)
})
