import type pg from 'pg'

/**
 * The cheapest durable write that we know: one insert in flight, and what arrives meanwhile goes next as one statement.
 * `insert(row)` resolves once the row is committed.
 */
export function createBatchedInsert<Row>(
  pool: pg.Pool,
  statement: string,
  columns: (rows: Row[]) => unknown[][],
): (row: Row) => Promise<void> {
  let waiting: { row: Row; resolve: () => void; reject: (error: unknown) => void }[] = []
  let busy = false
  const flush = async (): Promise<void> => {
    busy = true
    while (waiting.length > 0) {
      const batch = waiting
      waiting = []
      await pool.query({ name: 'insert', text: statement, values: columns(batch.map((each) => each.row)) }).then(
        () => batch.forEach((each) => each.resolve()),
        (error: unknown) => batch.forEach((each) => each.reject(error)),
      )
    }
    busy = false
  }
  return (row) =>
    new Promise((resolve, reject) => {
      waiting.push({ row, resolve, reject })
      if (!busy) void flush()
    })
}
