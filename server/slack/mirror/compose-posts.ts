import { escapeMrkdwn } from '../format/escape.ts'
import { cutDocument, type CutPart } from '../format/cut-document.ts'
import type { MessagePart } from '../format/document-part.ts'
import { writeBlocks } from '../format/markdown-to-blocks.ts'
import { readMarkdown } from '../format/read-markdown.ts'
import type { PersonNames, RichBlock } from '../format/rich-document.ts'
import { shownTextOf } from '../format/shown-text.ts'
import { splitMrkdwn } from '../format/split-message.ts'
import { writeMarkdown } from '../format/write-markdown.ts'
import { writeMrkdwn } from '../format/write-mrkdwn.ts'

/** What one `chat.postMessage` says. */
export interface ComposedPost {
  text: string
  /** Null: the text is shown as it is. */
  blocks: Record<string, unknown>[] | null
  /** Null where the post is all of its message. */
  part: MessagePart | null
}

/** Slack refuses blocks above about 13,000 characters in all, and cuts texts long before their limit. */
const MOST_BLOCK_CHARACTERS = 12_000
const MOST_TEXT = 9_000
const MOST_BLOCKS = 50
/** Of names and of what we say about them. */
const MOST_HEADER = 300

/**
 * Atrium's message text as one post, or as several when it is longer than Slack takes. The text stands beside the blocks
 * for notifications and for whoever shows no blocks. None for no text.
 * @param header says who wrote it, where the post itself cannot; plain text
 */
export function composePosts(markdown: string, names: PersonNames, header: string | null): ComposedPost[] {
  if (markdown === '') return []
  const said = header === null ? '' : `${headerLine(header)}\n`
  const document = readMarkdown(markdown)
  if (writeMrkdwn(document, names).trim() === '') return inText(said + escapeMrkdwn(markdown))
  const sayingOf = (content: readonly RichBlock[]) => ({
    text: writeMrkdwn(content, names),
    blocks: withHeader(writeBlocks(content, names), said),
  })
  const parts = cutDocument(document, (content) => fullnessOf(sayingOf(content)))
  const composed = parts.flatMap((part, index): Omit<Composed, 'index'>[] => {
    const { text, blocks } = sayingOf(part.blocks)
    const saidHere = index === 0 ? said : ''
    if (fullnessOf({ text, blocks }) > 1) return piecesOf(part, saidHere + text)
    const says = { text: saidHere + text, blocks: withHeader(writeBlocks(part.blocks, names), saidHere) }
    return [{ ...says, markdown: writeMarkdown(part.blocks), seam: part.seam }]
  })
  return composed.map(({ text, blocks, ...part }, index) => ({ text, blocks, part: composed.length > 1 ? { index, ...part } : null }))
}

type Composed = Omit<ComposedPost, 'part'> & MessagePart

function fullnessOf({ text, blocks }: { text: string; blocks: readonly object[] }): number {
  return Math.max(text.length / MOST_TEXT, JSON.stringify(blocks).length / MOST_BLOCK_CHARACTERS, blocks.length / MOST_BLOCKS)
}

/** One thing that is longer than a post, such as an address of thousands of characters, is cut as the text that it is. */
function piecesOf({ seam }: CutPart, text: string): Omit<Composed, 'index'>[] {
  return inText(text).map((post, index) => ({
    ...post,
    markdown: shownTextOf(post),
    seam: index === 0 ? seam : { depth: 0, with: 'text', glue: '' },
  }))
}

function inText(text: string): ComposedPost[] {
  return splitMrkdwn(text, MOST_TEXT).map((piece) => ({ text: piece, blocks: null, part: null }))
}

/** Who wrote what follows, as mrkdwn. */
export function headerLine(header: string): string {
  return `*${escapeMrkdwn(header.slice(0, MOST_HEADER)).replaceAll('*', '')}*`
}

/** `chat.update` takes less text than a post may have; where blocks are shown, the text stands for notifications alone. */
const MOST_UPDATE_TEXT = 3_900
const LONGEST_SECTION = 2_900

/** What a post says, as `chat.update` takes it: a long text goes into sections. */
export function updateOf({ text, blocks, part }: ComposedPost): ComposedPost {
  if (text.length <= MOST_UPDATE_TEXT) return { text, blocks, part }
  const sections = splitMrkdwn(text, LONGEST_SECTION).map((piece) => ({ type: 'section', text: { type: 'mrkdwn', text: piece } }))
  return { text: splitMrkdwn(text, MOST_UPDATE_TEXT)[0] ?? '', blocks: blocks ?? sections, part }
}

function withHeader(blocks: object[], said: string): Record<string, unknown>[] {
  const content = blocks.map((block) => ({ ...block }))
  if (said === '') return content
  return [{ type: 'context', elements: [{ type: 'mrkdwn', text: said.trimEnd() }] }, ...content]
}
