import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markdownToBlocks, type SlackBlock } from './markdown-to-blocks.ts'
import { anyText } from './testing/any-document.ts'

const ben = '01890a5d-ac96-774b-bcce-b302099a8057'
const names = { nameOfPerson: (id: string) => (id === ben ? 'Ben Okafor' : undefined) }

function section(...elements: unknown[]): unknown {
  return { type: 'rich_text', elements: [{ type: 'rich_text_section', elements }] }
}

function text(content: string, ...marks: string[]): unknown {
  return marks.length === 0
    ? { type: 'text', text: content }
    : { type: 'text', text: content, style: Object.fromEntries(marks.map((mark) => [mark, true])) }
}

function item(...elements: unknown[]): unknown {
  return { type: 'rich_text_section', elements }
}

const table: [markdown: string, blocks: unknown[]][] = [
  ['', []],
  ['plain', [section(text('plain'))]],
  [
    '**b** *i* ~~s~~ `c`',
    [section(text('b', 'bold'), text(' '), text('i', 'italic'), text(' '), text('s', 'strike'), text(' '), text('c', 'code'))],
  ],
  ['**_both_**', [section(text('both', 'bold', 'italic'))]],
  ['a * b & <c> :30:', [section(text('a * b & <c> '), { type: 'emoji', name: '30' })]],
  ['<!channel> <@U0BEN> @here', [section(text('<!channel> <@U0BEN> @here'))]],
  [`hi <@p:${ben}> <@all>`, [section(text('hi '), text('@Ben Okafor'), text(' '), text('@all'))]],
  ['[site](https://a.example)', [section({ type: 'link', url: 'https://a.example', text: 'site' })]],
  ['**[site](https://a.example)**', [section({ type: 'link', url: 'https://a.example', text: 'site', style: { bold: true } })]],
  ['https://a.example', [section({ type: 'link', url: 'https://a.example' })]],
  ['[act](javascript:x)', [section(text('act (javascript:x)'))]],
  ['done :tada:', [section(text('done '), { type: 'emoji', name: 'tada' })]],
  ['at 10:30:45', [section(text('at 10:30:45'))]],
  ['`:tada:`', [section(text(':tada:', 'code'))]],
  ['# Title', [section(text('Title', 'bold'))]],
  ['a\nb', [section(text('a\nb'))]],
  ['a\n\nb', [section(text('a'), text('\n\n'), text('b'))]],
  ['a\n\n---\n\nb', [section(text('a')), { type: 'divider' }, section(text('b'))]],
  ['```\ncode\n```', [{ type: 'rich_text', elements: [{ type: 'rich_text_preformatted', elements: [text('code')] }] }]],
  ['> quote', [{ type: 'rich_text', elements: [{ type: 'rich_text_quote', elements: [text('quote')] }] }]],
  [
    '- a\n- b',
    [
      {
        type: 'rich_text',
        elements: [{ type: 'rich_text_list', style: 'bullet', indent: 0, elements: [item(text('a')), item(text('b'))] }],
      },
    ],
  ],
  [
    '3. a',
    [{ type: 'rich_text', elements: [{ type: 'rich_text_list', style: 'ordered', indent: 0, offset: 2, elements: [item(text('a'))] }] }],
  ],
  [
    '1. a\n   - b\n2. c',
    [
      {
        type: 'rich_text',
        elements: [
          { type: 'rich_text_list', style: 'ordered', indent: 0, elements: [item(text('a'))] },
          { type: 'rich_text_list', style: 'bullet', indent: 1, elements: [item(text('b'))] },
          { type: 'rich_text_list', style: 'ordered', indent: 0, offset: 1, elements: [item(text('c'))] },
        ],
      },
    ],
  ],
]

describe('Markdown to blocks', () => {
  it.each(table)('[IN3] %j is native in Slack', (markdown, blocks) => {
    expect(markdownToBlocks(markdown, names)).toEqual(blocks)
  })

  it('[IN3] a paragraph before a list ends with a line break, one after it begins with one', () => {
    const [block] = markdownToBlocks('a\n- b\n\nc', names)
    const elements = block?.type === 'rich_text' ? block.elements : []
    expect(elements.map((part) => part.type)).toEqual(['rich_text_section', 'rich_text_list', 'rich_text_section'])
    expect(elements[0]?.elements).toEqual([text('a'), text('\n')])
    expect(elements[2]?.elements).toEqual([text('\n'), text('c')])
  })

  it('[IN3] at most 50 blocks, no text element over 3,000 characters, nothing dropped', () => {
    const dividers = Array.from({ length: 80 }, (_, index) => `part ${index}`).join('\n\n---\n\n')
    const paragraphs = Array.from({ length: 900 }, (_, index) => `paragraph ${index}`).join('\n\n')
    const long = '😀'.repeat(4_000)
    for (const markdown of [dividers, paragraphs, long]) {
      const blocks = markdownToBlocks(markdown, names)
      const texts = textsOf(blocks)
      expect(blocks.length).toBeLessThanOrEqual(50)
      expect(texts.every((part) => part.length <= 3_000 && part.isWellFormed())).toBe(true)
      for (const word of markdown.match(/part \d+|paragraph \d+/g) ?? []) expect(texts).toContain(word)
    }
    expect(textsOf(markdownToBlocks(long, names)).join('')).toBe(long)
  })

  it('[BR8] nothing a person types calls anybody', () => {
    fc.assert(
      fc.property(anyText, (markdown) => {
        const written = JSON.stringify(markdownToBlocks(markdown, names))
        expect(written).not.toMatch(/"type":"(?:user|usergroup|channel|broadcast|team|mrkdwn)"/)
        expect(written).not.toContain('"text":""')
        expect(written).not.toContain('"elements":[]')
      }),
      { numRuns: 500 },
    )
  })
})

function textsOf(blocks: readonly SlackBlock[]): string[] {
  return [...JSON.stringify(blocks).matchAll(/"type":"text","text":("(?:[^"\\]|\\.)*")/g)].map(
    (match) => JSON.parse(match[1] ?? '""') as string,
  )
}
