import { Kysely } from 'kysely'
import pg from 'pg'
import { APP_ROLE, AUTH_ROLE } from './migrations/row-security.ts'
import { PipelinedDialect } from './pipelined-driver.ts'
import type { DB } from './schema.generated.ts'

/** Reads, and the way to a transaction. Writing use cases demand a `Tx`. */
export type Db = Kysely<DB>

export interface Connection {
  db: Db
  pool: pg.Pool
  close(): Promise<void>
}
export interface ConnectOptions {
  /** `postgres://…` of a user that may take on the roles that the migrations made. */
  url: string
  /** `app`: the server, under row security. `auth`: the accounts. `owner`: migrations and tests' oracles. */
  role: 'app' | 'auth' | 'owner'
  poolSize: number
}

// bigint columns here count revisions and sequence numbers, far below 2^53.
pg.types.setTypeParser(pg.types.builtins.INT8, Number)

const startupOptions = {
  app: `-c role=${APP_ROLE}`,
  auth: `-c role=${AUTH_ROLE} -c search_path=auth`,
  owner: '',
} as const

/** Opens a pool; nothing is sent until the first query. Errors of idle connections are left to the next query. */
export function connect({ url, role, poolSize }: ConnectOptions): Connection {
  const pool = new pg.Pool({
    connectionString: url,
    max: poolSize,
    pipeline: true,
    connectionTimeoutMillis: 5_000,
    options: startupOptions[role] || undefined,
    application_name: `atrium-${role}`,
  })
  pool.on('error', () => {})
  // The pool listens only while a connection is idle; one that ends in the middle of a transaction would end the process.
  pool.on('connect', (client) => client.on('error', () => {}))
  const db = new Kysely<DB>({ dialect: new PipelinedDialect(pool) })
  return { db, pool, close: () => db.destroy() }
}
