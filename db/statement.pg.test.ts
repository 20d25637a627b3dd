import { CompiledQuery } from 'kysely'
import { expect, it } from 'vitest'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'
import { planOnce, statement } from './statement.ts'
import { useTestDatabase } from './testing/test-database.ts'
import { inOrganization } from './transaction.ts'

const database = useTestDatabase()
const nameOf = statement<{ name: string }>('test.name-of', 'select name from organization where organization_id = $1')

it('plans a kept statement once where it is told to, from its first use', async () => {
  const organizationId = newId<OrganizationId>()
  const counted = await inOrganization(database().app.db, organizationId, async (tx) => {
    await planOnce(tx)
    for (let use = 0; use < 3; use++) await nameOf(tx, [organizationId])
    const query = CompiledQuery.raw(`select generic_plans, custom_plans from pg_prepared_statements where name = 'test.name-of'`)
    return (await tx.executeQuery(query)).rows
  })
  expect(counted).toEqual([{ generic_plans: 3, custom_plans: 0 }])
})
