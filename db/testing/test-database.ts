import { randomBytes } from 'node:crypto'
import pg from 'pg'
import { afterAll, beforeAll, inject } from 'vitest'
import { connect, type Connection } from '../connect.ts'

export const TEMPLATE = 'atrium_template'

export interface TestDatabase {
  url: string
  /** As the server sees it: under row security. */
  app: Connection
  /** As better-auth sees it. */
  auth: Connection
  /** As the owner: the tests' oracle. Superuser here, so it sees every row. */
  owner: Connection
}

/** A fresh copy of the migrated template for the test file that calls it; dropped afterwards, and it fails if a connection leaks. */
export function useTestDatabase(): () => TestDatabase {
  let database: TestDatabase | undefined
  let stop = async () => {}
  beforeAll(async () => {
    const copy = await copyTemplate()
    stop = copy.stop
    const { url } = copy
    const open = (role: 'app' | 'auth' | 'owner') => connect({ url, role, poolSize: 8 })
    database = { url, app: open('app'), auth: open('auth'), owner: open('owner') }
  })
  afterAll(async () => {
    if (!database) return
    await Promise.all([database.app.close(), database.auth.close(), database.owner.close()])
    await stop()
  })
  return () => {
    if (!database) throw new Error('the test database is there once beforeAll has run')
    return database
  }
}

/** A fresh copy of the migrated template on the run's cluster; `stop` drops it. */
export async function copyTemplate(): Promise<{ url: string; stop(): Promise<void> }> {
  const cluster = inject('postgresUrl')
  const name = `test_${randomBytes(6).toString('hex')}`
  const url = await createDatabase(cluster, name, TEMPLATE)
  return { url, stop: () => administer(cluster, `drop database ${name} with (force)`) }
}

export async function createDatabase(clusterUrl: string, name: string, template?: string): Promise<string> {
  await administer(clusterUrl, `create database ${name}${template ? ` template ${template} strategy file_copy` : ''}`)
  const url = new URL(clusterUrl)
  url.pathname = `/${name}`
  return url.href
}

async function administer(clusterUrl: string, statement: string): Promise<void> {
  const client = new pg.Client({ connectionString: clusterUrl })
  await client.connect()
  try {
    await client.query(statement)
  } finally {
    await client.end()
  }
}
