import { expect, it } from 'vitest'
import { useTestDatabase } from '../testing/test-database.ts'
import { inOrganization } from '../transaction.ts'
import { DEMO_ORGANIZATION, insertDemoAccounts, insertDemoOrganization } from './insert-demo.ts'
import { DEMO_PEOPLE } from './people.ts'

const database = useTestDatabase()
const now = Date.UTC(2026, 0, 5, 9)

it('[OP1] makes a lived-in organization: ten people, six rooms, five customers, a history', async () => {
  await insertDemoAccounts(database().auth.db)
  await inOrganization(database().app.db, DEMO_ORGANIZATION, (tx) => insertDemoOrganization(tx, now))
  const counts = await inOrganization(database().app.db, DEMO_ORGANIZATION, async (tx) => {
    const count = async (table: 'member' | 'room' | 'customer' | 'message' | 'channel') =>
      Number(
        (
          await tx
            .selectFrom(table)
            .select((select) => select.fn.countAll().as('count'))
            .executeTakeFirstOrThrow()
        ).count,
      )
    return [await count('member'), await count('room'), await count('customer'), await count('channel')]
  })
  expect(counts).toEqual([10, 6, 5, 9])
  const { rows } = await database().owner.pool.query(`select author_name, created_at from message order by id`)
  expect(rows.length).toBeGreaterThan(15)
  expect(rows.map((row) => row.created_at.getTime())).toEqual(rows.map((row) => row.created_at.getTime()).toSorted((one, two) => one - two))
})

it('gives everybody an e-mail of their own and a colour of their own', () => {
  expect(new Set(DEMO_PEOPLE.map(({ email }) => email)).size).toBe(10)
  expect(new Set(DEMO_PEOPLE.map(({ hue }) => hue)).size).toBe(10)
  expect(DEMO_PEOPLE.filter(({ role }) => role !== 'member').map(({ key, role }) => [key, role])).toEqual([
    ['ada', 'owner'],
    ['ben', 'admin'],
  ])
})
