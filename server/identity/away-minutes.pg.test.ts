import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { feedOf } from '../realtime/testing/feed-of.ts'
import { aSpace } from '../space/testing/builders.ts'
import { setAwayMinutes } from './set-away-minutes.ts'
import { actorOf, aMember, anOrganization, testServices } from './testing/builders.ts'

const database = useTestDatabase()

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
