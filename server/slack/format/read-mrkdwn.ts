import { isDrawnItem, isItemContinuation, readDrawnLists } from './read-drawn-list.ts'
import { codeText, readMrkdwnLine } from './read-mrkdwn-line.ts'
import type { RichBlock, Run } from './rich-document.ts'
import type { SlackNames } from './slack-entity.ts'

type Segment = { readonly type: 'line'; readonly text: string } | { readonly type: 'code'; readonly text: string }

const fence = '```'
const quoted = /^(?:&gt;|>|＞) ?/
const dividerLine = /^─{3,}$/
const deepestQuote = 8

/**
 * Reads mrkdwn: lines that begin with `>` are a quote (`>>>`: all that follows), those drawn with `•` or a number a
 * list, three backticks begin and end code wherever they stand.
 * @see https://docs.slack.dev/messaging/formatting-message-text/
 */
export function readMrkdwn(text: string, names: SlackNames): RichBlock[] {
  return readAtDepth(text.replace(/\r\n?/g, '\n'), { names, depth: 0 })
}

interface Place {
  readonly names: SlackNames
  readonly depth: number
}

function readAtDepth(text: string, place: Place): RichBlock[] {
  const segments = segmentsOf(text)
  const blocks: RichBlock[] = []
  let index = 0
  let isApart = false
  while (index < segments.length) {
    const length = lengthOfBlock(segments, index)
    const read = readBlocks(segments.slice(index, index + length), { ...place, isApart: isApart && blocks.length > 0 })
    blocks.push(...read)
    isApart = read.length === 0
    index += length
  }
  return blocks
}

function segmentsOf(text: string): Segment[] {
  const segments: Segment[] = []
  let at = 0
  let isLastFence = false
  while (at <= text.length) {
    const newline = text.indexOf('\n', at)
    const end = newline === -1 ? text.length : newline
    const opening: number = isLastFence || quoted.test(text.slice(at, end)) ? -1 : text.slice(at, end).indexOf(fence)
    const closing = opening === -1 ? -1 : text.indexOf(fence, at + opening + fence.length)
    isLastFence ||= opening !== -1 && closing === -1
    if (closing === -1) {
      segments.push({ type: 'line', text: text.slice(at, end) })
      at = end + 1
      continue
    }
    if (opening > 0) segments.push({ type: 'line', text: text.slice(at, at + opening) })
    segments.push({ type: 'code', text: text.slice(at + opening + fence.length, closing).replace(/^\n|\n$/g, '') })
    at = closing + fence.length
    if (text[at] === '\n' || at === text.length) at += 1
  }
  return segments
}

type LineKind = 'code' | 'quote' | 'blank' | 'divider' | 'item' | 'text'

function kindOf(segment: Segment | undefined): LineKind | undefined {
  if (!segment || segment.type === 'code') return segment?.type
  if (quoted.test(segment.text)) return 'quote'
  if (segment.text.trim() === '') return 'blank'
  if (dividerLine.test(segment.text.trim())) return 'divider'
  return isDrawnItem(segment.text) ? 'item' : 'text'
}

function lengthOfBlock(segments: readonly Segment[], start: number): number {
  const kind = kindOf(segments[start])
  if (kind === 'code' || kind === 'divider') return 1
  if (kind === 'item') return lengthOfList(segments, start)
  let end = start + 1
  if (kind === 'quote' && /^(?:&gt;|>){3}/.test(textOf(segments[start]))) return segments.length - start
  while (kindOf(segments[end]) === kind) end += 1
  return end - start
}

/** Items, what is indented below them, and blank lines between items. */
function lengthOfList(segments: readonly Segment[], start: number): number {
  let end = start + 1
  for (let index = end; index < segments.length; index += 1) {
    const kind = kindOf(segments[index])
    if (kind === 'blank') continue
    const belongs = kind === 'item' || (kind === 'text' && index === end && isItemContinuation(textOf(segments[index])))
    if (!belongs) break
    end = index + 1
  }
  return end - start
}

function readBlocks(segments: readonly Segment[], place: Place & { isApart: boolean }): RichBlock[] {
  const { names, isApart } = place
  const lines = segments.map(textOf)
  switch (kindOf(segments[0])) {
    case 'code':
      return [{ type: 'code', isApart, text: lines.map((line) => codeText(line, names)).join('\n') }]
    case 'divider':
      return [{ type: 'divider', isApart }]
    case 'quote':
      return [{ type: 'quote', isApart, blocks: readQuote(lines, place) }]
    case 'item':
      return readDrawnLists(lines, names).map((list, index) => (index === 0 ? { ...list, isApart } : list))
    case 'text':
      return [{ type: 'paragraph', isApart, runs: readLines(lines, names) }]
    default:
      return []
  }
}

function readQuote(lines: readonly string[], place: Place): RichBlock[] {
  const isLong = /^(?:&gt;|>){3}/.test(lines[0] ?? '')
  const inner = isLong
    ? [(lines[0] ?? '').replace(/^(?:&gt;|>){3} ?/, ''), ...lines.slice(1)]
    : lines.map((line) => line.replace(quoted, ''))
  if (place.depth < deepestQuote) return readAtDepth(inner.join('\n'), { ...place, depth: place.depth + 1 })
  return [{ type: 'paragraph', isApart: false, runs: readLines(inner, place.names) }]
}

function readLines(lines: readonly string[], names: SlackNames): Run[] {
  return lines.flatMap((line, index) => [...(index > 0 ? [{ text: '\n', marks: [] }] : []), ...readMrkdwnLine(line, names)])
}

function textOf(segment: Segment | undefined): string {
  return segment?.text ?? ''
}
