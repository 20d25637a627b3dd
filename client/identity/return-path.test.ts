import { expect, it } from 'vitest'
import { safeReturnPath } from './return-path.ts'

it('never leads to another site after signing in', () => {
  expect(safeReturnPath('/invitation/abc')).toBe('/invitation/abc')
  for (const bad of [undefined, '', 'https://evil.example', '//evil.example', '/\\evil.example', 'javascript:alert(1)'])
    expect(safeReturnPath(bad)).toBe('/')
})
