import { expect, it } from 'vitest'
import { litIndex } from './lit-index.rules.ts'

const [person, conversation, message] = [
  { kind: 'person', id: 'a' },
  { kind: 'conversation', id: 'b' },
  { kind: 'message', id: 'b' },
]

it('[CH8] what was chosen stays so when something else is found above it', () => {
  expect(litIndex([person, message], message)).toBe(1)
  expect(litIndex([person, conversation, message], message)).toBe(2)
  expect(litIndex([person, conversation], message)).toBe(0)
  expect(litIndex([person, message], undefined)).toBe(0)
  expect(litIndex([], message)).toBe(-1)
})
