import { createHash } from 'node:crypto'
import { globSync } from 'node:fs'
import { readFile, rename, rm, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { StartProblem } from './start-problem.ts'

const ROOT = join(import.meta.dirname, '../..')
const SOURCES = ['client/**/*.{ts,tsx,css,html,svg,png,ico,woff2,webmanifest,json}', 'shared/**/*.ts', 'vite.config.ts', 'pnpm-lock.yaml']
const STAMP = '.sources'

/** Builds the client unless what is there was built from these very sources. @throws StartProblem */
export async function buildClient(folder: string, say: (line: string) => void): Promise<void> {
  const stamp = await hashOfSources()
  if ((await readFile(join(folder, STAMP), 'utf8').catch(() => '')) === stamp) return
  say('Building the client …')
  const next = join(ROOT, '.atrium', `client-${process.pid}`)
  try {
    // Only now: it takes a moment to load, and most starts do not need it.
    const { build } = await import('vite')
    await build({ configFile: join(ROOT, 'vite.config.ts'), logLevel: 'error', build: { outDir: next, emptyOutDir: true } })
    await writeFile(join(next, STAMP), stamp)
    await rm(folder, { recursive: true, force: true })
    await rename(next, folder)
  } catch (error) {
    await rm(next, { recursive: true, force: true })
    throw new StartProblem(`The client could not be built: ${error instanceof Error ? error.message : String(error)}`, error)
  }
}

async function hashOfSources(): Promise<string> {
  const isOurs = (name: string) => !/(^|\/)(node_modules|dist[^/]*)(\/|$)|\.test\.tsx?$/.test(name)
  const files = globSync(SOURCES, { cwd: ROOT, exclude: ['**/node_modules/**', 'client/dist*/**'] }).filter(isOurs)
  const hash = createHash('sha256')
  for (const file of files.toSorted()) hash.update(file).update(await readFile(join(ROOT, file)))
  return hash.digest('hex')
}
