import { expect, it } from 'vitest'
import { previewOf, statusAfterContactMessage, subjectOf, writableText } from './conversation.rules.ts'

it('[IN1] a conversation is called by the first line that says something', () => {
  expect(subjectOf('\n\n  **Export** fails\nsince Monday')).toBe('Export fails')
  expect(subjectOf('')).toBe('No text')
  expect(subjectOf('x'.repeat(300))).toHaveLength(120)
  expect(subjectOf(`${'x'.repeat(118)}😀😀`)).not.toMatch(/\ud83d(?![\udc00-\udfff])/)
})

it('[IN8] a preview is one line without marks', () => {
  expect(previewOf('Hello,\n\n> [the log](https://x.example) says `no`')).toBe('Hello, the log says no')
  expect(previewOf('y'.repeat(1_000))).toHaveLength(200)
})

it('[IN6] a customer wakes what is snoozed and reopens what is closed, and nothing else', () => {
  expect((['open', 'pending', 'snoozed', 'closed'] as const).map(statusAfterContactMessage)).toEqual(['open', 'pending', 'open', 'open'])
})

it('[IN3] refuses what is empty or too long', () => {
  for (const text of ['', ' \n', '\0', 'x'.repeat(12_001)])
    expect(() => writableText(text)).toThrow(expect.objectContaining({ code: 'bad_input' }))
  expect(writableText(' a\0b ')).toBe('ab')
})
