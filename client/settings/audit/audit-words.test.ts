import { describe, expect, it } from 'vitest'
import { actionWords, detailWords } from './audit-words.rules.ts'

describe('the words of the audit log', () => {
  it('[ID5] reads as a sentence', () => expect(actionWords('member.roleChanged')).toBe('changed the role of'))
  it('[ID5] reads what it does not know', () => expect(actionWords('incident.snoozedLate')).toBe('incident: snoozed late'))
  it('[ID5] leaves out ids and lists', () => {
    expect(detailWords({ from: 'member', to: 'admin', memberId: 'x', scopes: ['a'] })).toBe('from member, to admin')
    expect(detailWords({})).toBe('')
  })
})
