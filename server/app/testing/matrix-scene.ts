import { setTimeout as sleep } from 'node:timers/promises'
import { sql } from 'kysely'
import { jsonb } from '@atrium/db/json.ts'
import { executeKept } from '@atrium/db/statement.ts'
import type { TestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type OrganizationId, type RoomId, type SpaceId, type UserId } from '@atrium/shared/ids.ts'
import { aMember, anOrganization, aVisitor, type TestMember } from '../../identity/testing/builders.ts'
import type { Config } from '../../infra/config.ts'
import type { Services } from '../../infra/services.ts'
import type { Caller } from './matrix.ts'
import type { TestServer } from './test-server.ts'

/** One organization with a place to be in, from whose ids inputs are made. */
export interface Scene {
  /** Of the server under test. */
  config: Config
  services: Services
  database: TestDatabase
  organizationId: OrganizationId
  spaceId: SpaceId
  roomId: RoomId
  owner: TestMember
}

export async function aScene({ services, config }: TestServer, database: TestDatabase): Promise<Scene> {
  const organizationId = await anOrganization(services)
  const owner = await aMember(services, organizationId, { role: 'owner', name: 'First Owner' })
  const place = await aPlace(services, organizationId)
  return { config, services, database, organizationId, ...place, owner }
}

async function aPlace(services: Services, organizationId: OrganizationId): Promise<{ spaceId: SpaceId; roomId: RoomId }> {
  const [spaceId, roomId] = [newId<SpaceId>(), newId<RoomId>()]
  const map = { width: 640, height: 640, spawn: { x: 320, y: 320 }, walls: [], doors: [], furniture: [], portals: [] }
  await inOrganization(services.db, organizationId, async (tx) => {
    const space = { organization_id: organizationId, id: spaceId, name: 'Office', map: jsonb(map) as never }
    await tx.insertInto('space').values(space).execute()
    const room = { organization_id: organizationId, id: roomId, space_id: spaceId, name: 'Library', x: 64, y: 64, width: 128, height: 128 }
    await tx.insertInto('room').values(room).execute()
  })
  return { spaceId, roomId }
}

/** A visitor of another space of the same organization. */
export async function aVisitorNextDoor(server: TestServer, { services, organizationId }: Scene): Promise<string> {
  const { spaceId } = await aPlace(services, organizationId)
  return server.cookieOf(await aVisitor(services, organizationId, { spaceId }))
}

/** Somebody new of that kind, and what their browser sends; null for strangers. */
export async function aCaller(server: TestServer, scene: Scene, caller: Caller): Promise<string | null> {
  const { services, organizationId, spaceId } = scene
  if (caller === 'stranger') return null
  if (caller === 'visitor') return server.cookieOf(await aVisitor(services, organizationId, { spaceId }))
  if (caller !== 'outsider') return server.cookieOf(await aMember(services, organizationId, { role: caller, name: `Some ${caller}` }))
  const [userId, email] = [newId<UserId>(), `${newId()}@outside.example`]
  return server.cookieOf({ ...scene.owner, userId, email, name: 'An Outsider' })
}

/** Every row of the organization, by its table, asked for hundreds of times in one run; how far a worker has read the feed is no change of anybody's. */
export async function fingerprint({ database, organizationId }: Scene): Promise<Record<string, string[]>> {
  await everybodyHasLeft({ database, organizationId })
  await everythingDueIsDone({ database, organizationId })
  const parts = (await tablesOf(database)).map(
    ({ name }) => sql`select ${name}::text as name, t::text as content from ${sql.table(name)} t where organization_id = ${organizationId}`,
  )
  const rows = await database.owner.db
    .transaction()
    .execute((tx) => executeKept<{ name: string; content: string }>(tx, 'fingerprint', sql.join(parts, sql` union all `)))
  const byTable = Object.groupBy(rows, ({ name }) => name)
  return Object.fromEntries(Object.entries(byTable).map(([name, of = []]) => [name, of.map(({ content }) => content).toSorted()]))
}

/** Those of organizations; they do not change while a test runs. */
function tablesOf(database: TestDatabase): Promise<{ name: string }[]> {
  const known = tables.get(database)
  if (known) return known
  const read = sql<{ name: string }>`
    select c.relname as name from pg_class c join pg_namespace n on n.oid = c.relnamespace
    where n.nspname = 'public' and c.relkind = 'r' and c.relrowsecurity and c.relname <> 'feed_cursor' order by 1
  `.execute(database.owner.db)
  const found = read.then(({ rows }) => rows)
  tables.set(database, found)
  return found
}
const tables = new WeakMap<TestDatabase, Promise<{ name: string }[]>>()

/** Who was put into a space for an earlier call is seen off seconds after their socket has closed; until then rows change by themselves. */
async function everybodyHasLeft({ database, organizationId }: Pick<Scene, 'database' | 'organizationId'>): Promise<void> {
  const present = () =>
    database.owner.db.selectFrom('presence').select('person_id').where('organization_id', '=', organizationId).executeTakeFirst()
  while (await present()) await sleep(50)
}

/** Conversations are given to somebody, and to a policy, by a worker soon after they came. */
async function everythingDueIsDone({ database, organizationId }: Pick<Scene, 'database' | 'organizationId'>): Promise<void> {
  const due = () =>
    database.owner.db
      .selectFrom('conversation')
      .select('id')
      .where('organization_id', '=', organizationId)
      .where('due_at', '<=', new Date())
      .executeTakeFirst()
  while (await due()) await sleep(50)
}
