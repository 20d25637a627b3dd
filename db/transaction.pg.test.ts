import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'
import { useTestDatabase } from './testing/test-database.ts'
import { asWorker, inOrganization, organizationsOfKey } from './transaction.ts'

const database = useTestDatabase()

async function anOrganization(name: string): Promise<OrganizationId> {
  const id = newId<OrganizationId>()
  await inOrganization(database().app.db, id, async (tx) => {
    await tx.insertInto('organization').values({ organization_id: id, name, slug: id }).execute()
    await tx.insertInto('organization_head').values({ organization_id: id }).execute()
    await tx
      .insertInto('organization_route')
      .values({ organization_id: id, kind: 'user', key: `user of ${name}` })
      .execute()
  })
  return id
}

it('shows no row of another organization, also without a where', async () => {
  const [one] = [await anOrganization('one'), await anOrganization('two')]
  const seen = await inOrganization(database().app.db, one, (tx) => tx.selectFrom('organization').select('organization_id').execute())
  expect(seen.map((row) => row.organization_id)).toEqual([one])
})

it('shows nothing outside a transaction of an organization', async () => {
  await anOrganization('three')
  expect(await database().app.db.selectFrom('organization').selectAll().execute()).toEqual([])
})

it('refuses to write into another organization', async () => {
  const [one, two] = [await anOrganization('four'), await anOrganization('five')]
  const writing = inOrganization(database().app.db, one, (tx) =>
    tx.insertInto('feed_cursor').values({ organization_id: two, consumer: 'x' }).execute(),
  )
  await expect(writing).rejects.toThrow(/row-level security/)
})

it('forces row security on every table, for a role that cannot bypass it', async () => {
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'public' and relkind = 'r' and relname not like 'kysely%' and not (relrowsecurity and relforcerowsecurity)
  `.execute(database().owner.db)
  expect(rows).toEqual([])
  const { rows: roles } = await sql<{ bypass: boolean; owns: boolean }>`
    select rolbypassrls or rolsuper as bypass, exists (select 1 from pg_class where relowner = pg_roles.oid) as owns
    from pg_roles where rolname in ('atrium_app', 'atrium_auth')
  `.execute(database().owner.db)
  expect(roles).toEqual([
    { bypass: false, owns: false },
    { bypass: false, owns: false },
  ])
})

it('finds an organization by a key that is known whole, and lists none', async () => {
  const one = await anOrganization('six')
  expect(await organizationsOfKey(database().app.db, 'user', 'user of six')).toEqual([one])
  expect(await organizationsOfKey(database().app.db, 'user', '')).toEqual([])
})

it('lets workers see heads of every organization, but no messages or members', async () => {
  const one = await anOrganization('seven')
  const heads = await asWorker(database().app.db, (tx) => tx.selectFrom('organization_head').select('organization_id').execute())
  expect(heads.map((row) => row.organization_id)).toContain(one)
  expect(await asWorker(database().app.db, (tx) => tx.selectFrom('organization_route').selectAll().execute())).toEqual([])
})

it('keeps the accounts from the server and the server from the accounts', async () => {
  await expect(sql`select 1 from auth."user"`.execute(database().app.db)).rejects.toThrow(/permission denied/)
  await expect(sql`select 1 from public.member`.execute(database().auth.db)).rejects.toThrow(/permission denied/)
})
