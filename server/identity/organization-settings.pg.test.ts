import { sql } from 'kysely'
import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import type { Tx } from '@atrium/db/transaction.ts'
import type { MemberActor } from '@atrium/shared/identity/actor.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aSpace } from '../space/testing/builders.ts'
import { renameOrganization } from './rename-organization.ts'
import { setAwayMinutes } from './set-away-minutes.ts'
import { setGroupMentions } from './set-group-mentions.ts'
import { actorOf, aMember, anOrganization, testServices } from './testing/builders.ts'

const database = useTestDatabase()

interface Said {
  address: string
  nowMs: number
}

it('[SP3, ID5] after how long one is away is decided for the organization, told to everybody in it, and stands in the audit log once', async () => {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const space = await aSpace(services, organizationId)
  const ada = actorOf(await aMember(services, organizationId, { role: 'admin' }))
  const set = (minutes: number) =>
    commitInOrganization(services, organizationId, (tx) => setAwayMinutes(tx, ada, { minutes, address: '127.0.0.1', nowMs: Date.now() }))
  expect(await set(10)).toMatchObject({ awayMinutes: 10 })
  expect(await set(30)).toMatchObject({ awayMinutes: 30, groupMentions: true })
  await set(30)
  expect(await feedOf(database().owner, organizationId, 'identity.organizationChanged')).toMatchObject([
    { audience: ['members', `space:${space.id}`, `map:${space.id}`], payload: { organization: { awayMinutes: 30 } } },
  ])
  const audit = await database()
    .owner.db.selectFrom('audit_entry')
    .select(['action', 'detail'])
    .where('organization_id', '=', organizationId)
    .execute()
  expect(audit).toEqual([{ action: 'organization.awayMinutesChanged', detail: { from: 10, to: 30 } }])
})

it.each([
  ['the minutes', (tx: Tx, actor: MemberActor, said: Said) => setAwayMinutes(tx, actor, { minutes: 30, ...said })],
  ['the name', (tx: Tx, actor: MemberActor, said: Said) => renameOrganization(tx, actor, { name: 'Southwind', ...said })],
])('[SP3, CH4, ID3] what another says of an organization at the same moment is not told as it was before: %s', async (_, change) => {
  const services = testServices(database())
  const organizationId = await anOrganization(services)
  const ada = actorOf(await aMember(services, organizationId, { role: 'admin' }))
  const said = { address: '127.0.0.1', nowMs: Date.now() }
  const [written, mayCommit] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
  const first = commitInOrganization(services, organizationId, async (tx) => {
    await setGroupMentions(tx, ada, { allowed: false, ...said })
    written.resolve()
    await mayCommit.promise
  })
  await written.promise
  const second = commitInOrganization(services, organizationId, (tx) => change(tx, ada, said))
  const waiting = async () => (await sql`select from pg_locks where not granted`.execute(database().owner.db)).rows.length
  await expect.poll(waiting).toBeGreaterThan(0)
  mayCommit.resolve()
  await first
  expect(await second).toMatchObject({ groupMentions: false })
})
