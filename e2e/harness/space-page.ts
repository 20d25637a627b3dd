import type { Browser, Page } from 'playwright-core'
import type { Office } from './office.ts'
import { openPage } from './browser.ts'
import type { Person } from './people.ts'

/** Opens the space as somebody, ready to write. */
export async function enterSpace(browser: Browser, office: Office, person: Person): Promise<Page> {
  const page = await openPage(browser, { url: office.server.url, path: `/space/${office.spaceId}`, cookie: person.cookie })
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

/** How often a text stands in the conversation that is open. */
export function timesShown(page: Page, text: string): Promise<number> {
  return page.getByRole('log', { name: 'Messages' }).getByText(text).count()
}
