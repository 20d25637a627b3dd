import { describe, expect, it } from 'vitest'
import { fold, mentionQueryAt, suggest } from './mention-query.rules.ts'

const people = ['Ada Lindqvist', 'Ben Okafor', 'Benedikta Ósk', 'Élodie Benoît', '田中 結衣', 'Ruben Diaz'].map((name) => ({
  id: name,
  name,
  folded: fold(name),
}))
const named = (query: string) => suggest(query, people, 8).map((person) => person.name)

describe('[CH2] the mention before the caret', () => {
  it('begins with @ or ＠ and ends at the caret', () => {
    expect(mentionQueryAt('hi @be and', 6)).toEqual({ start: 3, query: 'be' })
    expect(mentionQueryAt('＠', 1)).toEqual({ start: 0, query: '' })
    expect(mentionQueryAt('@Ben Ok', 7)).toEqual({ start: 0, query: 'Ben Ok' })
  })
  it('follows a Japanese word without a space', () => {
    expect(mentionQueryAt('これは＠田', 5)).toEqual({ start: 3, query: '田' })
  })
  it('is not an e-mail address, an @ before a space, or one of the line above', () => {
    expect(mentionQueryAt('ada@exam', 8)).toBeNull()
    expect(mentionQueryAt('see @ 5', 7)).toBeNull()
    expect(mentionQueryAt('@ben\nok', 7)).toBeNull()
    expect(mentionQueryAt('nothing', 7)).toBeNull()
  })
})

describe('[CH2] completing people', () => {
  it('prefers the beginning of the name, then of a word, then the inside', () => {
    expect(named('ben')).toEqual(['Ben Okafor', 'Benedikta Ósk', 'Élodie Benoît', 'Ruben Diaz'])
  })
  it('does not care for accents, case or width', () => {
    expect(named('elodie')).toEqual(['Élodie Benoît'])
    expect(named('ＡＤＡ')).toEqual(['Ada Lindqvist'])
    expect(named('結衣')).toEqual(['田中 結衣'])
  })
  it('offers everybody before anything is typed', () => expect(named('')).toHaveLength(6))
})
