import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { useTestDatabase } from './testing/test-database.ts'

const database = useTestDatabase()

it('[OP4] outlives a connection that ends in the middle of a transaction: its work fails, the next goes on', async () => {
  const { app, owner } = database()
  const work = app.db.transaction().execute(async (tx) => {
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await sql`select pg_terminate_backend(${rows[0]?.pid})`.execute(owner.db)
    // Nothing is being asked while the end arrives: only the connection itself can be told.
    await new Promise((resolve) => setTimeout(resolve, 100))
    await sql`select 1`.execute(tx)
  })
  await expect(work).rejects.toThrow()
  expect((await sql<{ one: number }>`select 1 as one`.execute(app.db)).rows).toEqual([{ one: 1 }])
})
