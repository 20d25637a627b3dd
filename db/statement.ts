import { CompiledQuery, type QueryResult } from 'kysely'
import type { Tx } from './transaction.ts'

/** How the driver may send a statement, beyond what Kysely knows. */
export interface Sending {
  /**
   * Goes along with the statement after it, and nobody waits for it; when it fails, the one after throws its error. A `setting` stands for
   * the length of the transaction and has no parameters.
   */
  ahead?: 'setting' | 'statement'
  /** Of a statement that the server keeps ready, planned once: only for those whose best plan depends on no value. */
  name?: string
  /** The transaction's last: the commit is sent along with it. */
  last?: boolean
}

const sendings = new WeakMap<CompiledQuery, Sending>()

export function sendingOf(query: CompiledQuery): Sending {
  return sendings.get(query) ?? {}
}

export function sentAs(query: CompiledQuery, sending: Sending): CompiledQuery {
  sendings.set(query, sending)
  return query
}

/** A statement of the hot paths: written once, with `$1`…, never compiled, and kept ready by the server under its name. */
export function statement<Row>(name: string, text: string): (tx: Tx, values: unknown[], sending?: Sending) => Promise<Row[]> {
  return async (tx, values, sending) => {
    const query = sentAs(CompiledQuery.raw(text, values), { name, ...sending })
    const { rows } = (await tx.executeQuery(query)) as QueryResult<Row>
    return rows
  }
}

const PLAN_ONCE = 'set local plan_cache_mode = force_generic_plan; set local enable_seqscan = off'

/**
 * To the end of the transaction, kept statements are planned once on each connection, for all values: otherwise Postgres plans the first five
 * uses each for its own, to see whether that is worth it. And by indexes, since a table that is small at that time grows.
 */
export async function planOnce(tx: Tx): Promise<void> {
  await tx.executeQuery(sentAs(CompiledQuery.raw(PLAN_ONCE), { ahead: 'setting' }))
}

interface Compilable<Row> {
  compile(tx: Tx): CompiledQuery<Row>
}

/** The same for one that Kysely writes out each time; its text has to be the same whatever the values are. */
export async function executeKept<Row>(tx: Tx, name: string, query: Compilable<Row>): Promise<Row[]> {
  const { rows } = await tx.executeQuery<Row>(sentAs(query.compile(tx), { name }))
  return rows
}
