import { sql } from 'kysely'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { asWorker, inOrganization } from '@atrium/db/transaction.ts'
import { startSandbox, type Sandbox } from '@atrium/sandbox/start-sandbox.ts'
import type { OrganizationId } from '@atrium/shared/ids.ts'
import { appRouter } from './router.ts'
import { callAnything } from './testing/call-anything.ts'
import { callOverSocket } from './testing/call-over-socket.ts'
import { fillTable } from './testing/fill-table.ts'
import { aCaller, aScene, type Scene } from './testing/matrix-scene.ts'
import { listProcedures } from './testing/matrix.ts'
import { SAMPLES } from './testing/sample-inputs.ts'
import { startTestServer, type TestServer } from './testing/test-server.ts'

const database = useTestDatabase()
let slack: Sandbox
let server: TestServer
let home: Scene
let tables: string[]
/** Where workers look for work, whosever it is; in every other table they see nothing. */
const FOR_WORKERS = [
  'conversation',
  'delivery',
  'delivery_gate',
  'delivery_lane',
  'escalation',
  'file',
  'hidden_position',
  'organization',
  'organization_head',
  'knock',
  'presence',
  'slack_app',
  'slack_channel',
  'slack_fetch',
  'slack_held_message',
  'slack_import',
  'slack_inbox',
  'slack_installation',
  'slack_link',
  'slack_profile',
  'slack_reconcile',
  'webhook_endpoint',
]

beforeAll(async () => {
  slack = await startSandbox()
  const config = { slackApiUrl: `${slack.url}/api/`, slackAuthorizeUrl: `${slack.url}/oauth/v2/authorize` }
  server = await startTestServer(database(), config)
  home = await aScene(server, database())
  const elsewhere = await aScene(server, database())
  for (const scene of [home, elsewhere]) await doEverything(scene)
  // From here on nobody works: what is counted stays as it is.
  await server.running.close()
  const { rows } = await sql<{ name: string }>`
    select relname as name from pg_class join pg_namespace on pg_namespace.oid = relnamespace
    where nspname = 'public' and relkind in ('r', 'p') and relname not like 'kysely%' order by 1
  `.execute(database().owner.db)
  tables = rows.map(({ name }) => name)
  // What visitors, Slack and the workers would leave behind.
  for (const { organizationId } of [home, elsewhere])
    for (const table of tables) if (!(await hasRowsOf(table, organizationId))) await fillTable(database(), table, organizationId)
})
afterAll(() => slack.close())

/** Calls every procedure once, as an owner. */
async function doEverything(scene: Scene): Promise<void> {
  for (const procedure of listProcedures(appRouter)) {
    const { input: make, onSocketAfter } = SAMPLES[procedure.path] ?? {}
    const [cookie, input] = [await aCaller(server, scene, 'owner'), await make?.(scene)]
    if (onSocketAfter) await callOverSocket(server.url, cookie, [...onSocketAfter(scene), { ...procedure, input }])
    else await callAnything(server.url, procedure, { cookie, input })
  }
}

async function hasRowsOf(table: string, organizationId: OrganizationId): Promise<boolean> {
  return (await organizationsIn(table).execute(database().owner.db)).rows.some(({ id }) => id === organizationId)
}

const organizationsIn = (table: string) => sql<{ id: string }>`select distinct organization_id as id from ${sql.table(table)}`

describe('[ID2] row security', () => {
  it('shows no row of another organization in any table, whatever is asked', async () => {
    const seen = await inOrganization(database().app.db, home.organizationId, async (tx) => {
      const found: Record<string, string[]> = {}
      for (const table of tables) found[table] = (await organizationsIn(table).execute(tx)).rows.map(({ id }) => id)
      return found
    })
    for (const [table, ids] of Object.entries(seen))
      expect(
        ids.filter((id) => id !== home.organizationId),
        table,
      ).toEqual([])
    expect(tables.filter((table) => seen[table]?.length === 0)).toEqual([])
  })

  it('hides what is there: to the owner of the tables, every one has rows of both', async () => {
    const lonely: string[] = []
    for (const table of tables) if ((await organizationsIn(table).execute(database().owner.db)).rows.length < 2) lonely.push(table)
    expect(lonely).toEqual([])
  })

  it('neither changes nor removes a row of another organization, whatever is said', async () => {
    const countOf = async (table: string) => {
      const { rows } = await sql<{ rows: number }>`
        select count(*) as rows from ${sql.table(table)} where organization_id <> ${home.organizationId}`.execute(database().owner.db)
      return rows[0]?.rows
    }
    for (const table of tables) {
      const before = await countOf(table)
      const removing = inOrganization(database().app.db, home.organizationId, async (tx) => {
        await sql`delete from ${sql.table(table)} where organization_id <> ${home.organizationId}`.execute(tx)
      })
      await removing.catch((error: unknown) => expect(String(error), table).toMatch(/permission denied/))
      expect(await countOf(table), table).toBe(before)
    }
  })

  it('shows workers only what they look for work in', async () => {
    const seen: string[] = []
    for (const table of tables) {
      const rows = await asWorker(database().app.db, async (tx) => (await organizationsIn(table).execute(tx)).rows)
      if (rows.length > 0) seen.push(table)
    }
    expect(seen.filter((table) => !FOR_WORKERS.includes(table))).toEqual([])
  })
})
