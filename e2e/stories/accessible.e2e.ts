import type { Page } from 'playwright-core'
import { expect, it } from 'vitest'
import { seriousOn } from '../harness/accessibility.ts'
import { openPage, overflowOf, useBrowser } from '../harness/browser.ts'
import { tabTo } from '../harness/keyboard.ts'
import { useOfficeOnSharedPremises } from '../harness/office.ts'
import { enterSpace, sees } from '../harness/space-page.ts'

const browser = useBrowser({ keepsWindows: true })
const office = useOfficeOnSharedPremises()

/** Each width and each light once: what stands where depends on the one, what can be read on the other. */
const LOOKS = [
  { width: 1440, height: 900, colorScheme: 'light' },
  { width: 360, height: 780, colorScheme: 'dark' },
] as const
const PAGES = [
  '/',
  '/chats',
  '/people',
  '/inbox',
  '/customers',
  '/reports',
  '/settings/personal',
  '/settings/notifications',
  '/settings/integrations/slack',
  '/settings/people',
  '/settings/guests',
  '/settings/api-keys',
  '/settings/webhooks',
  '/settings/integrations/linear',
]

it('[SP9] axe finds nothing serious on the sign-in page, wide in the light and narrow in the dark', async () => {
  const page = await openPage(browser(), { url: office().server.url, path: '/sign-in' })
  await page.getByRole('heading').first().waitFor()
  expect(await seriousInEveryLook(page)).toEqual([])
  await page.context().close()
})

/** Of Ada, for all pages: a new one takes longer than to look at it once. */
let adasWindow: Page | undefined

for (const path of PAGES) {
  it(`[SP9] axe finds nothing serious on ${path}, wide in the light and narrow in the dark`, async () => {
    const { server, ada } = office()
    const known = adasWindow
    await known?.setViewportSize(LOOKS[0])
    await known?.goto(`${server.url}${path}`)
    const page = known ?? (await openPage(browser(), { url: server.url, path, cookie: ada.cookie }))
    adasWindow = page
    await page.getByRole('navigation').first().waitFor()
    expect(await seriousInEveryLook(page)).toEqual([])
  })
}

/** What axe finds, and what is wider than the screen, by look. */
async function seriousInEveryLook(page: Page): Promise<string[]> {
  const found: string[] = []
  for (const { width, height, colorScheme } of LOOKS) {
    await page.setViewportSize({ width, height })
    await page.emulateMedia({ colorScheme, reducedMotion: 'reduce' })
    await page.waitForFunction(() => document.querySelector('[aria-busy="true"], .animate-shimmer') === null)
    const look = `${width} px, ${colorScheme}`
    found.push(...(await seriousOn(page)).map((serious) => `${look}: ${serious}`))
    const tooWide = await overflowOf(page)
    if (tooWide > 0) found.push(`${look}: ${tooWide} px wider than the screen`)
  }
  return found
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
