import { spawnSync } from 'node:child_process'
import { existsSync } from 'node:fs'
import { mkdir, writeFile } from 'node:fs/promises'
import { join } from 'node:path'

const FOLDER = join(import.meta.dirname, '../peers')

/**
 * Fetches a peer into a folder of its own, outside the workspace; `start` and `test` never do.
 * @throws Error when it cannot be had: the report then names it as missing.
 */
export async function fetchPeer(name: string, dependencies: Record<string, string>): Promise<string> {
  const folder = join(FOLDER, name)
  if (existsSync(join(folder, 'installed'))) return folder
  await mkdir(folder, { recursive: true })
  await writeFile(join(folder, 'package.json'), JSON.stringify({ name: `peer-${name}`, private: true, type: 'module', dependencies }))
  const install = spawnSync('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], { cwd: folder, encoding: 'utf8' })
  if (install.status !== 0) throw new Error(`${name} could not be fetched: ${install.stderr.trim().split('\n').at(-1) ?? ''}`)
  await writeFile(join(folder, 'installed'), '')
  return folder
}
