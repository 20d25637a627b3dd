import type { DividerBlock, RichTextBlock } from '@slack/web-api'
import { readMarkdown } from './read-markdown.ts'
import type { PersonNames, RichBlock } from './rich-document.ts'
import { type RichTextPart, textElements, writeRichText } from './write-rich-text.ts'

export type SlackBlock = RichTextBlock | DividerBlock

const mostBlocks = 50
/** A `rich_text` block has no limit of its own in the documentation; a section's is kept between paragraphs. */
const longestBlock = 3_000

/**
 * Atrium's message text as Block Kit: `rich_text` for text, lists, quotes and code, `divider` for dividers. Exact where
 * mrkdwn is not, since `rich_text` has no characters that act. At most 50 blocks, nothing is dropped.
 * @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/
 * @see https://docs.slack.dev/messaging/formatting-message-text/
 */
export function markdownToBlocks(text: string, names: PersonNames): SlackBlock[] {
  return writeBlocks(readMarkdown(text), names)
}

/** The same for what has been read already. */
export function writeBlocks(document: readonly RichBlock[], names: PersonNames): SlackBlock[] {
  const native = layOut(document, { names, longest: longestBlock })
  if (native.length <= mostBlocks) return native
  const drawn = document.map(drawDivider)
  for (let longest = longestBlock; ; longest *= 2) {
    const blocks = layOut(drawn, { names, longest })
    if (blocks.length <= mostBlocks) return blocks
  }
}

function drawDivider(block: RichBlock): RichBlock {
  return block.type === 'divider' ? { type: 'paragraph', isApart: block.isApart, runs: [{ text: '─'.repeat(10), marks: [] }] } : block
}

interface Layout {
  readonly names: PersonNames
  readonly longest: number
}

function layOut(document: readonly RichBlock[], layout: Layout): SlackBlock[] {
  const blocks: SlackBlock[] = []
  let room = 0
  for (const block of document) {
    if (block.type === 'divider') {
      blocks.push({ type: 'divider' })
      continue
    }
    const parts = writeRichText(block, layout.names)
    const length = JSON.stringify(parts).length
    const last = blocks.at(-1)
    if (last?.type === 'rich_text' && length <= room) {
      append(last, parts, block.isApart)
      room -= length
    } else {
      blocks.push({ type: 'rich_text', elements: parts })
      room = layout.longest - length
    }
  }
  return blocks
}

/** Paragraphs in a row share a section, where line breaks part them; other parts stand on lines of their own. */
function append(block: RichTextBlock, parts: readonly RichTextPart[], isApart: boolean): void {
  const last = block.elements.at(-1)
  const [first, ...others] = parts
  if (!first) return
  if (last?.type === 'rich_text_section' && first.type === 'rich_text_section') {
    last.elements.push(...textElements(isApart ? '\n\n' : '\n'), ...first.elements)
    block.elements.push(...others)
    return
  }
  if (last?.type === 'rich_text_section') last.elements.push(...textElements(isApart ? '\n\n' : '\n'))
  if (first.type === 'rich_text_section' && isApart) first.elements.unshift(...textElements('\n'))
  block.elements.push(...parts)
}
