import { describe, expect, it } from 'vitest'
import { initialsOf } from './avatar.rules.ts'

describe('initials', () => {
  it('takes the first and the last word', () => {
    expect(initialsOf('Ada Lovelace')).toBe('AL')
    expect(initialsOf('Johann Sebastian Bach')).toBe('JB')
    expect(initialsOf('  ben  ')).toBe('B')
  })
  it('keeps characters whole that are several code points', () => {
    expect(initialsOf('👩‍🚀 Kim')).toBe('👩‍🚀K')
    expect(initialsOf('éloïse dürr')).toBe('ÉD')
  })
  it('has something to show for no name', () => expect(initialsOf('   ')).toBe('?'))
})
