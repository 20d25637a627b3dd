import { expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { actorOf, aVisitor } from '../identity/testing/builders.ts'
import { changeGroups } from './change-groups.ts'
import { commitInOrganization } from '../realtime/commit.ts'
import { newId, type GroupId } from '@atrium/shared/ids.ts'
import { aSpace } from './testing/builders.ts'
import { useOffice } from './testing/office.ts'

const database = useTestDatabase()
const anOffice = useOffice(database)
const holding = <T>(check: () => T | Promise<T>) => vi.waitFor(check, { timeout: 30_000 })

it('[SP5] standing near each other makes a group, which is told to the space and ends when one walks away', async () => {
  const { space, ada, ben, someone, enter, rowOf, feed } = await anOffice()
  const cy = await someone('Cy')
  const [hers, his, theirs] = [await enter(ada, space.id), await enter(ben, space.id), await enter(cy, space.id)]
  hers.tab.walk(300, 600)
  his.tab.walk(340, 600)
  theirs.tab.walk(700, 600)
  await holding(async () => expect((await rowOf(ada))?.group_id).toEqual(expect.any(String)))
  const groupId = (await rowOf(ada))?.group_id
  expect((await rowOf(ben))?.group_id).toBe(groupId)
  expect((await rowOf(cy))?.group_id).toBeNull()
  const told = (await feed('space.presenceChanged')).filter(({ payload }) => payload.presence.groupId === groupId)
  expect(told.map(({ payload }) => payload.presence.person.name).toSorted()).toEqual(['Ada', 'Ben'])
  expect(told[0]?.audience).toEqual([`space:${space.id}`, `map:${space.id}`])
  his.tab.walk(300, 800)
  await holding(async () => expect([(await rowOf(ada))?.group_id, (await rowOf(ben))?.group_id]).toEqual([null, null]))
})

it('[SP5] a room keeps who is in it apart from who stands before its door', async () => {
  const { space, ada, ben, someone, enter, rowOf } = await anOffice()
  const cy = await someone('Cy')
  const tabs = [await enter(ada, space.id), await enter(ben, space.id), await enter(cy, space.id)].map(({ tab }) => tab)
  tabs[0]?.walk(905, 200)
  tabs[1]?.walk(880, 200)
  tabs[2]?.walk(945, 200)
  await holding(async () => expect((await rowOf(cy))?.group_id).toEqual(expect.any(String)))
  expect((await rowOf(ada))?.group_id).toBe((await rowOf(cy))?.group_id)
  expect((await rowOf(ben))?.group_id).toBeNull()
})

it('[SP5] who has gone to another space is in no group of the one they left', async () => {
  const { services, organizationId, space, ada, ben, enter, rowOf } = await anOffice()
  const second = await aSpace(services, organizationId, { name: 'Second floor' })
  await enter(ada, space.id)
  await enter(ben, second.id)
  const groupId = newId<GroupId>()
  const changes = [ada, ben].map(({ personId }) => ({ personId, groupId }))
  await commitInOrganization(services, organizationId, (tx) => changeGroups(tx, { organizationId, spaceId: space.id }, changes))
  expect((await rowOf(ada))?.group_id).toBe(groupId)
  expect((await rowOf(ben))?.group_id).toBeNull()
  await enter(ada, second.id)
  expect((await rowOf(ada))?.group_id).not.toBe(groupId)
})

it('[SP5, ID4] a visitor stands together with whom they stand near', async () => {
  const { services, organizationId, space, ada, enter, rowOf } = await anOffice()
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: space.id }))
  const [hers, theirs] = [await enter(ada, space.id), await enter(visitor, space.id)]
  hers.tab.walk(300, 600)
  theirs.tab.walk(340, 600)
  await holding(async () => expect((await rowOf(visitor))?.group_id).toEqual(expect.any(String)))
  expect((await rowOf(visitor))?.group_id).toBe((await rowOf(ada))?.group_id)
})
