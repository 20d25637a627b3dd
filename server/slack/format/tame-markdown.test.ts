import { describe, expect, it } from 'vitest'
import { withoutGuards } from './escape.ts'
import { markdownToBlocks } from './markdown-to-blocks.ts'
import { markdownToMrkdwn } from './markdown-to-mrkdwn.ts'
import { tameMarkdown } from './tame-markdown.ts'

const nobody = { nameOfPerson: () => undefined }
const hostile: [what: string, text: string][] = [
  ['emphasis in emphasis', '*a '.repeat(3_000) + ' a*'.repeat(3_000)],
  ['emphasis after emphasis', 'a*'.repeat(10_000)],
  ['quotes in quotes', `${'> '.repeat(6_000)}a`],
  ['lists in lists', `${'- '.repeat(6_000)}a`],
  ['numbers in numbers', `${'1. '.repeat(6_000)}a`],
  ['images in images', `${'!['.repeat(2_000)}a${'](b)'.repeat(2_000)}`],
  ['marks of all kinds', '*_~`<@[!'.repeat(2_000)],
]

describe('taming Markdown', () => {
  it.each(hostile)('[BR8] %s do not stop the server', (_what, text) => {
    expect(markdownToMrkdwn(text, nobody)).not.toBe('')
    expect(markdownToBlocks(text, nobody)).not.toEqual([])
  })

  it('[BR8] leaves alone what people write', () => {
    const text = `${'**a** [b](c) '.repeat(300)}\n\n> - 1. > - deep\n\n${'- '.repeat(40)}\n\n\`\`\`\n${'*_[ '.repeat(2_000)}\n${'> '.repeat(30)}\n\`\`\``
    expect(tameMarkdown(text)).toBe(text)
  })

  it('[BR8] loses no character of what it tames', () => {
    expect(markdownToMrkdwn('a*'.repeat(3_000), nobody).match(/a/g)).toHaveLength(3_000)
    expect(withoutGuards(markdownToMrkdwn(`${'> '.repeat(30)}a`, nobody))).toBe(`> ${'&gt; '.repeat(10)}a`)
  })
})
