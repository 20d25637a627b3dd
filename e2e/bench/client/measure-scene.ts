import { setTimeout as sleep } from 'node:timers/promises'
import type { Figures } from '../measure/run-load.ts'
import { percentile, round } from '../measure/statistics.ts'
import type { Tab } from './chromium.ts'

/** Time between two frames, as the page is given them, and what its process costs meanwhile. */
export async function measureFrames(tab: Tab, seconds: number): Promise<Figures> {
  const before = await processSeconds(tab)
  const times = await tab.evaluate<number[]>(`new Promise((resolve) => {
    const times = []
    const next = (nowMs) => {
      times.push(nowMs)
      if (nowMs - times[0] < ${seconds * 1000}) requestAnimationFrame(next)
      else resolve(times)
    }
    requestAnimationFrame(next)
  })`)
  const corePercent = ((await processSeconds(tab)) - before) * (100 / seconds)
  const between = times.slice(1).map((time, index) => time - (times[index] ?? 0))
  return { frameP50Ms: round(percentile(between, 0.5)), frameP95Ms: round(percentile(between, 0.95)), corePercent: round(corePercent) }
}

/** Of a tab that is hidden: its process's time, and how often something was drawn on a canvas. @throws Error when it is not hidden */
export async function measureHidden(tab: Tab, seconds: number): Promise<Figures> {
  const state = await tab.evaluate<string>('document.visibilityState')
  if (state !== 'hidden') throw new Error(`the tab is ${state}, so nothing can be said about hidden ones`)
  const drawn = () => tab.evaluate<number>('window.probe?.drawn ?? 0')
  const [before, drawnBefore] = [await processSeconds(tab), await drawn()]
  await sleep(seconds * 1000)
  const corePercent = ((await processSeconds(tab)) - before) * (100 / seconds)
  return { corePercent: round(corePercent), framesDrawn: (await drawn()) - drawnBefore }
}

/** User and system time of the tab's process so far. */
async function processSeconds(tab: Tab): Promise<number> {
  await tab.send('Performance.enable', { timeDomain: 'timeTicks' })
  const { metrics } = await tab.send<{ metrics: { name: string; value: number }[] }>('Performance.getMetrics')
  const used = metrics.find(({ name }) => name === 'ProcessTime')?.value
  if (used === undefined) throw new Error('Chromium does not tell what a process has used')
  return used
}
