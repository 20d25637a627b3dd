import { describe, expect, it } from 'vitest'
import type { PersonId } from '@atrium/shared/ids.ts'
import { dayLabel, startsDay, startsGroup, timeLabel, whenLabel } from './message-groups.rules.ts'

const [ada, ben] = ['ada' as PersonId, 'ben' as PersonId]
const at = (iso: string, authorId = ada) => ({ authorId, createdAt: new Date(iso).getTime(), deletedAt: null })
const first = at('2026-03-02T10:00:00')

describe('grouping messages', () => {
  it('puts what one person writes in a row under one name', () => {
    expect(startsGroup(undefined, first)).toBe(true)
    expect(startsGroup(first, at('2026-03-02T10:04:00'))).toBe(false)
    expect(startsGroup(first, at('2026-03-02T10:06:00'))).toBe(true)
    expect(startsGroup(first, at('2026-03-02T10:01:00', ben))).toBe(true)
  })
  it('begins every day with its name', () => {
    expect(startsDay(first, at('2026-03-03T00:00:01'))).toBe(true)
    expect(startsGroup(at('2026-03-02T23:59:59'), at('2026-03-03T00:00:01'))).toBe(true)
    const now = new Date('2026-03-02T12:00:00').getTime()
    expect(dayLabel(first.createdAt, now)).toBe('Today')
    expect(dayLabel(new Date('2026-03-01T23:00:00').getTime(), now)).toBe('Yesterday')
    expect(dayLabel(new Date('2025-12-24T23:00:00').getTime(), now)).toContain('2025')
  })
  it('says when a chat was last written in, as short as a list wants it', () => {
    const now = new Date('2026-03-02T12:00:00').getTime()
    const when = (iso: string) => whenLabel(new Date(iso).getTime(), now)
    expect(when('2026-03-02T10:00:00')).toBe(timeLabel(first.createdAt))
    expect(when('2026-03-01T10:00:00')).toBe('Yesterday')
    expect(when('2026-02-26T10:00:00')).toBe(new Date('2026-02-26').toLocaleDateString(undefined, { weekday: 'long' }))
    expect(when('2026-02-03T10:00:00')).not.toContain('2026')
    expect(when('2025-02-03T10:00:00')).toContain('2025')
  })
})
