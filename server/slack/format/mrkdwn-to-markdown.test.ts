import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mentionTokensOf } from '@atrium/shared/chat/message-text.ts'
import { mrkdwnToMarkdown } from './mrkdwn-to-markdown.ts'
import type { SlackNames } from './slack-entity.ts'
import { anyText } from './testing/any-document.ts'

const ben = '01890a5d-ac96-774b-bcce-b302099a8057'
const names: SlackNames = {
  personOfSlackUser: (userId) => ({ U0BEN: { personId: ben }, U0ZED: { name: 'Zed' } })[userId],
  nameOfChannel: (channelId) => (channelId === 'C0GEN' ? 'general' : undefined),
}

/** In this table `·` is a zero-width space and `÷` a word joiner. */
const table: [mrkdwn: string, markdown: string][] = [
  ['plain words', 'plain words'],
  ['*bold*', '**bold**'],
  ['_italic_', '_italic_'],
  ['~gone~', '~~gone~~'],
  ['`code`', '`code`'],
  ['*bold _both_*', '**bold _both_**'],
  ['*_both_*', '**_both_**'],
  ['_*both*_', '_**both**_'],
  ['~*gone*~', '~~**gone**~~'],
  ['*`bold code`*', '**`bold code`**'],
  ['a·*b*·c', 'a**b**c'],
  ['a*b*c', 'a\\*b\\*c'],
  ['(*so*), "_this_".', '(**so**), "_this_".'],
  ['*not\nbold*', '\\*not\nbold\\*'],
  ['* no *', '\\* no \\*'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['snake_case_name', 'snake_case_name'],
  ['**two stars**', '\\*\\*two stars\\*\\*'],
  ['*open', '\\*open'],
  ['a_', 'a\\_'],
  ['÷*÷no÷*÷', '\\*no\\*'],
  ['`*raw*`', '`*raw*`'],
  ['`a &amp; b &lt; c`', '`a & b < c`'],
  ['`<https://a.example>`', '`https://a.example`'],
  ['`<@U0ZED>`', '`@Zed`'],
  ['```code```', '```\ncode\n```'],
  ['```\nlet a = 1 &lt; 2\n```', '```\nlet a = 1 < 2\n```'],
  ['before ```code``` after', 'before\n\n```\ncode\n```\n\nafter'],
  ['```a\n*b*\n```\nafter', '```\na\n*b*\n```\n\nafter'],
  ['```never closed', '\\`\\`\\`never closed'],
  ['&gt; quoted', '> quoted'],
  ['> quoted', '> quoted'],
  ['&gt; one\n&gt; two\nafter', '> one\n> two\n\nafter'],
  ['&gt;&gt;&gt; all\nof\n\nit', '> all\n> of\n>\n> it'],
  ['&gt; ```code```', '> ```\n> code\n> ```'],
  ['• a\n• b', '- a\n- b'],
  ['• a\n    ◦ b\n        ▪︎ c\n• d', '- a\n  - b\n    - c\n- d'],
  ['1. a\n2. b', '1. a\n2. b'],
  ['4. a\n5. b', '4. a\n5. b'],
  ['1. a\n1. b', '1. a\n\n1) b'],
  ['1. a\n• b', '1. a\n\n- b'],
  ['• a\n  more\n• b', '- a\n  more\n- b'],
  ['• a\n\n• b', '- a\n- b'],
  ['para\n• a', 'para\n\n- a'],
  ['• a\npara', '- a\n\npara'],
  ['◦ alone', '- alone'],
  ['<https://a.example>', '<https://a.example>'],
  ['<https://a.example|site>', '[site](https://a.example)'],
  ['<https://a.example/?a=1&amp;b=2|a &amp; b>', '[a & b](https://a.example/?a=1&b=2)'],
  ['<https://a.example/(x)|y>', '[y](<https://a.example/(x)>)'],
  ['*<https://a.example|bold>*', '[**bold**](https://a.example)'],
  ['<mailto:ben@a.example|ben@a.example>', '<ben@a.example>'],
  ['<mailto:ben@a.example|Ben>', '[Ben](mailto:ben@a.example)'],
  ['<tel:+441234|call>', '[call](tel:+441234)'],
  ['<javascript:x|y>', '\\<javascript:x|y>'],
  ['<@U0BEN>', `<@p:${ben}>`],
  ['<@U0ZED>', '@Zed'],
  ['<@U0NEW>', '@someone'],
  ['<@U0NEW|newt>', '@newt'],
  ['<#C0GEN>', '#general'],
  ['<#C0GEN|general>', '#general'],
  ['<#C0NEW>', '#channel'],
  ['<!here>', '\\@here'],
  ['<!channel>', '@channel'],
  ['<!everyone|@everyone>', '@everyone'],
  ['<!subteam^S1|@ops>', '@ops'],
  ['<!subteam^S1>', '@group'],
  ['<!date^1392734382^{date}|18 February>', '18 February'],
  ['<!date^1392734382^{date}^https://a.example|18 February>', '[18 February](https://a.example)'],
  ['<!unknown|shown>', 'shown'],
  ['&lt;@all&gt;', '\\<@all>'],
  [`&lt;@p:${ben}&gt;`, `\\<@p:${ben}>`],
  ['&lt;b&gt;', '\\<b>'],
  ['&amp;amp; &amp;lt;', '\\&amp; \\&lt;'],
  ['a &lt; b &gt; c', 'a < b > c'],
  ['# no title', '\\# no title'],
  ['#tag', '#tag'],
  ['- no list', '\\- no list'],
  ['+ no list', '\\+ no list'],
  ['2024. was a year', '2024. was a year'],
  ['---', '\\---'],
  ['──────────', '---'],
  ['===', '\\==='],
  ['| a | b |', '\\| a | b |'],
  ['[no](link)', '\\[no\\](link)'],
  ['![no](image)', '!\\[no\\](image)'],
  ['[x]', '\\[x\\]'],
  ['a\\b', 'a\\\\b'],
  ['`', '\\`'],
  ['~~no~~', '\\~\\~no\\~\\~'],
  ['__no__', '\\_\\_no\\_\\_'],
  ['***', '\\*\\*\\*'],
  ['a\n\nb', 'a\n\nb'],
  ['a\nb', 'a\nb'],
  ['a\n\n\nb', 'a\n\nb'],
  ['  indented', 'indented'],
  ['a\u{a0}b', 'a\u{a0}b'],
  ['!<https://a.example|x>', '\\![x](https://a.example)'],
  [':tada: :+1: 🎉', ':tada: :+1: 🎉'],
  ['*bold*text', '\\*bold\\*text'],
  ['ü*b*', 'ü\\*b\\*'],
  ['*(b)*', '**(b)**'],
  ['x·*"b"*·y', '&#x78;**"b"**&#x79;'],
  ['@here @all @ben', '\\@here \\@all @ben'],
  ['ben@a.example', 'ben@a.example'],
]

describe('mrkdwn to Markdown', () => {
  it.each(table)('[BR8] %j is %j in Atrium', (mrkdwn, markdown) => {
    expect(mrkdwnToMarkdown(mrkdwn.replaceAll('·', '\u{200b}').replaceAll('÷', '\u{2060}'), names)).toBe(markdown)
  })

  it('[BR8] nobody is called but by a mention of Slack', () => {
    fc.assert(
      fc.property(anyText, (mrkdwn) => {
        expect(mentionTokensOf(mrkdwnToMarkdown(mrkdwn, names))).toEqual({ personIds: [], groups: [] })
      }),
      { numRuns: 1_000 },
    )
  })

  it('[BR8] any string is taken', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => typeof mrkdwnToMarkdown(text, names) === 'string'))
    mrkdwnToMarkdown('*_~`<@&gt;```a'.repeat(2_000), names)
    expect(mrkdwnToMarkdown('&gt;'.repeat(4_000), names)).toContain('>')
    mrkdwnToMarkdown(Array.from({ length: 2_000 }, (_, depth) => `${' '.repeat(depth % 40)}• a`).join('\n'), names)
  })
})
