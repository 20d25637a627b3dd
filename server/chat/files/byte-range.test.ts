import { expect, it } from 'vitest'
import { byteRangeOf } from './byte-range.rules.ts'

it.each([
  [undefined, null],
  ['bytes=0-99', { first: 0, last: 99 }],
  ['bytes=990-', { first: 990, last: 999 }],
  ['bytes=-10', { first: 990, last: 999 }],
  ['bytes=-5000', { first: 0, last: 999 }],
  ['bytes=5-5000', { first: 5, last: 999 }],
  ['bytes=1000-', 'unsatisfiable'],
  ['bytes=-0', 'unsatisfiable'],
  ['bytes=9-5', null],
  ['bytes=0-1,5-6', null],
  ['bytes=-', null],
  ['lines=0-1', null],
])('[CH1] reads %j of a thousand bytes', (header, range) => {
  expect(byteRangeOf(header, 1_000)).toEqual(range)
})
