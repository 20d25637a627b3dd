import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { splitMrkdwn } from './split-message.ts'

const words = 'word '.repeat(60).trim()
const anyLongText = fc
  .array(
    fc.constantFrom(
      'word',
      'longerword',
      ' ',
      ' ',
      '\n',
      '\n\n',
      '&amp;',
      '&lt;',
      '<https://a.example/x|a label>',
      '👨‍👩‍👧',
      '😀',
      'é',
      '*bold*',
      '\u{2060}*\u{2060}',
    ),
    { maxLength: 150 },
  )
  .map((pieces) => pieces.join(''))
const anyCode = fc
  .array(fc.constantFrom('text\n', 'more text ', '```\ncode\n```\n', '```\nline\nline\nline of code\n```\n'), { maxLength: 40 })
  .map((pieces) => pieces.join(''))

function withoutSpace(text: string): string {
  return text.replace(/\s/g, '')
}

describe('splitting a long message', () => {
  it('[BR8] leaves a message that fits as it is', () => {
    expect(splitMrkdwn('short', 100)).toEqual(['short'])
    expect(splitMrkdwn('')).toEqual([])
    expect(splitMrkdwn('x'.repeat(9_000))).toHaveLength(1)
    expect(splitMrkdwn('x'.repeat(9_001))).toHaveLength(2)
  })

  it('[BR8] cuts at a paragraph before a line, at a line before a word', () => {
    const paragraph = 'a'.repeat(60)
    expect(splitMrkdwn(`${paragraph}\n\n${paragraph}`, 100)).toEqual([paragraph, paragraph])
    expect(splitMrkdwn(`${paragraph}\n${paragraph} b`, 100)).toEqual([paragraph, `${paragraph} b`])
    expect(splitMrkdwn(words, 100).every((part) => /^(?:word ?)+$/.test(part))).toBe(true)
  })

  it('[BR8] keeps the indentation of what comes after the cut', () => {
    expect(splitMrkdwn(`${'a'.repeat(90)}\n    ◦ nested item`, 100)).toEqual(['a'.repeat(90), '    ◦ nested item'])
  })

  it('[BR8] closes code before the cut and opens it again after', () => {
    const code = Array.from({ length: 10 }, (_, line) => `line number ${line}`).join('\n')
    const parts = splitMrkdwn(`\`\`\`\n${code}\n\`\`\``, 100)
    expect(parts.length).toBeGreaterThan(1)
    for (const part of parts) expect(part).toMatch(/^```\n(?:line number \d\n)+```$/)
    expect(parts.join('').match(/line number \d/g)).toHaveLength(10)
  })

  it('[BR8] does so in a quote too', () => {
    const code = Array.from({ length: 10 }, (_, line) => `> line number ${line}`).join('\n')
    for (const part of splitMrkdwn(`> \`\`\`\n${code}\n> \`\`\``, 100)) expect(part).toMatch(/^> ```\n(?:> line number \d\n)+> ```$/)
  })

  it('[BR8] starts a new part rather than cut code that has hardly begun', () => {
    const text = `${'a'.repeat(80)}\n\`\`\`\n${'code\n'.repeat(8)}\`\`\``
    expect(splitMrkdwn(text, 100)).toEqual([`${'a'.repeat(80)}\n`, `\`\`\`\n${'code\n'.repeat(8)}\`\`\``])
  })

  it('[BR8] takes backticks that close nothing for text', () => {
    expect(splitMrkdwn(`\`\`\` ${words}`, 100).join(' ')).toBe(`\`\`\` ${words}`)
  })

  it('[BR8] cuts no entity, no link, no character', () => {
    expect(splitMrkdwn('&amp;'.repeat(50), 101).every((part) => /^(?:&amp;)+$/.test(part))).toBe(true)
    expect(
      splitMrkdwn('<https://a.example/x|a b>'.repeat(20), 101).every((part) => /^(?:<https:\/\/a\.example\/x\|a b>)+$/.test(part)),
    ).toBe(true)
    expect(splitMrkdwn('👨‍👩‍👧'.repeat(50), 101).every((part) => /^(?:👨‍👩‍👧)+$/u.test(part))).toBe(true)
  })

  it('[BR8] ends even with one thing longer than a part', () => {
    for (const endless of [`<https://a.example/${'x'.repeat(500)}>`, `a${'\u{301}'.repeat(500)}`, '😀'.repeat(300)]) {
      const parts = splitMrkdwn(endless, 100)
      expect(parts.join('')).toBe(endless)
      expect(parts.every((part) => part.length <= 100 && part.isWellFormed())).toBe(true)
    }
  })

  it('[BR8] loses nothing but white space, and no part is too long', () => {
    fc.assert(
      fc.property(anyLongText, fc.integer({ min: 100, max: 300 }), (text, limit) => {
        const parts = splitMrkdwn(text, limit)
        expect(withoutSpace(parts.join(''))).toBe(withoutSpace(text))
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit)
          expect(part.isWellFormed()).toBe(true)
          expect(part.replace(/<https:\/\/a\.example\/x\|a label>|&(?:amp|lt);/g, '')).not.toMatch(/[<&>;|]/)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('[BR8] loses no code, and every part has its code closed', () => {
    fc.assert(
      fc.property(anyCode, fc.integer({ min: 100, max: 300 }), (text, limit) => {
        const parts = splitMrkdwn(text, limit)
        expect(withoutSpace(parts.join('')).replaceAll('```', '')).toBe(withoutSpace(text).replaceAll('```', ''))
        for (const part of parts) {
          expect(part.length).toBeLessThanOrEqual(limit)
          expect(part.split('```').length % 2).toBe(1)
        }
      }),
      { numRuns: 300 },
    )
  })

  it('[BR8] refuses a limit no message can keep', () => {
    expect(() => splitMrkdwn('text', 10)).toThrow(RangeError)
  })
})
