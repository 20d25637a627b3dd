import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { openPage, useBrowser } from '../harness/browser.ts'
import { useOffice } from '../harness/office.ts'
import { enterSpace, sees } from '../harness/space-page.ts'

const browser = useBrowser()
const office = useOffice()

const LOOKS = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 1440, height: 900, colorScheme: 'dark' },
  { width: 360, height: 780, colorScheme: 'light' },
  { width: 360, height: 780, colorScheme: 'dark' },
] as const
const PAGES = [
  '/',
  '/chats',
  '/people',
  '/inbox',
  '/settings/personal',
  '/settings/integrations/slack',
  '/settings/people',
  '/settings/guests',
]

for (const look of LOOKS) {
  it(`[SP9] axe finds nothing serious on any page, ${look.width} px, ${look.colorScheme}`, async () => {
    const { server, ada } = office()
    const page = await openPage(browser(), { url: server.url, path: '/sign-in', ...look })
    const found = (await seriousOn(page)).map((serious) => `/sign-in: ${serious}`)
    await page.context().close()
    const signedIn = await openPage(browser(), { url: server.url, path: '/', cookie: ada.cookie, ...look })
    for (const path of PAGES) {
      await signedIn.goto(`${server.url}${path}`)
      await signedIn.getByRole('navigation').first().waitFor()
      await signedIn.waitForFunction(() => document.querySelector('[aria-busy="true"], .animate-shimmer') === null)
      found.push(...(await seriousOn(signedIn)).map((serious) => `${path}: ${serious}`))
      // Nothing is wider than the screen.
      expect(await signedIn.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)).toBeLessThanOrEqual(0)
    }
    expect(found).toEqual([])
    await signedIn.context().close()
  }, 120_000)
}

it('[SP9] everything of the main job works by keyboard alone: the list, a room, a person, a message', async () => {
  const { ada, ben } = office()
  const benPage = await enterSpace(browser(), office(), ben)
  const page = await enterSpace(browser(), office(), ada)
  await sees(page, 'Ben Okafor')
  await tabTo(page, 'Go there: Library')
  await page.keyboard.press('Enter')
  await page.getByText(/you are in Library/).waitFor()
  await sees(benPage, 'Ada Lindqvist')

  await tabTo(page, 'Message')
  await page.keyboard.type('@Ben O')
  await page.getByRole('listbox', { name: 'People to mention' }).waitFor()
  await page.keyboard.press('Enter')
  await page.keyboard.type('are you in?')
  await page.keyboard.press('Enter')
  await tabTo(page, 'Open chat')
  await page.keyboard.press('Enter')
  await page.getByRole('log', { name: 'Messages' }).getByText('are you in?').waitFor()
})

/** Presses Tab until the element of that accessible name has the focus. */
async function tabTo(page: Awaited<ReturnType<typeof openPage>>, name: string): Promise<void> {
  for (let presses = 0; presses < 80; presses++) {
    const focused = await page.evaluate(() => {
      const element = document.activeElement
      return element?.getAttribute('aria-label') ?? element?.textContent?.trim() ?? ''
    })
    if (focused === name) return
    await page.keyboard.press('Tab')
  }
  throw new Error(`Tab does not reach "${name}"`)
}
