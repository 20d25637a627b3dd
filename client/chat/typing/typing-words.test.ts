import { expect, it } from 'vitest'
import { typingWords } from './typing-words.rules.ts'

it('[CH1] names who is typing, as long as they are few', () => {
  expect(typingWords([])).toBe('')
  expect(typingWords(['Ada'])).toBe('Ada is typing…')
  expect(typingWords(['Ada', 'Ben'])).toBe('Ada and Ben are typing…')
  expect(typingWords(['Ada', 'Ben', 'Cy'])).toBe('Ada, Ben and Cy are typing…')
  expect(typingWords(['Ada', 'Ben', 'Cy', 'Dee', 'Eli'])).toBe('Ada, Ben and 3 others are typing…')
})
