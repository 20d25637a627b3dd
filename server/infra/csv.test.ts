import fc from 'fast-check'
import { expect, it } from 'vitest'
import { csvLine } from './csv.rules.ts'

it('[IN13] a line holds what was put in, quoted where it has to be, and numbers as they are', () => {
  expect(csvLine(['a', 'b "c", d', null, -3.5, 'two\nlines'])).toBe('a,"b ""c"", d",,-3.5,"two\nlines"\r\n')
})

it('[IN13] nothing that somebody is called is a formula in a spreadsheet', () => {
  fc.assert(
    fc.property(fc.constantFrom('=', '+', '-', '@', '\t', '\r', ' =', '\n='), fc.string(), (start, rest) => {
      expect(csvLine([start + rest]).replace(/^"/, '')).toMatch(/^'/)
    }),
  )
})
