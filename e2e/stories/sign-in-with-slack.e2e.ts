import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { errorsOf, openPage, overflowOf, useBrowser } from '../harness/browser.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'

const browser = useBrowser()
const office = useOfficeOnSharedPremises()

/** Slack's own page, as somebody with a Slack account there. */
async function consentAs(page: Page, { teamId, userId }: { teamId: string; userId: string }, press: 'Allow' | 'Cancel') {
  await page.getByRole('heading', { name: 'Sign in to Atrium office with Slack' }).waitFor()
  await page.getByLabel('Workspace').selectOption(teamId)
  await page.getByLabel('Sign in as').selectOption(userId)
  await page.getByRole('button', { name: press }).click()
}

it('[ID1] Ben signs in with Slack: he changes his mind first, then he is in his own account, sees it in his settings and removes it', async () => {
  const { ben, server, sandbox, slack } = office()
  const page = await openPage(browser(), { url: server.url, path: '/sign-in?next=/settings/personal', width: 360 })
  const button = page.getByRole('button', { name: 'Sign in with Slack' })
  await button.waitFor()
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  const who = { teamId: slack.teamId, userId: ben.slackUserId }
  await button.click()
  await consentAs(page, who, 'Cancel')
  await page.getByRole('alert').filter({ hasText: 'You did not allow it in Slack' }).waitFor()
  expect(await seriousOn(page)).toEqual([])

  // Somebody whose e-mail Slack has not confirmed is told so, and nothing is made for them.
  const given = { team_id: slack.teamId, name: 'eve', real_name: 'Eve Dahl', email: 'eve@unconfirmed.example', email_unconfirmed: true }
  const { user_id: eve } = await sandbox.createUser(given)
  await button.click()
  await consentAs(page, { teamId: slack.teamId, userId: eve }, 'Allow')
  await page.getByRole('alert').filter({ hasText: 'Confirm your e-mail in Slack' }).waitFor()

  await button.click()
  await consentAs(page, who, 'Allow')
  await page.getByRole('heading', { name: 'Personal', exact: true }).waitFor()
  expect(await page.getByLabel('E-mail').inputValue()).toBe(ben.email)
  const section = page.locator('section').filter({ has: page.getByRole('heading', { name: 'Sign in with Slack' }) })
  await section.getByText(`Slack user ${ben.slackUserId}`).waitFor()
  expect(await overflowOf(page)).toBeLessThanOrEqual(0)
  expect(await seriousOn(page)).toEqual([])
  await section.getByRole('button', { name: 'Remove' }).click()
  await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click()
  await section.getByText('Not used yet').waitFor()
  expect(errorsOf(page)).toEqual([])
})
