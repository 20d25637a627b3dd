import { existsSync } from 'node:fs'
import { userInfo } from 'node:os'
import { chromium } from 'playwright-core'
import { runStep } from '../runner/run-step.ts'

const CANDIDATES = [
  process.env.CHROMIUM_PATH,
  '/usr/bin/chromium',
  '/usr/bin/chromium-browser',
  '/usr/bin/google-chrome',
  '/usr/bin/google-chrome-stable',
  '/Applications/Google Chrome.app/Contents/MacOS/Google Chrome',
]

/**
 * The path of a Chromium: the machine's own, else installed with apt where we may, else Playwright's download.
 * @throws Error saying what to install when none of it works.
 */
export async function ensureChromium(): Promise<string> {
  const found = findChromium()
  if (found) return found
  if (userInfo().uid === 0 && existsSync('/usr/bin/apt-get')) {
    console.log('no Chromium on this machine: installing it with apt-get')
    await runStep('package lists', 'apt-get', ['update', '-q'])
    await runStep('Chromium', 'apt-get', ['install', '-y', '-q', '--no-install-recommends', 'chromium', 'fonts-liberation'])
  } else {
    console.log('no Chromium on this machine: asking Playwright for one')
    await runStep('Chromium', process.execPath, [cliOfPlaywright(), 'install', 'chromium'])
  }
  const installed = findChromium()
  if (!installed) throw new Error('No Chromium could be found or installed. Install Chromium, or set CHROMIUM_PATH to the one you have.')
  return installed
}

export function findChromium(): string | null {
  const own = CANDIDATES.find((path) => path && existsSync(path))
  if (own) return own
  const downloaded = chromium.executablePath()
  return existsSync(downloaded) ? downloaded : null
}

function cliOfPlaywright(): string {
  return new URL('./cli.js', import.meta.resolve('playwright-core/package.json')).pathname
}
