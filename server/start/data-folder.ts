import { randomBytes } from 'node:crypto'
import { mkdir, readFile, writeFile } from 'node:fs/promises'
import { join } from 'node:path'
import { z } from 'zod'
import type { SecretKey } from '../infra/config.ts'
import { folderProblem, StartProblem } from './start-problem.ts'

/** Makes the folder and tries to write in it. @throws StartProblem */
export async function openDataFolder(folder: string): Promise<void> {
  try {
    await mkdir(folder, { recursive: true })
    await writeFile(join(folder, '.writable'), '')
  } catch (error) {
    throw folderProblem(error, folder)
  }
}

const kept = z.object({ authSecret: z.string().min(32), secretKey: z.base64() })

export interface LocalSecrets {
  authSecret: string
  secretKeys: SecretKey[]
}

/** The demo's own secrets, made at its first start. */
export async function localSecrets(folder: string): Promise<LocalSecrets> {
  const file = join(folder, 'secrets.json')
  const text = await readFile(file, 'utf8').catch(() => null)
  if (text !== null) return parse(text, file)
  const fresh = JSON.stringify({ authSecret: randomBytes(32).toString('base64'), secretKey: randomBytes(32).toString('base64') })
  await writeFile(file, `${fresh}\n`, { mode: 0o600 })
  return parse(fresh, file)
}

function parse(text: string, file: string): LocalSecrets {
  try {
    const { authSecret, secretKey } = kept.parse(JSON.parse(text))
    return { authSecret, secretKeys: [{ id: 'local', key: Buffer.from(secretKey, 'base64') }] }
  } catch (error) {
    throw new StartProblem(`${file} cannot be read. Put it back as it was, or start with another DATA_FOLDER.`, error)
  }
}
