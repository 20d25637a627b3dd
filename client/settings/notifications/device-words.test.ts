import { expect, it } from 'vitest'
import { DESKTOP_WORDS, testWords } from './device-words.rules.ts'

it('[CH6] a test notification says what came of it, and why real ones stay away', () => {
  expect(testWords({ onDesktop: true, sounded: true, hushed: false })).toBe(
    'A notification was shown in Atrium. Your system was given one too: when you see none, look whether its own settings let your browser show notifications. It came with a sound.',
  )
  const quiet = testWords({ onDesktop: false, sounded: false, hushed: true })
  expect(quiet).toContain('not on for this device')
  expect(quiet).toContain('no sound')
  expect(quiet).toContain('quiet time')
})

it('[CH6] a browser that blocks notifications is no dead end: what to do is said', () => {
  expect(DESKTOP_WORDS.blocked).toContain('allow notifications there')
})
