import { describe, expect, it } from 'vitest'
import { excerptOf } from './excerpt.rules.ts'

/** The hits in brackets. */
const marked = (line: string, asked: string) =>
  excerptOf(line, asked)
    .map(({ text, isHit }) => (isHit ? `[${text}]` : text))
    .join('')

describe('[CH8] the excerpt of what was found', () => {
  it('marks each word by its beginning, case, accents and width aside', () => {
    expect(marked('The Übergabe and the plan of planets', 'uber PLAN')).toBe('The [Über]gabe and the [plan] of [plan]ets')
    expect(marked('an airplane', 'plane')).toBe('an airplane')
    expect(marked('ｔｏｋｙｏ office', 'tok')).toBe('[ｔｏｋ]ｙｏ office')
  })

  it('marks parts of what is written without spaces', () => {
    expect(marked('明日の会議は東京です', '会議 京')).toBe('明日の[会議]は東[京]です')
  })

  it('shows the surroundings of the first hit of a long line', () => {
    const line = `${'word '.repeat(60)}needle ${'more '.repeat(60)}`
    const shown = marked(line, 'needle')
    expect(shown).toMatch(/^….*\[needle\].*…$/)
    expect(shown.length).toBeLessThan(190)
    expect(marked('x'.repeat(400), 'absent')).toBe(`${'x'.repeat(180)}…`)
  })

  it('joins hits that touch, and marks nothing for nothing', () => {
    expect(marked('aaaa', 'a aa')).toBe('[aa]aa')
    expect(marked('anything', ' ')).toBe('anything')
    expect(marked('ﬁne ﬁles 😀 fi', 'fi')).toBe('[ﬁ]ne [ﬁ]les 😀 [fi]')
  })
})
