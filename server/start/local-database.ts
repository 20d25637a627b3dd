import { readFile, stat } from 'node:fs/promises'
import { userInfo } from 'node:os'
import { dirname, join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { startEmbeddedPostgres } from '@atrium/db/embedded.ts'
import { StartProblem } from './start-problem.ts'

const STOP_MS = 15_000

export interface LocalDatabase {
  url: string
  stop(): Promise<void>
}

/** The Postgres in the data folder, which the caller has locked. One that a killed Atrium left running is stopped first. @throws StartProblem */
export async function startLocalDatabase(dataFolder: string): Promise<LocalDatabase> {
  if (userInfo().uid === 0) for (const folder of [dirname(dataFolder), import.meta.dirname]) await refuseClosedTo(folder)
  await stopOrphan(dataFolder)
  try {
    const database = await startEmbeddedPostgres({ dataFolder })
    return { url: database.url, stop: () => stop(dataFolder, () => database.stop()) }
  } catch (error) {
    throw new StartProblem(
      `The database in ${dataFolder} did not start. ${error instanceof Error ? error.message : String(error)}`.trim(),
      error,
    )
  }
}

/** Postgres does not run as root but as a user of its own, who has to get to its programs and its data. */
async function refuseClosedTo(folder: string): Promise<void> {
  for (let path = folder; path !== dirname(path); path = dirname(path)) {
    const { mode } = await stat(path)
    if (mode & 0o001) continue
    throw new StartProblem(
      `Postgres does not run as root, and no other user may enter ${path}. Start Atrium as another user, or put it and DATA_FOLDER elsewhere.`,
    )
  }
}

/** Ctrl-C in a terminal reaches Postgres as well, so it may have stopped by itself; the package would wait for it forever. */
async function stop(dataFolder: string, ask: () => Promise<void>): Promise<void> {
  if ((await runningPid(dataFolder)) === null) return
  await Promise.race([ask(), untilStopped(dataFolder)])
}

async function stopOrphan(dataFolder: string): Promise<void> {
  const pid = await runningPid(dataFolder)
  if (pid === null) return
  // "Fast": open transactions are rolled back, as their Atrium is gone.
  process.kill(pid, 'SIGINT')
  await untilStopped(dataFolder)
}

async function untilStopped(dataFolder: string): Promise<void> {
  const until = Date.now() + STOP_MS
  while ((await runningPid(dataFolder)) !== null) {
    if (Date.now() > until) throw new StartProblem(`The database in ${dataFolder} does not stop.`)
    await sleep(50)
  }
}

/** By the lock file, in which Postgres writes its process id, its folder and its port, and which it removes when it stops. */
async function runningPid(dataFolder: string): Promise<number | null> {
  const lock = await readFile(join(dataFolder, 'postgres', 'postmaster.pid'), 'utf8').catch(() => '')
  const pid = Number(lock.split('\n')[0])
  return pid > 0 && (await isPostgres(pid)) ? pid : null
}

/** After a restart of the machine the number may be somebody else's. Where there is no /proc, being alive has to do. */
async function isPostgres(pid: number): Promise<boolean> {
  try {
    process.kill(pid, 0)
  } catch (error) {
    if (!(error instanceof Error && 'code' in error && error.code === 'EPERM')) return false
  }
  const command = await readFile(`/proc/${pid}/cmdline`, 'utf8').catch(() => null)
  return command === null ? process.platform !== 'linux' : command.includes('postgres')
}
