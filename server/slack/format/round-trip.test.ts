import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { markdownToBlocks } from './markdown-to-blocks.ts'
import { markdownToMrkdwn } from './markdown-to-mrkdwn.ts'
import { slackMessageToMarkdown } from './message-content.ts'
import { mrkdwnToMarkdown } from './mrkdwn-to-markdown.ts'
import { readMarkdown } from './read-markdown.ts'
import { readMrkdwn } from './read-mrkdwn.ts'
import { anyDocument, anyText } from './testing/any-document.ts'
import { renderedContent } from './testing/rendered-content.ts'
import { writeMarkdown } from './write-markdown.ts'

const nobody = { nameOfPerson: () => undefined }
const strangers = { personOfSlackUser: () => undefined, nameOfChannel: () => undefined }
const runs = { numRuns: 100 }

function seen(markdown: string): unknown {
  return renderedContent(readMarkdown(markdown))
}

describe('what one wrote is what the other reads', () => {
  it('[BR8] a document written as Markdown is read as that document', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        expect(seen(writeMarkdown(document))).toEqual(renderedContent(document))
      }),
      runs,
    )
  })

  it('[BR8] a document survives Slack and back as mrkdwn', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const markdown = writeMarkdown(document)
        expect(seen(mrkdwnToMarkdown(markdownToMrkdwn(markdown, nobody), strangers))).toEqual(seen(markdown))
      }),
      runs,
    )
  })

  it('[BR8] a document survives Slack and back as blocks', () => {
    fc.assert(
      fc.property(anyDocument, (document) => {
        const markdown = writeMarkdown(document)
        const blocks = markdownToBlocks(markdown, nobody)
        expect(seen(slackMessageToMarkdown({ text: '', blocks }, strangers))).toEqual(seen(markdown))
      }),
      runs,
    )
  })

  it('[BR8] whatever a person types is read the same after Slack, as mrkdwn and as blocks', () => {
    /** Not code, not quotes and not a list in a line, which Slack cannot nest, nor a token, which becomes a name. */
    const onlyText = anyText.filter((text) => !/[`>]|<@all|([-+*]|1\.)\s*([-+*#]|1\.)/.test(text))
    fc.assert(
      fc.property(onlyText, (markdown) => {
        expect(seen(mrkdwnToMarkdown(markdownToMrkdwn(markdown, nobody), strangers))).toEqual(seen(markdown))
        expect(seen(slackMessageToMarkdown({ text: '', blocks: markdownToBlocks(markdown, nobody) }, strangers))).toEqual(seen(markdown))
      }),
      { numRuns: 500 },
    )
  })

  it('[BR8] whatever Slack shows, Atrium reads', () => {
    fc.assert(
      fc.property(anyText, (mrkdwn) => {
        expect(seen(mrkdwnToMarkdown(mrkdwn, strangers))).toEqual(renderedContent(readMrkdwn(mrkdwn, strangers)))
      }),
      { numRuns: 1_000 },
    )
  })
})
