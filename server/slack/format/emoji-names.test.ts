import names from 'emojibase-data/en/shortcodes/iamcal.json' with { type: 'json' }
import { describe, expect, it } from 'vitest'
import { isReactionEmoji } from '@atrium/shared/chat/reaction-emoji.ts'
import { emojiOfSlackName, slackNameOfEmoji } from './emoji-names.ts'

describe('[BR7] the names of emoji', () => {
  it.each([
    ['+1', '👍'],
    ['heart', '❤️'],
    ['thinking_face', '🤔'],
    ['+1::skin-tone-4', '👍🏽'],
    ['point_up::skin-tone-2', '☝🏻'],
    ['female-technologist::skin-tone-6', '👩🏿‍💻'],
    ['flag-se', '🇸🇪'],
    ['partyparrot', ':partyparrot:'],
    ['blob-wave::skin-tone-3', ':blob-wave::skin-tone-3:'],
  ])('%s is %s, there and back', (name, emoji) => {
    expect(emojiOfSlackName(name)).toBe(emoji)
    expect(slackNameOfEmoji(emoji)).toBe(name)
    expect(isReactionEmoji(emoji)).toBe(true)
  })

  it('every name of Slack’s is an emoji that may be reacted with, and leads back to its usual name', () => {
    for (const [usual, ...others] of Object.values(names).map((known) => [known].flat())) {
      for (const name of [usual, ...others]) {
        const emoji = emojiOfSlackName(name ?? '')
        expect(isReactionEmoji(emoji), name).toBe(true)
        expect(emoji.startsWith(':'), name).toBe(false)
        expect(slackNameOfEmoji(emoji)).toBe(usual)
      }
    }
  })

  it('have no other spelling: what is no emoji has none', () => {
    expect(slackNameOfEmoji('a')).toBeNull()
    expect(isReactionEmoji('a')).toBe(false)
    expect(isReactionEmoji('👍👍')).toBe(false)
    expect(isReactionEmoji('::')).toBe(false)
    expect(isReactionEmoji(':with space:')).toBe(false)
  })
})
