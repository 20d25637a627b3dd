import {
  AbortedTransactionError,
  PostgresDialect,
  type CompiledQuery,
  type DatabaseConnection,
  type Driver,
  type QueryResult,
} from 'kysely'
import type { Duplex } from 'node:stream'
import pg from 'pg'
import { sendingOf } from './statement.ts'

/**
 * Kysely's dialect on a pool of pipelining clients, where a transaction costs fewer ways to the server and back: its begin and its
 * settings travel with its first statement, its commit may travel with its last, and one that asks nothing is not begun at all.
 */
export class PipelinedDialect extends PostgresDialect {
  readonly #pool: pg.Pool

  constructor(pool: pg.Pool) {
    super({ pool })
    this.#pool = pool
  }
  override createDriver(): Driver {
    return new PipelinedDriver(this.#pool)
  }
}

type TransactionSettings = Parameters<Driver['beginTransaction']>[1]

class PipelinedDriver implements Driver {
  readonly #pool: pg.Pool
  readonly #connections = new WeakMap<pg.PoolClient, PipelinedConnection>()

  constructor(pool: pg.Pool) {
    this.#pool = pool
  }
  async init(): Promise<void> {}
  async acquireConnection(): Promise<PipelinedConnection> {
    const client = await this.#pool.connect()
    const known = this.#connections.get(client)
    if (known) return known
    const connection = new PipelinedConnection(client)
    this.#connections.set(client, connection)
    return connection
  }
  async beginTransaction(connection: PipelinedConnection, settings: TransactionSettings): Promise<void> {
    connection.begin(settings)
  }
  commitTransaction(connection: PipelinedConnection): Promise<void> {
    return connection.commit()
  }
  rollbackTransaction(connection: PipelinedConnection): Promise<void> {
    return connection.rollback()
  }
  async releaseConnection(connection: PipelinedConnection): Promise<void> {
    connection.release()
  }
  destroy(): Promise<void> {
    return this.#pool.end()
  }
}

class PipelinedConnection implements DatabaseConnection {
  readonly #client: pg.PoolClient
  /** Begin and settings, which go ahead of the first statement. */
  #opening: string[] = []
  /** Statements that go ahead of the next. */
  #ahead: pg.QueryConfig[] = []
  #sentAhead: Promise<unknown> | null = null
  #commit: Promise<pg.QueryResult> | null = null
  #broken = false

  constructor(client: pg.PoolClient) {
    this.#client = client
  }

  begin({ isolationLevel, accessMode }: TransactionSettings): void {
    const level = isolationLevel ? ` isolation level ${isolationLevel}` : ''
    this.#opening = [`begin${level}${accessMode ? ` ${accessMode}` : ''}`]
    this.#ahead = []
    this.#sentAhead = null
    this.#commit = null
  }

  async executeQuery<R>(query: CompiledQuery): Promise<QueryResult<R>> {
    const { ahead, name, last } = sendingOf(query)
    const config = { text: query.sql, values: [...query.parameters], ...(name ? { name } : {}) }
    if (ahead === 'setting' && this.#opening.length > 0) this.#opening.push(query.sql)
    else if (ahead) this.#ahead.push(config)
    if (ahead) return { rows: [] }
    const answer = this.#send(config, last ?? false)
    try {
      return resultOf<R>(await answer)
    } catch (error) {
      // What failed first says why.
      await this.#sentAhead
      // Else it would lead to the socket that brought it, and not here.
      if (error instanceof Error) Error.captureStackTrace(error)
      throw error
    }
  }

  /** With what waits to go ahead of it, in one write. */
  #send(config: pg.QueryConfig, last: boolean): Promise<pg.QueryResult> {
    const { stream } = (this.#client as unknown as WithStream).connection
    stream.cork()
    try {
      this.#sendAhead()
      const answer = queryOf(this.#client, config)
      if (last) this.#commit = unawaited(queryOf(this.#client, { text: 'commit' }))
      return answer
    } finally {
      stream.uncork()
    }
  }

  streamQuery(): never {
    throw new Error('nothing here reads by cursor')
  }

  /** @throws AbortedTransactionError when Postgres has rolled back: a statement had failed, and somebody went on. */
  async commit(): Promise<void> {
    if (this.#ahead.length > 0) throw new Error('a statement that was to go ahead of another had none to go ahead of')
    if (this.#neverBegan()) return
    const { command } = await (this.#commit ?? this.#client.query('commit'))
    if (command === 'ROLLBACK') throw new AbortedTransactionError()
  }

  async rollback(): Promise<void> {
    if (this.#neverBegan()) return
    try {
      await (this.#commit ?? this.#client.query('rollback'))
    } catch (error) {
      this.#broken = true
      throw error
    }
  }

  release(): void {
    this.#client.release(this.#broken)
  }

  #neverBegan(): boolean {
    const never = this.#opening.length > 0
    this.#opening = []
    this.#ahead = []
    return never
  }

  #sendAhead(): void {
    const opening = this.#opening.length > 0 ? [queryOf(this.#client, { text: this.#opening.join('; ') })] : []
    const sent = [...opening, ...this.#ahead.map((config) => queryOf(this.#client, config))]
    this.#opening = []
    this.#ahead = []
    if (sent.length > 0) this.#sentAhead = unawaited(Promise.all([this.#sentAhead, ...sent.map(unawaited)]))
  }
}

/**
 * As `client.query(config)`, which copies the config property by property and makes one promise more: a tenth of what a short statement
 * costs here.
 */
function queryOf(client: pg.PoolClient, { text, values, name }: pg.QueryConfig): Promise<pg.QueryResult> {
  return new Promise((resolve, reject) => {
    const answered = (error: Error | undefined, result: pg.QueryResult) => (error ? reject(error) : resolve(result))
    const query = new pg.Query(text, values, answered) as pg.Query & { name?: string | undefined }
    query.name = name
    client.query(query)
  })
}

/** Of the driver's own; not in its types. */
interface WithStream {
  connection: { stream: Duplex }
}

/** Whoever needs its outcome asks for it later; until then its failure is nobody's. */
function unawaited<T>(promise: Promise<T>): Promise<T> {
  promise.catch(() => {})
  return promise
}

function resultOf<R>({ command, rowCount, rows }: pg.QueryResult): QueryResult<R> {
  const counts = command === 'INSERT' || command === 'UPDATE' || command === 'DELETE' || command === 'MERGE'
  return { rows: (rows ?? []) as R[], ...(counts ? { numAffectedRows: BigInt(rowCount ?? 0) } : {}) }
}
