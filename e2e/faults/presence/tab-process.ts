import { setTimeout as sleep } from 'node:timers/promises'
import { Tab } from './tab.ts'

/** A browser to be killed whole: opens its tabs, comes in with each, says so, and walks up and down until it is ended. */
const [url = '', cookie = '', spaceId = '', tabs = '1'] = process.argv.slice(2)
const opened = Array.from({ length: Number(tabs) }, () => new Tab(url, cookie))
const entered = await Promise.all(opened.map((tab) => tab.ask('mutation', 'space.enter', { spaceId })))
const { x, y } = (entered.find(Boolean) as { presence?: { x: number; y: number } } | undefined)?.presence ?? { x: 0, y: 0 }
console.log('in')
for (let step = 0; ; step = (step + 1) % 20) {
  opened[0]?.walk(x + step, y)
  await sleep(100)
}
