import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { cutDocument } from './cut-document.ts'
import { joinParts, strongerSeam } from './document-part.ts'
import { readMarkdown } from './read-markdown.ts'
import type { RichBlock } from './rich-document.ts'
import { anyDocument, anyText } from './testing/any-document.ts'
import { renderedContent } from './testing/rendered-content.ts'
import { writeMarkdown } from './write-markdown.ts'
import { writeMrkdwn } from './write-mrkdwn.ts'

const nobody = { nameOfPerson: () => undefined }
const lengthOf = (blocks: readonly RichBlock[]) => writeMrkdwn(blocks, nobody).length
const cut = (markdown: string, limit: number) => cutDocument(readMarkdown(markdown), (blocks) => lengthOf(blocks) / limit)
const markdownOf = (markdown: string, limit: number) => cut(markdown, limit).map(({ blocks }) => writeMarkdown(blocks))
const joined = (markdown: string, limit: number) =>
  joinParts(cut(markdown, limit).map(({ blocks, seam }) => ({ markdown: writeMarkdown(blocks), seam })))
const lines = (count: number, line = 'line number') => Array.from({ length: count }, (_, index) => `${line} ${index}`).join('\n')

describe('a message in parts', () => {
  it('[BR8] is cut at a paragraph before a line, at a line before a word', () => {
    const paragraph = 'a'.repeat(60)
    expect(markdownOf(`${paragraph}\n\n${paragraph}`, 100)).toEqual([paragraph, paragraph])
    expect(markdownOf(`${paragraph}\n${paragraph} b`, 100)).toEqual([paragraph, `${paragraph} b`])
    expect(markdownOf('word '.repeat(60).trim(), 100).every((part) => /^(?:word ?)+$/.test(part))).toBe(true)
  })

  it('[BR8] keeps marks, code, quotes and lists whole on both sides of a cut, and one when it is joined', () => {
    const bold = `**${'word '.repeat(60).trim()}**`
    expect(markdownOf(bold, 100).every((part) => /^\*\*(?:word ?)+\*\*$/.test(part))).toBe(true)
    const code = `\`\`\`\n${lines(20)}\n\`\`\``
    for (const part of markdownOf(code, 100)) expect(part).toMatch(/^```\n(?:line number \d+\n)+```$/)
    const list = lines(20, '- item').replaceAll(/^- item (\d+)/gm, '- item $1')
    for (const part of markdownOf(list, 100)) expect(part).toMatch(/^(?:- item \d+\n?)+$/)
    const numbered = Array.from({ length: 20 }, (_, index) => `${index + 1}. item`).join('\n')
    expect(markdownOf(numbered, 60)[1]).toMatch(/^[2-9]\. item/)
    const quote = `> ${'quoted '.repeat(40).trim()}\n> \n> ${'again '.repeat(40).trim()}`
    for (const part of markdownOf(quote, 100)) expect(part).toMatch(/^> (?:quoted|again)/)
    for (const whole of [bold, code, list, numbered, quote]) expect(joined(whole, 100)).toBe(whole.replaceAll(/^> $/gm, '>'))
  })

  it('[BR8] cuts no link, no mention, no character', () => {
    const mentions = '<@p:01890000-0000-7000-8000-000000000001> '.repeat(30).trim()
    for (const text of ['[a label](https://a.example/x) '.repeat(20).trim(), mentions, '👨‍👩‍👧'.repeat(50)]) {
      expect(markdownOf(text, 101).length).toBeGreaterThan(1)
      expect(joined(text, 101)).toBe(text)
    }
    expect(markdownOf(mentions, 101).every((part) => /^(?:<@p:[\w-]+> ?)+$/.test(part))).toBe(true)
  })

  it('[BR8] is the same again when it is joined, wherever it was cut, and no part is too long', () => {
    fc.assert(
      fc.property(fc.oneof(anyDocument.map(writeMarkdown), anyText), fc.integer({ min: 100, max: 300 }), (markdown, limit) => {
        const document = readMarkdown(markdown)
        const parts = cut(markdown, limit)
        expect(
          renderedContent(readMarkdown(joinParts(parts.map(({ blocks, seam }) => ({ markdown: writeMarkdown(blocks), seam }))))),
        ).toEqual(renderedContent(document))
        for (const { blocks } of parts) expect(lengthOf(blocks)).toBeLessThanOrEqual(limit)
      }),
      { numRuns: 60 },
    )
  }, 30_000)

  it('[BR8] begins anew where its author has made something else of one side of a cut', () => {
    const [first, second] = cut(`\`\`\`\n${lines(8)}\n\`\`\``, 100)
    expect(second?.seam).toEqual({ depth: 0, with: 'text', glue: '\n' })
    const part = { markdown: writeMarkdown(second?.blocks ?? []), seam: second?.seam ?? first!.seam }
    expect(joinParts([{ markdown: 'no code', seam: part.seam }, part])).toBe(`no code\n\n${part.markdown}`)
  })

  it('[BR7] goes on as what parted them most where a part between is gone', () => {
    const [apart, item, word] = (['apart', 'item', 'text'] as const).map((how) => ({
      depth: 0,
      with: how,
      glue: how === 'text' ? ' ' : '',
    }))
    expect(strongerSeam(word!, apart!)).toBe(apart)
    expect(strongerSeam(item!, word!)).toBe(item)
    expect(strongerSeam({ ...apart!, depth: 1 }, word!)).toBe(word)
  })
})
