import type { Page } from 'playwright-core'

/** The accessible name of what has the focus, as far as it has one of its own; its text otherwise. */
export function focusedName(page: Page): Promise<string> {
  return page.evaluate(() => document.activeElement?.getAttribute('aria-label') ?? document.activeElement?.textContent?.trim() ?? '')
}

/** Presses Tab, or Shift+Tab, until what has that name has the focus. @throws Error when 80 presses do not get there */
export async function tabTo(page: Page, name: string, key: 'Tab' | 'Shift+Tab' = 'Tab'): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    if ((await focusedName(page)) === name) return
    await page.keyboard.press(key)
  }
  throw new Error(`${key} does not reach "${name}"`)
}
