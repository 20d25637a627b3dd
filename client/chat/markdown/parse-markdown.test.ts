import { describe, expect, it } from 'vitest'
import type { Inline } from './document.ts'
import { parseMarkdown } from './parse-blocks.ts'
import { parseInline } from './parse-inline.ts'

const t = (text: string): Inline => ({ type: 'text', text })
const uuid = '0190a000-0000-7000-8000-000000000001'

describe('[BR8] what one wrote is what the other reads: inline', () => {
  it.each<[string, Inline[]]>([
    ['plain', [t('plain')]],
    ['**bold** and *it*', [{ type: 'strong', children: [t('bold')] }, t(' and '), { type: 'emphasis', children: [t('it')] }]],
    [
      '__bold__ _it_ ~~gone~~',
      [
        { type: 'strong', children: [t('bold')] },
        t(' '),
        { type: 'emphasis', children: [t('it')] },
        t(' '),
        { type: 'strike', children: [t('gone')] },
      ],
    ],
    ['***both***', [{ type: 'emphasis', children: [{ type: 'strong', children: [t('both')] }] }]],
    ['**a *b* c**', [{ type: 'strong', children: [t('a '), { type: 'emphasis', children: [t('b')] }, t(' c')] }]],
    ['snake_case_name 2 * 3 * 4', [t('snake_case_name 2 * 3 * 4')]],
    ['**not closed', [t('**not closed')]],
    ['\\*plain\\*', [t('*plain*')]],
    ['`a*b*` ``x`y``', [{ type: 'code', text: 'a*b*' }, t(' '), { type: 'code', text: 'x`y' }]],
    ['one `tick', [t('one `tick')]],
    ['a\nb', [t('a'), { type: 'break' }, t('b')]],
    [
      `hi <@p:${uuid}>, <@here>`,
      [
        t('hi '),
        { type: 'mention', mention: { kind: 'person', id: uuid } },
        t(', '),
        { type: 'mention', mention: { kind: 'group', group: 'here' } },
      ],
    ],
    ['\\<@all>', [t('<@all>')]],
  ])('%j', (source, expected) => expect(parseInline(source)).toEqual(expected))
})

describe('links', () => {
  it('are labelled, bracketed or bare', () => {
    expect(parseInline('[the *plan*](https://a.example/x_(y))')).toEqual([
      { type: 'link', href: 'https://a.example/x_(y)', children: [t('the '), { type: 'emphasis', children: [t('plan')] }] },
    ])
    expect(parseInline('<mailto:a@b.example>')).toEqual([{ type: 'link', href: 'mailto:a@b.example', children: [t('a@b.example')] }])
    expect(parseInline('(see https://a.example/p?q=1).')).toEqual([
      t('(see '),
      { type: 'link', href: 'https://a.example/p?q=1', children: [t('https://a.example/p?q=1')] },
      t(').'),
    ])
  })
  it('never run anything', () => {
    for (const bad of ['[x](javascript:alert(1))', '<javascript:alert(1)>', '[x](data:text/html,hi)', '[x](//evil.example)']) {
      expect(JSON.stringify(parseInline(bad))).not.toContain('"link"')
    }
  })
  it('leave HTML as text', () => expect(parseInline('<img src=x onerror=1><b>')).toEqual([t('<img src=x onerror=1><b>')]))
})

describe('[BR8] blocks', () => {
  it('reads code with its marks as they are', () => {
    expect(parseMarkdown('```ts\nconst a = **1**\n\n```\nafter')).toEqual([
      { type: 'code', text: 'const a = **1**\n' },
      { type: 'paragraph', children: [t('after')] },
    ])
    expect(parseMarkdown('```\nopen')).toEqual([{ type: 'code', text: 'open' }])
  })
  it('reads quotes and what is inside', () => {
    expect(parseMarkdown('> a\n> - b\nc')).toEqual([
      {
        type: 'quote',
        children: [
          { type: 'paragraph', children: [t('a')] },
          { type: 'list', start: null, items: [[{ type: 'paragraph', children: [t('b')] }]] },
        ],
      },
      { type: 'paragraph', children: [t('c')] },
    ])
  })
  it('reads lists, numbered and nested', () => {
    expect(parseMarkdown('3. x\n4. y\n   - z\n\nend')).toEqual([
      {
        type: 'list',
        start: 3,
        items: [
          [{ type: 'paragraph', children: [t('x')] }],
          [
            { type: 'paragraph', children: [t('y')] },
            { type: 'list', start: null, items: [[{ type: 'paragraph', children: [t('z')] }]] },
          ],
        ],
      },
      { type: 'paragraph', children: [t('end')] },
    ])
  })
  it('reads headings and dividers', () => {
    expect(parseMarkdown('## Plan\n---\n* * *')).toEqual([
      { type: 'heading', level: 2, children: [t('Plan')] },
      { type: 'divider' },
      { type: 'divider' },
    ])
  })
  it('survives anything, however long', () => {
    for (const piece of ['> ', '- ', '*', '_a', '`', '[', '~', '<', 'https://', '(', '\\'])
      expect(parseMarkdown(piece.repeat(8_000)).length).toBeGreaterThan(0)
  })
})
