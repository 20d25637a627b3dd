import { describe, expect, it } from 'vitest'
import { linesOf, shortened } from './text.rules.ts'

describe('text on the map', () => {
  it('is cut by characters as people see them', () => {
    expect(shortened('Ada Lindqvist', 20)).toBe('Ada Lindqvist')
    expect(shortened('Maximiliane von Hohenfels', 12)).toBe('Maximiliane…')
    expect(shortened('👩‍🚀👩‍🚀👩‍🚀', 2)).toBe('👩‍🚀…')
  })
  const lines = (text: string, most = 2) => linesOf(text, { width: 10, most, widthOf: (part) => part.length })
  it('is broken between words', () => {
    expect(lines('one two')).toEqual(['one two'])
    expect(lines('lunch at noon?')).toEqual(['lunch at', 'noon?'])
    expect(lines('')).toEqual([''])
  })
  it('ends with an ellipsis when it is longer than its lines, and no line is wider than it may be', () => {
    expect(lines('we are all going to lunch now')).toEqual(['we are all', 'going to…'])
    for (const text of ['a'.repeat(40), 'お昼ごはんをみんなで食べに行きませんか、駅前のお店です', 'x '.repeat(40)]) {
      expect(lines(text).every((line) => line.length <= 10)).toBe(true)
      expect(lines(text).at(-1)).toMatch(/…$/)
    }
  })
})
