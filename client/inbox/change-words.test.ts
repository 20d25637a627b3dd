import { expect, it } from 'vitest'
import type { MemberId, TagId, TeamId } from '@atrium/shared/ids.ts'
import { changeWords, saidOf, type ChangeNames } from './change-words.rules.ts'

const me = 'me' as MemberId
const names: ChangeNames = { me, nowMs: 0, nameOf: (id) => `<${id}>` }

it('[IN8] says what a change makes of one conversation or of several', () => {
  const words = changeWords({ status: 'closed' }, names)
  expect(saidOf({ count: 1, number: 12 }, words)).toBe('#12 is closed.')
  expect(saidOf({ count: 3, number: 12 }, words)).toBe('3 conversations are closed.')
  expect(changeWords({ assigneeId: me }, names)).toBe('assigned to you')
  expect(changeWords({ assigneeId: null, teamId: null }, names)).toBe('assigned to nobody and of no team')
  expect(changeWords({ status: 'snoozed', snoozedUntil: 1 }, names)).toMatch(/^snoozed until /)
  const many = { assigneeId: 'ben' as MemberId, teamId: 't' as TeamId, priority: 'high', addTagIds: ['a' as TagId, 'b' as TagId] } as const
  expect(changeWords({ ...many, addTagIds: [...many.addTagIds] }, names)).toBe(
    'assigned to <ben>, of high priority, given to <t> and tagged <a>, <b>',
  )
  expect(changeWords({ removeTagIds: ['a' as TagId] }, names)).toBe('no longer tagged <a>')
  expect(changeWords({}, names)).toBe('')
})
