import { join } from 'node:path'
import { runStep } from '../../runner/run-step.ts'
import { startAtriumForBench, type BenchedAtrium } from '../atrium/start-atrium.ts'
import { STARTED } from '../measure/measure-load.ts'
import { runRounds, type BenchReport, type BenchRun, type Cell } from '../measure/rounds.ts'
import { runLoad, type Figures } from '../measure/run-load.ts'
import { startChromium, type Chromium, type Tab } from './chromium.ts'
import { furnish } from './furnish.ts'
import { measurePage, openPage, type PageToOpen } from './measure-page.ts'
import { measureFrames, measureHidden } from './measure-scene.ts'

const WINDOW = { width: 1440, height: 900 }
const FRAMES_SECONDS = 10
const HIDDEN_SECONDS = 20
const CLIENT = join(import.meta.dirname, '../../../client/dist')
/** Of the grid that people walk in, around the place where everybody comes in. */
const GRID = { columns: 20, across: 32, down: 44 }
const SPAWN = { x: 3000, y: 3000 }
const COMPOSER = 'textarea[aria-label="Message"]'

/** The client as it is built, in Chromium, at what a person waits for and what their machine has to do. */
export async function benchClient({ rounds, load: avatars, seconds }: BenchRun): Promise<BenchReport> {
  const build = await runStep('client build', 'node_modules/.bin/vite', ['build', '--logLevel', 'warn'])
  if (!build.passed) throw new Error('the client could not be built')
  const atrium = await startAtriumForBench({ visitors: avatars, placeOf: gridOf(avatars), spawn: SPAWN })
  const chromium = await startChromium(WINDOW)
  try {
    await furnish(atrium)
    const title = `The browser: ${WINDOW.width} × ${WINDOW.height}, drawn by the processor; ${avatars} people walk`
    const cells = [...pageCells(chromium, atrium), ...sceneCells({ chromium, atrium, avatars, seconds })]
    return await runRounds({ bench: 'client', title, rounds, compared: false }, cells)
  } finally {
    await chromium.close()
    await atrium.stop()
  }
}

function gridOf(avatars: number): (index: number) => { x: number; y: number } {
  const rows = Math.ceil(avatars / GRID.columns)
  return (index) => ({
    x: SPAWN.x + ((index % GRID.columns) - GRID.columns / 2) * GRID.across,
    y: SPAWN.y + (Math.floor(index / GRID.columns) - rows / 2) * GRID.down,
  })
}

function pageCells(chromium: Chromium, { server, office }: BenchedAtrium): Cell[] {
  const { cookie } = office.ada
  const cell = (id: string, name: string, page: Omit<PageToOpen, 'url'>): Cell => ({
    id,
    name,
    measure: () => measurePage(chromium, { ...page, url: server.url }, CLIENT),
  })
  return [
    cell('shell', 'shell: the sign-in page, cold', { path: '/sign-in', cookie: null, ready: 'input[name="email"]' }),
    cell('space', 'space page, cold', { path: `/spaces/${office.spaceId}`, cookie, ready: COMPOSER }),
    cell('inbox', 'inbox of 60 conversations, cold', { path: '/inbox', cookie, ready: 'ul[aria-label="Conversations"] > *' }),
  ]
}

interface Scene {
  chromium: Chromium
  atrium: BenchedAtrium
  avatars: number
  seconds: number | null
}

function sceneCells(scene: Scene): Cell[] {
  const { chromium, avatars, seconds } = scene
  return [
    { id: 'bare', name: 'a page that draws nothing (the limit)', measure: () => measureBare(chromium, seconds ?? FRAMES_SECONDS) },
    {
      id: 'moving',
      name: `space page, ${avatars} moving avatars in view`,
      measure: () =>
        inSpace(scene, async (tab) => {
          await assertInView(tab, avatars)
          return measureFrames(tab, seconds ?? FRAMES_SECONDS)
        }),
    },
    {
      id: 'hidden',
      name: `the same, the tab hidden for ${seconds ?? HIDDEN_SECONDS} s`,
      measure: () =>
        inSpace(scene, async (tab, openAnother) => {
          await openAnother()
          return measureHidden(tab, seconds ?? HIDDEN_SECONDS)
        }),
    },
  ]
}

async function measureBare(chromium: Chromium, seconds: number): Promise<Figures> {
  const window = await chromium.openWindow()
  try {
    return await measureFrames(await window.openTab(), seconds)
  } finally {
    await window.close()
  }
}

/** With the space page open, while everybody walks. */
async function inSpace(
  { chromium, atrium, avatars }: Scene,
  measure: (tab: Tab, openAnother: () => Promise<unknown>) => Promise<Figures>,
): Promise<Figures> {
  const { server, office, visitorCookies: cookies } = atrium
  const { url } = server
  const { spaceId, ada } = office
  let figures: Figures = {}
  const load = { protocol: 'atrium', url, cookies, spaceId, clients: avatars, seconds: 1 }
  await atrium.restart()
  await runLoad(join(import.meta.dirname, '../presence/load.ts'), load, async (name) => {
    if (name !== STARTED) return
    const window = await chromium.openWindow()
    try {
      const tab = await window.openTab()
      await openPage(tab, { url, path: `/spaces/${spaceId}`, cookie: ada.cookie, ready: COMPOSER })
      // The other pages are fetched in advance a moment after the first one stands.
      await new Promise((resolve) => setTimeout(resolve, 4_000))
      figures = await measure(tab, () => window.openTab())
    } finally {
      await window.close()
    }
  })
  return figures
}

/** @throws Error when the map is too small for the grid that people walk in */
async function assertInView(tab: Tab, avatars: number): Promise<void> {
  const map = await tab.evaluate<{ width: number; height: number }>(
    `(({ clientWidth: width, clientHeight: height }) => ({ width, height }))(document.querySelector('canvas'))`,
  )
  const [width, height] = [GRID.columns * GRID.across, Math.ceil(avatars / GRID.columns) * GRID.down]
  if (map.width < width || map.height < height)
    throw new Error(`not all are in view: the map is ${map.width} × ${map.height}, the grid ${width} × ${height}`)
}
