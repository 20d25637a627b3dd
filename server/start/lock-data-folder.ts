import { createHash } from 'node:crypto'
import { once } from 'node:events'
import { realpath, rm } from 'node:fs/promises'
import { connect, createServer } from 'node:net'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { StartProblem } from './start-problem.ts'

/**
 * Held for as long as this process lives, however it ends: a socket that nobody answers on any more is a lock of somebody dead.
 * (A process id in a file may belong to somebody else after a restart of the machine.) @throws StartProblem
 */
export async function lockDataFolder(folder: string): Promise<() => Promise<void>> {
  const name = createHash('sha256')
    .update(await realpath(folder))
    .digest('hex')
    .slice(0, 16)
  // Not in the folder itself: the path of a socket may have about a hundred characters only.
  const path = join(tmpdir(), `atrium-${name}.sock`)
  if (await answers(path)) throw new StartProblem(`Another Atrium is using ${folder}. Stop it, or choose another folder with DATA_FOLDER.`)
  await rm(path, { force: true })
  const server = createServer((socket) => socket.destroy())
  server.listen(path)
  await once(server, 'listening')
  server.unref()
  return async () => {
    server.close()
    await once(server, 'close')
  }
}

function answers(path: string): Promise<boolean> {
  return new Promise((resolve) => {
    const socket = connect(path)
    socket.once('connect', () => {
      socket.destroy()
      resolve(true)
    })
    socket.once('error', () => resolve(false))
  })
}
