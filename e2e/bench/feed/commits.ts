import { sql } from 'kysely'
import { connect } from '@atrium/db/connect.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { newId, type OrganizationId } from '@atrium/shared/ids.ts'
import { createInProcessBus } from '@atrium/server/infra/bus.ts'
import { appendChange } from '@atrium/server/realtime/append-change.ts'
import { commitInOrganization } from '@atrium/server/realtime/commit.ts'

/**
 * Writers commit one after the other, each to its own organization or all to one. `argv[3]`: `plain` (one insert), `feed` (one insert and one
 * change, Atrium's own way), `notify` (one insert, and NOTIFY inside the transaction). `argv[4]`: `one` or `many` organizations. `argv[5]`, `argv[6]`:
 * how many writers, for how many seconds.
 */
const [, , url = '', mode = 'plain', spread = 'many', writers, forSeconds] = process.argv
const WRITERS = Number(writers)
const SECONDS = Number(forSeconds)
const { db, close } = connect({ url, role: 'app', poolSize: WRITERS })
const services = { db, bus: createInProcessBus() }
const organizations = await Promise.all(Array.from({ length: spread === 'one' ? 1 : WRITERS }, found))

async function found(): Promise<OrganizationId> {
  const id = newId<OrganizationId>()
  await inOrganization(db, id, async (tx) => {
    await tx.insertInto('organization').values({ organization_id: id, name: 'Bench', slug: id }).execute()
    await tx.insertInto('organization_head').values({ organization_id: id }).execute()
  })
  return id
}

const insertInto = (organization_id: OrganizationId) => {
  const id = newId()
  return { organization_id, id, name: `Somebody ${id}` }
}
const write = {
  plain: (id: OrganizationId) => inOrganization(db, id, (tx) => tx.insertInto('customer').values(insertInto(id)).execute()),
  feed: (id: OrganizationId) => commitOne(id),
  notify: (id: OrganizationId) =>
    inOrganization(db, id, async (tx) => {
      await tx.insertInto('customer').values(insertInto(id)).execute()
      await sql`select pg_notify('changes', ${id})`.execute(tx)
    }),
}[mode as 'plain' | 'feed' | 'notify']

function commitOne(id: OrganizationId): Promise<unknown> {
  return commitInOrganization(services, id, async (tx) => {
    const row = insertInto(id)
    await tx.insertInto('customer').values(row).execute()
    const customer = { id: row.id as never, name: row.name, ownerId: null, archivedAt: null, rev: 1 }
    appendChange(tx, { kind: 'inbox.customerChanged', audience: ['members'], entityId: row.id, rev: 1, payload: { customer } })
  })
}

/** @returns commits a second */
async function commitFor(seconds: number): Promise<number> {
  const until = performance.now() + seconds * 1000
  let commits = 0
  const writeOn = async (id: OrganizationId | undefined) => {
    while (id && performance.now() < until) {
      await write(id)
      commits += 1
    }
  }
  await Promise.all(Array.from({ length: WRITERS }, (_, writer) => writeOn(organizations[writer % organizations.length])))
  return Math.round(commits / seconds)
}

await commitFor(1)
const commitsPerSecond = await commitFor(SECONDS)
await close()
console.log(JSON.stringify({ commitsPerSecond }))
