import { expect, it } from 'vitest'
import { slugOf } from './slug.rules.ts'

const id = '00000000-0000-7000-8000-0000deadbeef'

it('makes a slug of letters and digits that no other organization has', () => {
  expect(slugOf('Northwind Trading, Ltd.', id)).toBe('northwind-trading-ltd-deadbeef')
  expect(slugOf('Bäckerei Größe', id)).toBe('backerei-gro-e-deadbeef')
  expect(slugOf('株式会社', id)).toBe('office-deadbeef')
})
