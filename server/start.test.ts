import { execFile } from 'node:child_process'
import { mkdtemp, rm, writeFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterAll, beforeAll, expect, it } from 'vitest'
import { freePort } from '@atrium/db/embedded.ts'

let folder = ''
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'atrium-refused-'))
})
afterAll(() => rm(folder, { recursive: true, force: true }))

const secrets = { AUTH_SECRET: 'x'.repeat(40), SECRET_KEYS: `k1:${Buffer.alloc(32, 1).toString('base64')}` }

/** The command as people run it, with nothing else in its environment. */
function start(env: Record<string, string>): Promise<{ code: number | null; lines: string[] }> {
  return new Promise((resolve) => {
    const child = execFile(process.execPath, [join(import.meta.dirname, 'start.ts')], { env }, (_error, _stdout, stderr) =>
      resolve({ code: child.exitCode, lines: stderr.trim().split('\n') }),
    )
  })
}

it('[OP1] says in one line what is wrong, and exits with 1', async () => {
  const file = join(folder, 'a-file')
  await writeFile(file, '')
  const PORT = String(await freePort())
  const nowhere = await freePort()
  expect(await start({ PORT, DATA_FOLDER: join(file, 'data') })).toEqual({
    code: 1,
    lines: [`The folder ${file}/data cannot be written (ENOTDIR). Choose another one with DATA_FOLDER.`],
  })
  expect(await start({ PORT, DATABASE_URL: `postgres://atrium:hunter2@127.0.0.1:${nowhere}/atrium`, ...secrets })).toEqual({
    code: 1,
    lines: [`The database at 127.0.0.1:${nowhere} cannot be used: nothing answers there. Check DATABASE_URL.`],
  })
})

it('[OP5] names what is missing or wrong', async () => {
  const refused = await start({ DATABASE_URL: 'mysql://root:hunter2@localhost/x' })
  expect(refused.code).toBe(1)
  expect(refused.lines.map((line) => line.split(':')[0])).toEqual([
    'DATABASE_URL is wrong',
    'AUTH_SECRET is not set',
    'SECRET_KEYS is not set',
  ])
  expect(refused.lines.join('\n')).not.toContain('hunter2')
})
