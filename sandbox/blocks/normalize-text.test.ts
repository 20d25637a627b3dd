import { describe, expect, it } from 'vitest'
import { normalizeText } from './normalize-text.ts'
import { richTextOf } from './rich-text.ts'

describe('normalizeText', () => {
  it.each([
    ['a & b', 'a &amp; b'],
    ['already &amp; &lt;', 'already &amp; &lt;'],
    ['1 < 2 > 0', '1 &lt; 2 &gt; 0'],
    ['<@U1> <#C1|general> <!here> <https://a.example|a>', '<@U1> <#C1|general> <!here> <https://a.example|a>'],
    ['see https://a.example/b?c=1&d=2.', 'see <https://a.example/b?c=1&amp;d=2>.'],
    ['<script>alert(1)</script>', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ])('%s', (given, expected) => {
    expect(normalizeText(given)).toBe(expected)
  })

  it('changes nothing the second time', () => {
    for (const text of ['a & b <c> https://x.example', '<@U1> &amp;']) expect(normalizeText(normalizeText(text))).toBe(normalizeText(text))
  })
})

describe('richTextOf', () => {
  it('knows mentions, links, emoji and styles', () => {
    const [block] = richTextOf('hi <@U1>, *bold* :eyes: <https://a.example|a> &amp; `code`', 'b1')
    expect(block).toMatchObject({ type: 'rich_text', block_id: 'b1' })
    expect((block as unknown as { elements: { elements: unknown[] }[] }).elements[0]?.elements).toEqual([
      { type: 'text', text: 'hi ' },
      { type: 'user', user_id: 'U1' },
      { type: 'text', text: ', ' },
      { type: 'text', text: 'bold', style: { bold: true } },
      { type: 'text', text: ' ' },
      { type: 'emoji', name: 'eyes' },
      { type: 'text', text: ' ' },
      { type: 'link', url: 'https://a.example', text: 'a' },
      { type: 'text', text: ' & ' },
      { type: 'text', text: 'code', style: { code: true } },
    ])
  })

  it('sets code of several lines apart', () => {
    const section = (text: string) => ({ type: 'rich_text_section', elements: [{ type: 'text', text }] })
    const code = (text: string) => ({ type: 'rich_text_preformatted', elements: [{ type: 'text', text }] })
    expect(richTextOf('see:\n```\na &lt; b\nc\n```\nthat is it', 'b1')[0]?.elements).toEqual([
      section('see:\n'),
      code('a < b\nc'),
      section('that is it'),
    ])
    expect(richTextOf('```one```', 'b1')[0]?.elements).toEqual([code('one')])
  })
})
