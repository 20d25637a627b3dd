import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { disarmBroadcasts, escapeMrkdwn, slackLinkTarget, unescapeMrkdwn, withoutGuards } from './escape.ts'

describe('escaping for Slack', () => {
  it('[BR8] makes entities of the three characters that act, and of no other', () => {
    expect(escapeMrkdwn(`<!channel> & "you" 'me'`)).toBe(`&lt;!channel&gt; &amp; "you" 'me'`)
  })

  it('[BR8] gives back any text, and takes off one layer only', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(unescapeMrkdwn(escapeMrkdwn(text))).toBe(text)
      }),
    )
    expect(unescapeMrkdwn('&amp;lt;')).toBe('&lt;')
  })

  it.each([
    ['https://a.example/?a=1&b=2', 'https://a.example/?a=1&amp;b=2'],
    ['HTTP://a.example', 'HTTP://a.example'],
    ['https://a.example/|x>y z', 'https://a.example/%7Cx%3Ey%20z'],
    ['mailto:ben@a.example', 'mailto:ben@a.example'],
    ['tel:+44', 'tel:+44'],
    ['javascript:alert(1)', undefined],
    ['@U0BEN', undefined],
    ['!channel', undefined],
    ['#C0GEN', undefined],
    ['/settings', undefined],
    ['', undefined],
  ])('[BR8] the address %j is the target %j', (url, target) => {
    expect(slackLinkTarget(url)).toBe(target)
  })

  it('[BR8] a broadcast is disarmed invisibly', () => {
    expect(disarmBroadcasts('@Channel, @heresy')).toBe('@\u{200b}Channel, @heresy')
    expect(withoutGuards(disarmBroadcasts('@everyone'))).toBe('@everyone')
  })
})
