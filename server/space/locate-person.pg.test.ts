import { expect, it, vi } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { NOTHING } from '@atrium/shared/space/interest.rules.ts'
import { actorOf, aVisitor } from '../identity/testing/builders.ts'
import { aSpace } from './testing/builders.ts'
import { useOffice } from './testing/office.ts'

const anOffice = useOffice(useTestDatabase())

it('[SP6, SP7] who is out of sight is located where they stand now, and walked after wherever they go', async () => {
  const { space, ada, ben, enter, as } = await anOffice()
  const [hers, his] = [await enter(ada, space.id), await enter(ben, space.id)]
  hers.tab.look(NOTHING, his.presence.slot)
  his.tab.walk(410, 320)
  expect(await as(ada).locatePerson({ personId: ben.personId })).toEqual({ x: 410, y: 320 })
  await vi.waitFor(() => expect(hers.tab.lastOf(his.presence.slot)).toMatchObject({ x: 410, y: 320 }))
})

it('[SP6, ID4] nobody is located from another space, nor by a visitor of another', async () => {
  const { services, organizationId, space, ada, ben, enter, as } = await anOffice()
  const second = await aSpace(services, organizationId, { name: 'Second floor' })
  const visitor = actorOf(await aVisitor(services, organizationId, { spaceId: second.id, name: 'Vera' }))
  await enter(ada, space.id)
  await enter(ben, second.id)
  await enter(visitor, second.id)
  await expect(as(ben).locatePerson({ personId: ada.personId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  await expect(as(visitor).locatePerson({ personId: ada.personId })).rejects.toMatchObject({ code: 'NOT_FOUND' })
  expect(await as(visitor).locatePerson({ personId: ben.personId })).toMatchObject({ x: expect.any(Number) })
})
