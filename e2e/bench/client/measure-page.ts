import { readFile } from 'node:fs/promises'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { gzipSync } from 'node:zlib'
import { browserCookies } from '../../harness/people.ts'
import type { Figures } from '../measure/run-load.ts'
import { round } from '../measure/statistics.ts'
import type { Chromium, Tab } from './chromium.ts'

export interface PageToOpen {
  url: string
  path: string
  cookie: string | null
  /** A selector of what a person needs to begin. */
  ready: string
}

/** How long after it is ready a page is still watched: long tasks then would mean that it was not. */
const WATCHED_MS = 1_000
const WITHIN_MS = 30_000

/**
 * Runs in the page before anything of its own: when what is needed is first there, and when the main thread was busy for longer
 * than a person feels (tasks of 50 ms). Times count from the navigation.
 */
const probe = (ready: string) => `
  window.probe = { readyAt: null, busyUntil: [], drawn: 0 }
  new PerformanceObserver((list) => {
    for (const task of list.getEntries()) probe.busyUntil.push({ from: task.startTime, to: task.startTime + task.duration })
  }).observe({ type: 'longtask', buffered: true })
  const look = () => {
    if (probe.readyAt !== null) return
    if (document.querySelector(${JSON.stringify(ready)})) probe.readyAt = performance.now()
    else setTimeout(look, 5)
  }
  look()
  const drawImage = CanvasRenderingContext2D.prototype.drawImage
  CanvasRenderingContext2D.prototype.drawImage = function (...args) {
    probe.drawn += 1
    return drawImage.apply(this, args)
  }
`

/** Opens a page in a tab and waits until it is ready. @returns the addresses of the scripts that it has loaded by then */
export async function openPage(tab: Tab, { url, path, cookie, ready }: PageToOpen): Promise<string[]> {
  const scripts = new Set<string>()
  tab.onEvent((method, params) => {
    if (method !== 'Network.responseReceived') return
    const { response } = params as { response: { url: string; mimeType: string } }
    if (response.mimeType.includes('javascript')) scripts.add(response.url)
  })
  await tab.send('Network.enable')
  await tab.send('Page.enable')
  if (cookie) await tab.send('Network.setCookies', { cookies: browserCookies(url, cookie) })
  await tab.send('Page.addScriptToEvaluateOnNewDocument', { source: probe(ready) })
  await tab.send('Page.navigate', { url: `${url}${path}` })
  const until = performance.now() + WITHIN_MS
  // While a page is navigated there is nobody to ask.
  while ((await tab.evaluate<number | null>('window.probe?.readyAt ?? null').catch(() => null)) === null) {
    if (performance.now() > until) throw new Error(`${path} was not ready within ${WITHIN_MS / 1000} s`)
    await sleep(20)
  }
  return [...scripts]
}

/** From a cold start: how much JavaScript a page loads until one can begin, gzip of the built files, and when one can. */
export async function measurePage(chromium: Chromium, page: PageToOpen, clientFolder: string): Promise<Figures> {
  const window = await chromium.openWindow()
  try {
    const tab = await window.openTab()
    const scripts = await openPage(tab, page)
    await sleep(WATCHED_MS + 200)
    const interactiveMs = await tab.evaluate<number>(`(() => {
      const { readyAt, busyUntil } = probe
      return Math.max(readyAt, ...busyUntil.filter(({ from }) => from < readyAt + ${WATCHED_MS}).map(({ to }) => to))
    })()`)
    const sizes = await Promise.all(
      scripts.map(async (script) => gzipSync(await readFile(join(clientFolder, new URL(script).pathname))).length),
    )
    return { gzipKB: round(sizes.reduce((sum, size) => sum + size, 0) / 1000), interactiveMs: Math.round(interactiveMs) }
  } finally {
    await window.close()
  }
}
