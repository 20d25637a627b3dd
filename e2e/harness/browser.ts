import { chromium, type Browser, type Page } from 'playwright-core'
import { afterAll, afterEach, beforeAll } from 'vitest'
import { ensureChromium } from '../browser/ensure-chromium.ts'
import { browserCookies } from './people.ts'

/**
 * Of Chromium's own: a page for the list under its address bar, which every window loads although nobody sees it, for two seconds of a
 * processor (ten times what the page of a story takes); a process kept in hand for the next page, a fifth of what a window costs, for windows
 * that have one page; and what Playwright switches off, since only the last such flag counts.
 */
const WITHOUT_FEATURES = [
  ...['WebUIOmniboxPopup', 'WebUIOmniboxAimPopup', 'WebUIOmniboxFullPopup', 'AimEnabled', 'LensOverlay', 'MediaRouter'],
  'SpareRendererForSitePerProcess',
  ...['HttpsUpgrades', 'HttpsFirstBalancedModeAutoEnable', 'OptimizationHints', 'NetworkTimeServiceQuerying', 'PreconnectToSearch'],
  ...['AvoidUnnecessaryBeforeUnloadCheckSync', 'DestroyProfileOnBrowserClose', 'PaintHolding', 'ThirdPartyStoragePartitioning'],
]

const FLAGS = [
  '--no-sandbox',
  '--disable-gpu',
  '--disable-quic',
  '--no-first-run',
  '--disable-background-networking',
  '--disable-component-update',
  '--disable-sync',
  `--disable-features=${WITHOUT_FEATURES.join(',')}`,
]

/** For anything that a story waits for on a page: on a busy machine a page may take ten times as long. */
const PATIENCE_MS = 60_000

/** So much of a page's text is told when a story fails, in characters. */
const SIGHT = 2_000

/** The Chromium of this worker: to start one costs as much as a short story. It ends with the worker. */
let launched: Promise<Browser> | undefined

async function theBrowser(): Promise<Browser> {
  const running = await launched?.catch(() => null)
  if (running?.isConnected()) return running
  launched = ensureChromium().then((executablePath) => chromium.launch({ executablePath, args: FLAGS }))
  return launched
}

/**
 * A Chromium for the stories of a file. Their windows are closed after each of them, since a page that is left goes on working:
 * `keepsWindows` is for files whose stories use the same.
 */
export function useBrowser({ keepsWindows = false } = {}): () => Browser {
  let browser: Browser | undefined
  beforeAll(async () => {
    browser = await theBrowser()
  })
  afterEach(async ({ task }) => {
    if (task.result?.state === 'fail' && browser) console.error(await sightOf(browser))
    if (!keepsWindows) await closeWindows(browser)
  })
  afterAll(() => closeWindows(browser))
  return () => {
    if (!browser) throw new Error('the browser is there once beforeAll has run')
    return browser
  }
}

async function closeWindows(browser: Browser | undefined): Promise<void> {
  await Promise.all((browser?.contexts() ?? []).map((context) => context.close()))
}

/** What stands on each open page, for whoever has to find out why a story failed on another machine. */
async function sightOf(browser: Browser): Promise<string> {
  const pages = browser.contexts().flatMap((context) => context.pages())
  const sights = pages.map(async (page) => {
    const text = await page.locator('body').innerText({ timeout: 5_000 }).catch(String)
    const errors = errorsOf(page).map((error) => `\n! ${error}`)
    return `${page.url()}${errors.join('')}\n${text.slice(0, SIGHT / 2)}\n…\n${text.slice(-SIGHT / 2)}`
  })
  return ['The pages when the story failed:', ...(await Promise.all(sights))].join('\n--- ')
}

export interface OpenPage {
  url: string
  path: string
  cookie?: string
  width?: number
  height?: number
  colorScheme?: 'light' | 'dark'
}

/** A window of its own, with its own cookies. What the page throws ends up in `errorsOf(page)`. */
export async function openPage(
  browser: Browser,
  { url, path, cookie, width = 1440, height = 900, colorScheme = 'light' }: OpenPage,
): Promise<Page> {
  const context = await browser.newContext({ viewport: { width, height }, colorScheme, reducedMotion: 'reduce' })
  if (cookie) await context.addCookies(browserCookies(url, cookie))
  context.setDefaultTimeout(PATIENCE_MS)
  const page = await context.newPage()
  const errors: string[] = []
  pageErrors.set(page, errors)
  page.on('pageerror', (error) => errors.push(String(error)))
  await page.goto(`${url}${path}`)
  return page
}

const pageErrors = new WeakMap<Page, string[]>()

export function errorsOf(page: Page): string[] {
  return pageErrors.get(page) ?? []
}

/** By how many pixels the page is wider than its window. */
export function overflowOf(page: Page): Promise<number> {
  return page.evaluate(() => document.documentElement.scrollWidth - window.innerWidth)
}
