import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { newId, type OrganizationId, type RoomId, type SpaceId } from '@atrium/shared/ids.ts'
import { jsonb } from '../json.ts'
import { useTestDatabase } from '../testing/test-database.ts'
import { up } from './0029-map-editor.ts'

const database = useTestDatabase()

it('gives pieces of older maps ids, and rooms the floors that filled them', async () => {
  const { db } = database().owner
  await sql`alter table room drop column floor, drop column removed_at`.execute(db)
  await sql`alter table space drop column archived_at`.execute(db)
  const organizationId = newId<OrganizationId>()
  const [spaceId, place] = [newId<SpaceId>(), { x: 0, y: 0, width: 320, height: 320 }]
  const floor = { kind: 'wood', solid: false }
  const furniture = [
    { ...floor, ...place },
    { ...floor, x: 0, y: 320, width: 100, height: 100 },
    { kind: 'desk', solid: true, x: 32, y: 32, width: 96, height: 48 },
  ]
  const map = { width: 640, height: 640, spawn: { x: 100, y: 100 }, walls: [{ x: 0, y: 0, width: 640, height: 16 }], furniture }
  await db.insertInto('organization').values({ organization_id: organizationId, name: 'Acme', slug: 'acme' }).execute()
  await db
    .insertInto('space')
    .values({ organization_id: organizationId, id: spaceId, name: 'Floor', map: jsonb(map) as never })
    .execute()
  const key = { organization_id: organizationId, space_id: spaceId, id: newId<RoomId>() }
  await db
    .insertInto('room')
    .values({ ...key, name: 'Library', ...place })
    .execute()
  await up(db as never)
  expect(await db.selectFrom('room').select(['name', 'floor']).execute()).toEqual([{ name: 'Library', floor: 'wood' }])
  const id = expect.stringMatching(/^[0-9a-f-]{36}$/)
  expect(await db.selectFrom('space').select('map').execute()).toEqual([
    {
      map: {
        width: 640,
        height: 640,
        spawn: { x: 100, y: 100 },
        walls: [{ id, x: 0, y: 0, width: 640, height: 16 }],
        doors: [],
        portals: [],
        furniture: [
          { id, kind: 'wood', x: 0, y: 320, width: 100, height: 100, solid: false },
          { id, kind: 'desk', x: 32, y: 32, width: 96, height: 48, solid: true },
        ],
      },
    },
  ])
  const forced = await sql<{
    name: string
  }>`select relname as name from pg_class where relname in ('room', 'space') and relforcerowsecurity`.execute(db)
  expect(forced.rows).toHaveLength(2)
})
