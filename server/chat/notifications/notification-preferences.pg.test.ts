import { expect, it } from 'vitest'
import { useTestDatabase } from '@atrium/db/testing/test-database.ts'
import { inOrganization } from '@atrium/db/transaction.ts'
import { DEFAULT_PREFERENCES, type NotificationPreferences } from '@atrium/shared/chat/notification-preferences.ts'
import { actorOf, aMember, anOrganization, testServices, type TestMember } from '../../identity/testing/builders.ts'
import { commitInOrganization } from '../../realtime/commit.ts'
import { feedOf } from '../../realtime/testing/feed-of.ts'
import { notificationPreferences } from './notification-preferences.ts'
import { setNotificationPreferences } from './set-notification-preferences.ts'

const database = useTestDatabase()
const NIGHT = { from: 22 * 60, until: 7 * 60, timeZone: 'Australia/Lord_Howe' }
const WISH: NotificationPreferences = { ways: { app: ['place'], desktop: [], sound: ['name', 'group'] }, quietHours: NIGHT }

async function anOffice() {
  const organizationId = await anOrganization(testServices(database()))
  const [ada, ben] = [await aMember(testServices(database()), organizationId), await aMember(testServices(database()), organizationId)]
  const choose = (member: TestMember, wish: NotificationPreferences) =>
    commitInOrganization(testServices(database()), organizationId, (tx) => setNotificationPreferences(tx, actorOf(member), wish))
  const chosen = (member: TestMember) =>
    inOrganization(database().app.db, organizationId, (tx) => notificationPreferences(tx, actorOf(member)))
  return { organizationId, ada, ben, choose, chosen }
}

it('[CH6] what notifies is each member’s own choice: the defaults until they make one, then the last', async () => {
  const { ada, ben, choose, chosen } = await anOffice()
  expect(await chosen(ada)).toEqual(DEFAULT_PREFERENCES)
  await choose(ada, WISH)
  expect(await chosen(ada)).toEqual({ ...WISH, rev: 1 })
  expect(await choose(ada, { ...WISH, quietHours: null })).toEqual({ ...WISH, quietHours: null, rev: 2 })
  expect(await chosen(ada)).toMatchObject({ quietHours: null, rev: 2 })
  expect(await chosen(ben)).toEqual(DEFAULT_PREFERENCES)
})

it('[CH6] a choice is told to the tabs of who made it, and to nobody else', async () => {
  const { organizationId, ada, choose } = await anOffice()
  await choose(ada, WISH)
  const told = await feedOf(database().owner, organizationId, 'chat.notificationPreferencesChanged')
  expect(told).toEqual([{ audience: [`person:${ada.id}`], rev: 1, payload: { preferences: { ...WISH, rev: 1 } } }])
})

it('[CH6] quiet hours have two ends and a time zone that is known', async () => {
  const { ada, choose, chosen } = await anOffice()
  const night = (changed: object) => choose(ada, { ...WISH, quietHours: { ...NIGHT, ...changed } })
  await expect(night({ until: NIGHT.from })).rejects.toThrow('two different times')
  await expect(night({ timeZone: 'Europe/Atlantis' })).rejects.toThrow('"Europe/Atlantis" is no time zone')
  expect(await chosen(ada)).toEqual(DEFAULT_PREFERENCES)
})
