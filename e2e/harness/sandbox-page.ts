import type { Page } from 'playwright-core'
import { tabTo } from './keyboard.ts'

export const messages = (page: Page) => page.getByRole('log', { name: 'Messages', exact: true })
export const replies = (page: Page) => page.getByRole('log', { name: 'Thread messages' })
export const rowWith = (page: Page, text: string) => messages(page).getByRole('article').filter({ hasText: text })

/** On a phone the list of conversations is behind a button. */
export async function showSidebar(page: Page): Promise<void> {
  const menu = page.getByRole('button', { name: 'Conversations and people' })
  if (await menu.isVisible()) await menu.press('Enter')
}

export async function actAs(page: Page, name: string): Promise<void> {
  await showSidebar(page)
  await page.getByLabel('Act as').selectOption({ label: name })
  await page.getByRole('textbox', { name: 'Message #general' }).waitFor()
}

export async function write(page: Page, box: string, text: string): Promise<void> {
  await page.getByRole('textbox', { name: box }).focus()
  await page.keyboard.type(text)
  await page.keyboard.press('Enter')
}

/** From the composer to the last message, by keys alone. */
export async function toLastMessage(page: Page): Promise<void> {
  await page.getByRole('textbox', { name: 'Message #general' }).focus()
  await tabTo(page, 'Messages', 'Shift+Tab')
  await page.keyboard.press('ArrowUp')
}
