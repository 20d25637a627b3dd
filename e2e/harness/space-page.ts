import type { Browser, Page } from 'playwright-core'
import type { Office } from './office.ts'
import { openPage } from './browser.ts'
import type { Person } from './people.ts'

/** Opens the space as somebody, ready to write. */
export async function enterSpace(browser: Browser, office: Office, person: Person): Promise<Page> {
  const page = await openPage(browser, { url: office.server.url, path: `/spaces/${office.spaceId}`, cookie: person.cookie })
  await page.getByRole('textbox', { name: 'Message' }).waitFor()
  return page
}

/** Types into the composer and sends with Enter. */
export async function say(page: Page, text: string): Promise<void> {
  const composer = page.getByRole('textbox', { name: 'Message' })
  await composer.click()
  await composer.pressSequentially(text)
  await composer.press('Escape')
  await page.getByRole('button', { name: 'Send', exact: true }).click()
}

/** Mentions one person in a chat of many, and follows the message into the chat of the two. */
export async function sayToOne(page: Page, text: string): Promise<void> {
  await say(page, text)
  await page.getByRole('button', { name: 'Open chat' }).click()
}

/** How often a text stands in the conversation that is open. */
export function timesShown(page: Page, text: string): Promise<number> {
  return page.getByRole('log', { name: 'Messages' }).getByText(text).count()
}

/** Waits until somebody is seen in the space, in the list that says what the map shows. */
export async function sees(page: Page, name: string): Promise<void> {
  await page.getByRole('button', { name: 'List', exact: true }).click()
  await page.getByRole('region', { name: 'People here' }).getByText(name).first().waitFor()
}
