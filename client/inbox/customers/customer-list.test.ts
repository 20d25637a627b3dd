import { expect, it } from 'vitest'
import { newId, type ConversationId, type CustomerId } from '@atrium/shared/ids.ts'
import { MOST_COUNTED } from '@atrium/shared/inbox/customers.ts'
import { activityAfter, isListed, openCount } from './customer-list.rules.ts'

const id = () => newId<ConversationId>()

it('[IN12] the number of open conversations follows what happens, and a conversation counts once', () => {
  const one = id()
  const opened = activityAfter({ openIds: [], lastActivityAt: null }, { id: one, status: 'open', lastActivityAt: 5 })
  expect([openCount(opened), opened.lastActivityAt]).toEqual(['1', 5])
  const again = activityAfter(opened, { id: one, status: 'pending', lastActivityAt: 9 })
  expect([openCount(again), again.lastActivityAt]).toEqual(['1', 9])
  const closed = activityAfter(again, { id: one, status: 'closed', lastActivityAt: 7 })
  expect([openCount(closed), closed.lastActivityAt]).toEqual(['', 9])
})

it('[IN12] beyond what is counted there are more', () => {
  const openIds = Array.from({ length: MOST_COUNTED + 1 }, id)
  expect(openCount({ openIds, lastActivityAt: 1 })).toBe('50+')
  expect(openCount(activityAfter({ openIds, lastActivityAt: 1 }, { id: id(), status: 'open', lastActivityAt: 2 }))).toBe('50+')
  expect(openCount({ openIds: openIds.slice(1), lastActivityAt: 1 })).toBe('50')
})

it('[IN12] a list shows whom it asks for', () => {
  const acme = { id: newId<CustomerId>(), name: 'Acme Robotics', ownerId: null, archivedAt: null, rev: 1 }
  expect(isListed(acme, { words: ' ROBO', archived: false })).toBe(true)
  expect(isListed(acme, { words: 'globex', archived: false })).toBe(false)
  expect(isListed(acme, { words: '', archived: true })).toBe(false)
  expect(isListed({ ...acme, archivedAt: 7 }, { words: '', archived: true })).toBe(true)
})
