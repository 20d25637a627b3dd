import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markdownToMrkdwn } from './markdown-to-mrkdwn.ts'
import { anyText } from './testing/any-document.ts'

const ben = '01890a5d-ac96-774b-bcce-b302099a8057'
const names = { nameOfPerson: (id: string) => (id === ben ? 'Ben Okafor' : undefined) }

/** In this table `·` is a zero-width space and `÷` a word joiner. */
const table: [markdown: string, mrkdwn: string][] = [
  ['plain words', 'plain words'],
  ['**bold**', '*bold*'],
  ['__bold__', '*bold*'],
  ['*italic*', '_italic_'],
  ['_italic_', '_italic_'],
  ['~~gone~~', '~gone~'],
  ['~one tilde~', '÷~÷one tilde÷~÷'],
  ['`code`', '`code`'],
  ['**bold _both_**', '*bold _both_*'],
  ['***both***', '_*both*_'],
  ['~~**gone and bold**~~', '~*gone and bold*~'],
  ['**`bold code`**', '*`bold code`*'],
  ['a**b**c', 'a·*b*·c'],
  ['a*b*c', 'a·_b_·c'],
  ['"**quoted**", (_so_).', '"*quoted*", (_so_).'],
  ['**bold**: then', '*bold*: then'],
  ['**a****b**', '*a÷*÷*÷*÷*÷b*'],
  ['**a**_b_', '*a*·_b_'],
  ['你**好**吗', '你·*好*·吗'],
  ['😀**bold**😀', '😀·*bold*·😀'],
  ['** no mark **', '÷*÷*÷ no mark ÷*÷*÷'],
  ['2 * 3 * 4', '2 * 3 * 4'],
  ['snake_case_name', 'snake_case_name'],
  ['\\*not bold\\*', '÷*÷not bold÷*÷'],
  ['\\_not italic\\_', '÷_÷not italic÷_÷'],
  ['\\~\\~not gone\\~\\~', '÷~÷~÷not gone÷~÷~÷'],
  ['\\`not code\\`', '÷`÷not code÷`÷'],
  ['**a \\* b**', '*a * b*'],
  ['`a & b < c`', '`a &amp; b &lt; c`'],
  ['``tick ` tick``', 'tick ` tick'],
  ['```\nlet a = 1 < 2\n```', '```\nlet a = 1 &lt; 2\n```'],
  ['```ts\nlet a\n```', '```\nlet a\n```'],
  ['~~~\n*raw*\n~~~', '```\n*raw*\n```'],
  ['````\n```\n````', '```\n`·``\n```'],
  ['before\n```\ncode\n```\nafter', 'before\n```\ncode\n```\nafter'],
  ['[site](https://a.example)', '<https://a.example|site>'],
  ['[a & b](https://a.example/?x=1&y=2)', '<https://a.example/?x=1&amp;y=2|a &amp; b>'],
  ['[**bold** label](https://a.example)', '<https://a.example|bold label>'],
  ['**[bold link](https://a.example)**', '*<https://a.example|bold link>*'],
  ['<https://a.example>', '<https://a.example>'],
  ['https://a.example/x_y_z.', '<https://a.example/x_y_z>.'],
  ['see (https://a.example).', 'see (<https://a.example>).'],
  ['<ben@a.example>', '<mailto:ben@a.example|ben@a.example>'],
  ['[write](mailto:ben@a.example)', '<mailto:ben@a.example|write>'],
  ['[call](tel:+441234)', '<tel:+441234|call>'],
  ['[no](javascript:alert(1))', 'no (javascript:alert(1))'],
  ['[act](@U0BEN)', 'act (@U0BEN)'],
  ['[act](!channel)', 'act (!channel)'],
  ['[x](https://a.example/|y)', '<https://a.example/%7Cy|x>'],
  ['[](https://a.example)', '<https://a.example>'],
  ['![chart](https://a.example/c.png)', '<https://a.example/c.png|chart>'],
  ['> quoted', '> quoted'],
  ['> one\n> two', '> one\n> two'],
  ['> a\n\nb', '> a\n\nb'],
  ['> > deep', '> deep'],
  ['\\> no quote', '÷&gt; no quote'],
  ['- a\n- b', '• a\n• b'],
  ['* a\n* b', '• a\n• b'],
  ['1. a\n2. b', '1. a\n2. b'],
  ['4. a\n5. b', '4. a\n5. b'],
  ['- a\n  - b\n    - c\n      - d', '• a\n    ◦ b\n        ▪ c\n            ▪ d'],
  ['- a\n  1. b\n  2. c', '• a\n    1. b\n    2. c'],
  ['1. a\n   - b\n2. c', '1. a\n    ◦ b\n2. c'],
  ['- a\n  more\n- b', '• a\n  more\n• b'],
  ['- a\n\n- b', '• a\n• b'],
  ['- [link](https://a.example)\n- **bold**', '• <https://a.example|link>\n• *bold*'],
  ['1\\. no list', '÷1. no list'],
  ['# Title', '*Title*'],
  ['#', '#'],
  ['a\n##\nb', 'a\n##\nb'],
  ['## Title with **bold**', '*Title with bold*'],
  ['a\n\n---\n\nb', 'a\n\n──────────\n\nb'],
  ['one\ntwo', 'one\ntwo'],
  ['one  \ntwo', 'one\ntwo'],
  ['one\\\ntwo', 'one\ntwo'],
  ['one\n\ntwo', 'one\n\ntwo'],
  ['one\n\n\n\ntwo', 'one\n\ntwo'],
  ['**bold\nbold**', '*bold*\n*bold*'],
  ['a & b', 'a &amp; b'],
  ['a < b > c', 'a &lt; b &gt; c'],
  ['&amp; &lt; &copy;', '&amp; &lt; ©'],
  ['\\&amp;', '&amp;amp;'],
  ['<b>html</b>', '&lt;b&gt;html&lt;/b&gt;'],
  ['<!-- comment -->', '&lt;!-- comment --&gt;'],
  ['<!channel>', '&lt;!channel&gt;'],
  ['<!here|x>', '&lt;!here|x&gt;'],
  ['<@U0BEN>', '&lt;@U0BEN&gt;'],
  ['<#C0GEN>', '&lt;#C0GEN&gt;'],
  ['<!subteam^S1|x>', '&lt;!subteam^S1|x&gt;'],
  ['@channel @here @everyone', '@·channel @·here @·everyone'],
  [`hi <@p:${ben}>!`, 'hi @Ben Okafor!'],
  ['<@p:00000000-0000-4000-8000-000000000000>', '@someone'],
  ['<@all> <@here> <@room>', '@all @·here @room'],
  [`\\<@p:${ben}>`, `&lt;@p:${ben}&gt;`],
  [`\`<@p:${ben}>\``, `\`&lt;@p:${ben}&gt;\``],
  [':tada: 🎉 👨‍👩‍👧', ':tada: 🎉 👨‍👩‍👧'],
  ['at 10:30:45', 'at 10:30:45'],
  ['• typed bullet', '÷• typed bullet'],
  ['a·b', 'ab'],
  ['', ''],
  ['[ref]: https://a.example', '[ref]: <https://a.example>'],
  ['    indented', 'indented'],
  ['Title\n=====', 'Title\n====='],
  ['| a | b |\n|---|---|', '| a | b |\n|---|---|'],
]

function visible(mrkdwn: string): string {
  return mrkdwn.replaceAll('\u{200b}', '·').replaceAll('\u{2060}', '÷')
}

describe('Markdown to mrkdwn', () => {
  it.each(table)('[BR8] %j is %j in Slack', (markdown, mrkdwn) => {
    expect(visible(markdownToMrkdwn(markdown.replaceAll('·', '\u{200b}'), names))).toBe(mrkdwn)
  })

  it('[BR8] a name is only text, whatever it is', () => {
    const trickster = { nameOfPerson: () => '<!channel> *& <@U0BEN>' }
    expect(visible(markdownToMrkdwn(`<@p:${ben}>`, trickster))).toBe('@&lt;!channel&gt; ÷*÷&amp; &lt;@U0BEN&gt;')
  })

  it('[BR8] nothing a person types acts in Slack', () => {
    fc.assert(
      fc.property(anyText, (markdown) => {
        const mrkdwn = markdownToMrkdwn(markdown, names)
        expect(mrkdwn).not.toMatch(/<(?!https?:|mailto:|tel:)/)
        expect(mrkdwn.replace(/```[^]*?```|`[^`]*`/g, '')).not.toMatch(/@(?:here|channel|everyone)(?![\p{L}\p{N}])/iu)
      }),
      { numRuns: 1_000 },
    )
  })

  it('[BR8] any string is taken', () => {
    fc.assert(fc.property(fc.string({ unit: 'binary', maxLength: 200 }), (text) => typeof markdownToMrkdwn(text, names) === 'string'))
    expect(markdownToMrkdwn('*_~`<@['.repeat(2_000), names)).not.toBe('')
  })
})
