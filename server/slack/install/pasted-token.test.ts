import { describe, expect, it } from 'vitest'
import { readDomain, requireBotToken } from './pasted-token.rules.ts'

describe('what is pasted', () => {
  it.each([
    ['xoxp-1-2-3', /person’s token/],
    ['xapp-1-A1', /Socket Mode/],
    ['xoxe.xoxb-1-2', /twelve hours/],
    ['a password', /begins with xoxb-/],
  ])('[SL1] says what kind of token %s is', (token, words) => {
    expect(() => requireBotToken(token)).toThrow(words)
  })

  it('[SL1] takes a bot token', () => {
    expect(() => requireBotToken('xoxb-1-2-abc')).not.toThrow()
  })

  it.each(['northwind', 'Northwind.slack.com', 'https://northwind.slack.com/', ' http://northwind.slack.com/archives/C1 '])(
    '[SL1] finds the domain in %s',
    (text) => {
      expect(readDomain(text)).toBe('northwind')
    },
  )

  it.each(['', 'north wind', 'https://example.com/northwind'])('[SL1] takes nothing else for a domain: %s', (text) => {
    expect(() => readDomain(text)).toThrow(/before .slack.com/)
  })
})
