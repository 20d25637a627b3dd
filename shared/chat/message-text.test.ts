import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { mentionOfToken, mentionToken, mentionTokensOf, plainText, resolveTypedMentions } from './message-text.ts'

const ben = '01890a5d-ac96-774b-bcce-b302099a8057'
const ana = '01890a5d-ac96-774b-bcce-b302099a8058'
const anaLee = '01890a5d-ac96-774b-bcce-b302099a8059'
const tanaka = '01890a5d-ac96-774b-bcce-b302099a805a'
const people = [
  { id: ben, name: 'Ben Okafor' },
  { id: ana, name: 'Ana Sousa' },
  { id: anaLee, name: "Ana Lee-O'Neil" },
  { id: tanaka, name: '田中 太郎' },
]
const toBen = `<@p:${ben}>`

describe('mentions in a stored message', () => {
  const table: [text: string, personIds: string[], groups: string[]][] = [
    ['', [], []],
    [`hi ${toBen}`, [ben], []],
    [`${toBen}${toBen} <@p:${ana}>`, [ben, ana], []],
    ['<@room> <@all>, <@here> <@all>', [], ['room', 'all', 'here']],
    [`\\${toBen} \\\\<@all>`, [], ['all']],
    ['`<@all>` <@here>', [], ['here']],
    ['``a ` <@all>`` <@here>', [], ['here']],
    ['\\`<@all>\\`', [], ['all']],
    ['` <@all>', [], ['all']],
    ['a `b\n\n<@all>` c', [], ['all']],
    ['```\n<@all>\n```\n<@here>', [], ['here']],
    ['~~~\n<@all>', [], []],
    ['````\n```\n<@all>\n````\n<@here>', [], ['here']],
    ['- ```\n  <@all>\n  ```\n- <@here>', [], ['here']],
    ['> ```\n> <@all>\n> ```', [], []],
    ['```<@all>``` <@here>', [], ['here']],
    ['<@p:ben> <@everyone> <@ALL> < @all> @all', [], []],
    [`**${toBen}**`, [ben], []],
  ]
  it.each(table)('[BR8] %j calls %j and %j', (text, personIds, groups) => {
    expect(mentionTokensOf(text)).toEqual({ personIds, groups })
  })

  it('[BR8] a token is made and parsed in one place', () => {
    for (const token of [toBen, '<@all>', '<@here>', '<@room>']) {
      const mention = mentionOfToken(token)
      expect(mention && mentionToken(mention)).toBe(token)
    }
    expect(mentionOfToken(`${toBen} `)).toBeUndefined()
  })
})

describe('mentions as people type them', () => {
  const table: [typed: string, stored: string][] = [
    ['@Ben', toBen],
    ['@Ben Okafor', toBen],
    ['@BEN  okafor!', `${toBen}!`],
    ['＠Ben', toBen],
    ['@Ben, @ben.', `${toBen}, ${toBen}.`],
    ["@Ben's idea", `${toBen}'s idea`],
    ['(@Ben)', `(${toBen})`],
    ['@Ben can you', `${toBen} can you`],
    ['@Ana', '@Ana'],
    ['@Ana Sousa', `<@p:${ana}>`],
    ["@ana lee-o'neil?", `<@p:${anaLee}>?`],
    ['@Bennett', '@Bennett'],
    ['@Ben_x', '@Ben_x'],
    ['@nobody', '@nobody'],
    ['@ Ben', '@ Ben'],
    ['@', '@'],
    ['@all @here @room', '<@all> <@here> <@room>'],
    ['@All!', '<@all>!'],
    ['@all-hands @here/maps @room.example', '@all-hands @here/maps @room.example'],
    ['mail me@here.example or x@all', 'mail me@here.example or x@all'],
    ['ben@Ben @@Ben', 'ben@Ben @@Ben'],
    ['https://a.example/@Ben ?u=@Ben', 'https://a.example/@Ben ?u=@Ben'],
    ['`@Ben` @Ben', `\`@Ben\` ${toBen}`],
    ['```\n@Ben\n```', '```\n@Ben\n```'],
    ['\\@Ben \\@all', '\\@Ben \\@all'],
    [`${toBen} <@all>`, `${toBen} <@all>`],
    ['**@Ben**', `**${toBen}**`],
    ['@Ben @Ben Okafor', `${toBen} ${toBen}`],
    ['＠田中 太郎さん', `<@p:${tanaka}>さん`],
    ['＠田中さん、', `<@p:${tanaka}>さん、`],
    ['@田中様', `<@p:${tanaka}>様`],
    ['やあ@Benさん', `やあ${toBen}さん`],
  ]
  it.each(table)('[BR8] %j is stored as %j', (typed, stored) => {
    expect(resolveTypedMentions(typed, people)).toBe(stored)
  })

  it('[BR8] the longest name wins, a name that two have is text', () => {
    const namesakes = [
      { id: ben, name: 'Ben' },
      { id: ana, name: 'Ben Okafor' },
      { id: anaLee, name: 'Zoe' },
      { id: tanaka, name: 'zoe' },
    ]
    expect(resolveTypedMentions('@Ben Okafor and @Ben and @Zoe', namesakes)).toBe(`<@p:${ana}> and ${toBen} and @Zoe`)
    expect(resolveTypedMentions('@Ben', [...people, { id: ana, name: 'Ben Other' }])).toBe('@Ben')
  })

  it('[BR8] resolving twice changes nothing more', () => {
    const typed = fc.array(fc.constantFrom('@Ben', '@all', '@', ' ', '`', '\\', 'x', '\n', '<', '>', '```', ' Okafor', '＠'), {
      maxLength: 30,
    })
    fc.assert(
      fc.property(typed, (pieces) => {
        const once = resolveTypedMentions(pieces.join(''), people)
        expect(resolveTypedMentions(once, people)).toBe(once)
      }),
      { numRuns: 1_000 },
    )
  })
})

describe('a message in one line', () => {
  const table: [text: string, plain: string][] = [
    ['**bold** _it_ ~~s~~ `c`', 'bold it s c'],
    ['***both*** __b__', 'both b'],
    ['2 * 3 * 4 snake_case ~5', '2 * 3 * 4 snake_case ~5'],
    ['\\*no\\* \\@here \\<@all>', '*no* @here <@all>'],
    [`hi ${toBen} <@all>`, 'hi @Ben Okafor @all'],
    [`<@p:${ana}>`, '@someone'],
    ['`**raw** <@all>`', '**raw** <@all>'],
    ['```js\nlet a\n```', 'let a'],
    ['# Title\n\ntext', 'Title text'],
    ['> quote\n> > deep', 'quote deep'],
    ['- a\n  - b\n1. c', 'a b c'],
    ['a\n\n---\n\nb', 'a b'],
    ['[a **label**](https://a.example)', 'a label'],
    ['![alt](https://a.example/i.png)', 'alt'],
    ['<https://a.example> <ben@a.example>', 'https://a.example ben@a.example'],
    ['[not a link] (x)', '[not a link] (x)'],
    ['&amp; &lt;b&gt; &#x1F600; &#65; &none;', '& <b> 😀 A &none;'],
    ['a\\\nb  \nc', 'a b c'],
  ]
  it.each(table)('[BR8] %j reads %j', (text, plain) => {
    expect(plainText(text, (id) => (id === ben ? 'Ben Okafor' : undefined))).toBe(plain)
  })
})

describe('a message of any kind', () => {
  it('[BR8] long hostile text takes no long time', () => {
    const startedAt = performance.now()
    for (const piece of [
      '`',
      '``',
      '[',
      '](',
      '*',
      '_a',
      '@Ben',
      '\\',
      '<@',
      '> ',
      '- ',
      '1. ',
      '"',
      '&',
      '`` ` ',
      '@\\',
      '~~~\n',
      '\n',
      '@a ',
      '[](a "',
    ]) {
      const text = piece.repeat(Math.ceil(40_000 / piece.length))
      mentionTokensOf(text)
      resolveTypedMentions(text, people)
      plainText(text, () => undefined)
    }
    expect(performance.now() - startedAt).toBeLessThan(8_000)
  })

  it('[BR8] any string is taken', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'binary' }), (text) => {
        expect(mentionTokensOf(text)).toEqual({ personIds: [], groups: [] })
        expect(resolveTypedMentions(text, [])).toBe(text)
        expect(typeof plainText(text, () => undefined)).toBe('string')
      }),
    )
  })
})
