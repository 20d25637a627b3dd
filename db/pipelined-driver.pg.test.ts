import { AbortedTransactionError, CompiledQuery, sql } from 'kysely'
import { beforeEach, expect, it } from 'vitest'
import { sentAs, statement } from './statement.ts'
import { useTestDatabase } from './testing/test-database.ts'
import type { Tx } from './transaction.ts'

const database = useTestDatabase()
const put = statement<{ id: number }>('test.put', 'insert into kept (id) values ($1) returning id')

beforeEach(async () => {
  await sql`drop table if exists kept`.execute(database().owner.db)
  await sql`create table kept (id int primary key)`.execute(database().owner.db)
})

const inTransaction = <T>(work: (tx: Tx) => Promise<T>) => database().owner.db.transaction().execute(work)
const kept = async () => (await sql<{ id: number }>`select id from kept order by id`.execute(database().owner.db)).rows.map(({ id }) => id)

it('commits along with the last statement', async () => {
  await inTransaction(async (tx) => {
    await put(tx, [1], { ahead: 'statement' })
    expect(await put(tx, [2], { last: true })).toEqual([{ id: 2 }])
    // Sent along, and not waited for: another connection sees it a moment later, while this transaction is still open here.
    await expect.poll(kept).toEqual([1, 2])
  })
})

it('keeps nothing when the last statement fails', async () => {
  const work = inTransaction(async (tx) => {
    await put(tx, [1])
    await put(tx, [1], { last: true })
  })
  await expect(work).rejects.toThrow(/kept_pkey/)
  expect(await kept()).toEqual([])
})

it('throws what the statement ahead has failed of, and keeps nothing', async () => {
  await sql`insert into kept values (7)`.execute(database().owner.db)
  const work = inTransaction(async (tx) => {
    await put(tx, [7], { ahead: 'statement' })
    await put(tx, [8], { last: true })
  })
  await expect(work).rejects.toThrow(/kept_pkey/)
  expect(await kept()).toEqual([7])
})

it('throws what a setting has failed of', async () => {
  const work = inTransaction(async (tx) => {
    await tx.executeQuery(sentAs(CompiledQuery.raw('set local no_such_setting = 1'), { ahead: 'setting' }))
    await put(tx, [1])
  })
  await expect(work).rejects.toThrow(/no_such_setting/)
  expect(await kept()).toEqual([])
})

it('never begins a transaction that asks nothing, and ends one that fails without having asked', async () => {
  expect(await inTransaction(async () => 'nothing')).toBe('nothing')
  await expect(inTransaction(() => Promise.reject(new Error('early')))).rejects.toThrow('early')
  await inTransaction((tx) => put(tx, [3]))
  expect(await kept()).toEqual([3])
})

it('tells when Postgres rolled back what somebody went on with', async () => {
  const work = inTransaction(async (tx) => {
    await put(tx, [1])
    await put(tx, [1]).catch(() => {})
  })
  await expect(work).rejects.toThrow(AbortedTransactionError)
  expect(await kept()).toEqual([])
})
