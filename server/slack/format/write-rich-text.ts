import type { RichTextBlock, RichTextElement, RichTextList, RichTextSection } from '@slack/web-api'
import { slackLinkTarget } from './escape.ts'
import { type ListBlock, nameMentions, type PersonNames, type RichBlock, type Run } from './rich-document.ts'

export type RichTextPart = RichTextBlock['elements'][number]

/** A list may leave out numbers; Slack's types do not know the field yet. */
type NumberedList = RichTextList & { offset?: number }

/** At most 3,000 UTF-16 code units, never half a character. */
const textPiece = /[^]{1,2999}(?![\udc00-\udfff])|[^]/g
const emoji = /(?<![\p{L}\p{N}]):([a-z0-9_'+-]{1,100}):(?![\p{L}\p{N}])/u

/**
 * The parts of a `rich_text` block for one of our blocks; a divider is no part of one. What a person typed stands in
 * `text` elements, which Slack shows as they are.
 * @see https://docs.slack.dev/reference/block-kit/blocks/rich-text-block/
 */
export function writeRichText(block: RichBlock, names: PersonNames): RichTextPart[] {
  switch (block.type) {
    case 'paragraph':
      return [section(elementsOf(block.runs, names))]
    case 'list':
      return listParts(block, { names, level: 0 })
    case 'quote':
      return [{ type: 'rich_text_quote', elements: orSpace(flatElements(block.blocks, names)) }]
    case 'code':
      return [{ type: 'rich_text_preformatted', elements: orSpace(textElements(block.text)) }]
    case 'divider':
      return []
  }
}

export function textElements(text: string, look: Partial<Pick<RichTextElement, 'style'>> = {}): { type: 'text'; text: string }[] {
  const pieces = text.match(textPiece) ?? []
  return pieces.map((piece) => ({ type: 'text', text: piece, ...look }))
}

function section(elements: RichTextElement[]): RichTextSection {
  return { type: 'rich_text_section', elements: orSpace(elements) }
}

function orSpace<T>(elements: T[]): (T | { type: 'text'; text: string })[] {
  return elements.length > 0 ? elements : [{ type: 'text', text: ' ' }]
}

function elementsOf(runs: readonly Run[], names: PersonNames): RichTextElement[] {
  return nameMentions(runs, names).flatMap((run): RichTextElement[] => {
    const look = styleOf(run)
    if (run.code) return textElements(run.text, look)
    if (run.url === undefined) return textWithEmoji(run.text, look)
    if (slackLinkTarget(run.url) === undefined) return textElements(run.text === run.url ? run.url : `${run.text} (${run.url})`, look)
    return [{ type: 'link', url: run.url, ...(run.text === run.url ? {} : { text: run.text }), ...look }]
  })
}

function styleOf(run: Run): { style?: { bold?: true; italic?: true; strike?: true; code?: true } } {
  const style = Object.fromEntries([...run.marks, ...(run.code ? (['code'] as const) : [])].map((mark) => [mark, true as const]))
  return Object.keys(style).length > 0 ? { style } : {}
}

/** In `rich_text` a shortcode is an element of its own; as text it would stay text. */
function textWithEmoji(text: string, look: ReturnType<typeof styleOf>): RichTextElement[] {
  return text.split(emoji).flatMap((piece, index): RichTextElement[] => {
    return index % 2 === 0 ? textElements(piece, look) : [{ type: 'emoji', name: piece, ...look }]
  })
}

/** What a quote or a list's item can hold: text only, a line for each block. */
function flatElements(blocks: readonly RichBlock[], names: PersonNames): RichTextElement[] {
  return blocks.flatMap((block, index) => [...(index > 0 ? textElements(block.isApart ? '\n\n' : '\n') : []), ...flatBlock(block, names)])
}

function flatBlock(block: RichBlock, names: PersonNames): RichTextElement[] {
  switch (block.type) {
    case 'paragraph':
      return elementsOf(block.runs, names)
    case 'code':
      return textElements(block.text, { style: { code: true } })
    case 'quote':
      return flatElements(block.blocks, names)
    case 'divider':
      return textElements('─'.repeat(10))
    case 'list':
      return block.items.flatMap((item, index) => {
        const sign = block.isOrdered ? `${block.start + index}. ` : '• '
        return [...textElements(index > 0 ? `\n${sign}` : sign), ...flatElements(item, names)]
      })
  }
}

interface ListPlace {
  readonly names: PersonNames
  readonly level: number
}

/** Slack's lists are flat: a list inside an item is a list of its own, indented, and the outer one goes on after it. */
function listParts(list: ListBlock, place: ListPlace): RichTextPart[] {
  const parts: RichTextPart[] = []
  let open: NumberedList | undefined
  for (const [index, item] of list.items.entries()) {
    const text = item.filter((block) => block.type === 'paragraph' || block.type === 'quote' || block.type === 'divider')
    const others = item.filter((block) => block.type === 'list' || block.type === 'code')
    if (!open) parts.push((open = emptyList(list, { level: place.level, offset: list.start - 1 + index })))
    open.elements.push(section(flatElements(text, place.names)))
    if (others.length === 0) continue
    open = undefined
    const inner = { ...place, level: place.level + 1 }
    parts.push(...others.flatMap((block) => (block.type === 'list' ? listParts(block, inner) : writeRichText(block, place.names))))
  }
  return parts
}

function emptyList(list: ListBlock, at: { level: number; offset: number }): NumberedList {
  const offset = list.isOrdered && at.offset > 0 ? { offset: at.offset } : {}
  return { type: 'rich_text_list', style: list.isOrdered ? 'ordered' : 'bullet', indent: Math.min(at.level, 8), elements: [], ...offset }
}
