import { expect, it } from 'vitest'
import { holidaysOf, minutesText, openingOf, parseMinutes } from './policy-form.rules.ts'

it('[IN6] takes a length as people write it, and says it the same way', () => {
  const written = ['90', '90 min', '1 h 30 min', '2d', '1d 2h', '', 'soon', '1 h soon']
  expect(written.map(parseMinutes)).toEqual([90, 90, 90, 2_880, 1_560, null, undefined, undefined])
  for (const minutes of [1, 59, 60, 90, 1_440, 2_885]) expect(parseMinutes(minutesText(minutes))).toBe(minutes)
})

it('[IN6] a day ends after it begins, at the latest at midnight', () => {
  expect(openingOf('09:00', '17:30')).toEqual({ from: 540, until: 1_050 })
  expect(openingOf('00:00', '00:00')).toEqual({ from: 0, until: 1_440 })
  expect([openingOf('17:00', '09:00'), openingOf('', '09:00')]).toEqual([null, null])
  expect(holidaysOf('2026-12-25, 2026-12-26 2027-01-01 ')).toEqual(['2026-12-25', '2026-12-26', '2027-01-01'])
})
