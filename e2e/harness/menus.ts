import type { Page } from 'playwright-core'

/** Opens the menu behind a button and takes one of its entries. */
export async function choose(page: Page, button: string, entry: string): Promise<void> {
  await page.getByRole('button', { name: button }).click()
  await page.getByRole('menuitem', { name: entry, exact: true }).click()
}
