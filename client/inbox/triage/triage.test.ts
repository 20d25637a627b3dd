import { expect, it } from 'vitest'
import type { SlaPolicyId } from '@atrium/shared/ids.ts'
import type { SlaTimerView, SlaView } from '@atrium/shared/inbox/sla.ts'
import { lengthWords, pressing, timerWords } from './sla-words.rules.ts'
import { snoozeChoices } from './snooze.rules.ts'

const NOW_MS = Date.parse('2026-11-30T10:00:00Z')
const MINUTE_MS = 60_000
const timer = (given: Partial<SlaTimerView>): SlaTimerView => ({ state: 'running', dueAt: null, leftMs: null, ended: false, ...given })
const sla = (timers: SlaView['timers']): SlaView => ({ policyId: 'p' as SlaPolicyId, state: 'running', timers })

it('[IN6] a line of the list says the most pressing of what is owed', () => {
  const soon = timer({ state: 'warning', dueAt: NOW_MS + 8 * MINUTE_MS })
  const later = timer({ dueAt: NOW_MS + 26 * 60 * MINUTE_MS })
  expect(pressing(sla({ firstReply: soon, resolution: later }), NOW_MS)).toEqual({ text: 'First reply in 8 min', tone: 'warn' })
  expect(pressing(sla({ firstReply: { ...soon, ended: true }, resolution: later }), NOW_MS)).toEqual({
    text: 'Resolution in 26 h',
    tone: 'plain',
  })
  const late = timer({ state: 'breached', dueAt: NOW_MS - 3 * MINUTE_MS })
  expect(pressing(sla({ nextReply: late }), NOW_MS)).toEqual({ text: 'Next reply 3 min late', tone: 'bad' })
  expect(pressing(sla({ firstReply: timer({ state: 'paused', leftMs: 1 }) }), NOW_MS)).toBeNull()
  expect(pressing(null, NOW_MS)).toBeNull()
})

it('[IN6] each clock says its state in words', () => {
  expect(timerWords(timer({ state: 'met', ended: true }), NOW_MS)).toEqual({ text: 'Kept', tone: 'plain' })
  expect(timerWords(timer({ state: 'breached', ended: true, dueAt: 5 }), NOW_MS)).toEqual({ text: 'Kept too late', tone: 'bad' })
  expect(timerWords(timer({ state: 'paused', leftMs: 40 * MINUTE_MS }), NOW_MS)).toEqual({ text: 'Paused, 40 min left', tone: 'plain' })
  expect([1, 59 * MINUTE_MS, 90 * MINUTE_MS, 50 * 60 * MINUTE_MS].map(lengthWords)).toEqual(['1 min', '59 min', '1 h', '2 d'])
})

it('[IN6] snoozes until times that are to come, each later than the one before, on every day of the week', () => {
  for (let day = 0; day < 14; day++) {
    const nowMs = NOW_MS + day * 24 * 60 * MINUTE_MS
    const choices = snoozeChoices(nowMs)
    expect(choices.map(({ until }) => until)).toEqual(choices.map(({ until }) => until).toSorted((one, other) => one - other))
    expect(choices.every(({ until }) => until > nowMs)).toBe(true)
    const monday = choices.find(({ label }) => label === 'Monday')
    if (monday) expect(new Date(monday.until).getDay()).toBe(1)
  }
})
