import { expect, it } from 'vitest'
import { lastDays, rowName, shareWords, spanWords } from './report-words.rules.ts'

it('[IN13] says how long things took, in what people count in', () => {
  const minute = 60_000
  expect([null, 0, 45_400, 12 * minute, 90 * minute, 47 * 60 * minute, 50 * 60 * minute].map(spanWords)).toEqual([
    ...['–', '0 s', '45 s', '12 min', '1.5 h', '47 h', '2.1 d'],
  ])
  expect([shareWords(0, 0), shareWords(19, 20)]).toEqual(['–', '95 %'])
})

it('[IN13] names what has no customer and is nobody’s', () => {
  expect(rowName('customer', { key: null, name: null })).toBe('No customer')
  expect(rowName('agent', { key: null, name: null })).toBe('Nobody')
  expect(rowName('channel', { key: '#support-acme', name: null })).toBe('#support-acme')
  expect(rowName('day', { key: '2026-11-30', name: null })).toContain('30')
})

it('[IN13] the last days end today, across the end of a month', () => {
  expect(lastDays(7, new Date(2026, 2, 3, 23, 59))).toEqual({ from: '2026-02-25', until: '2026-03-03' })
})
