import { sql } from 'kysely'
import type { TestDatabase } from '@atrium/db/testing/test-database.ts'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'

interface Column {
  name: string
  type: string
  nullable: boolean
  /** What a check allows, where it lists texts. */
  allowed: string | null
}

/** One row of an organization in a table of which nothing is known but its columns. What it refers to is not there. */
export async function fillTable({ owner }: TestDatabase, table: string, organizationId: OrganizationId): Promise<void> {
  const columns = (await columnsOf(owner, table)).filter(({ nullable, type }) => !nullable || type === 'uuid')
  const values = columns.map((column) => (column.name === 'organization_id' ? organizationId : valueFor(column)))
  await owner.db.transaction().execute(async (tx) => {
    // Neither references nor triggers.
    await sql`set local session_replication_role = replica`.execute(tx)
    await sql`insert into ${sql.table(table)} (${sql.join(columns.map(({ name }) => sql.ref(name)))}) values (${sql.join(values)})`.execute(
      tx,
    )
  })
}

async function columnsOf({ db }: TestDatabase['owner'], table: string): Promise<Column[]> {
  const { rows } = await sql<Column>`
    select attname as name, format_type(atttypid, null) as type, not attnotnull as nullable, (
      select substring(pg_get_constraintdef(c.oid) from '\\(?' || attname || ' = ANY \\(ARRAY\\[''([^'']*)''')
      from pg_constraint c where c.conrelid = attrelid and c.contype = 'c' and attnum = any(c.conkey)
      order by cardinality(c.conkey) limit 1
    ) as allowed
    from pg_attribute
    where attrelid = ${table}::regclass and attnum > 0 and not attisdropped and not atthasdef and attidentity = '' order by attnum
  `.execute(db)
  return rows
}

const VALUES: Record<string, () => unknown> = {
  uuid: () => newId(),
  text: () => newId(),
  smallint: () => 1,
  integer: () => 1,
  bigint: () => 1,
  boolean: () => false,
  jsonb: () => '{}',
  bytea: () => Buffer.from('x'),
  'text[]': () => [],
  'timestamp with time zone': () => new Date(),
}

function valueFor({ name, type, allowed }: Column): unknown {
  const make = VALUES[type]
  if (!make) throw new Error(`no value is known for ${name}, which is of type ${type}`)
  return allowed ?? make()
}
