import type { Block } from './document.ts'
import { parseInline } from './parse-inline.ts'

const fenceLine = /^ {0,3}(`{3,}(?=[^`]*$)|~{3,})/
const headingLine = /^ {0,3}(#{1,6})[ \t]+(.*?)(?:[ \t]+#+)?[ \t]*$/
const dividerLine = /^ {0,3}([-*_])(?:[ \t]*\1){2,}[ \t]*$/
const quoteLine = /^ {0,3}> ?(.*)$/
const itemLine = /^( {0,3})([-*+]|(\d{1,9})[.)])(?:[ \t]+(.*)|$)/
const MAX_DEPTH = 12

/** Reads a whole message. Never throws, whatever was typed; deeper than 12 levels stays text. */
export function parseMarkdown(text: string, depth = 0): Block[] {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const blocks: Block[] = []
  let at = 0
  while (at < lines.length) {
    if ((lines[at] ?? '').trim() === '') {
      at += 1
      continue
    }
    const { block, next } = readBlock(lines, at, depth)
    blocks.push(block)
    at = next
  }
  return blocks
}

interface Read {
  block: Block
  next: number
}

function readBlock(lines: string[], at: number, depth: number): Read {
  const line = lines[at] ?? ''
  const heading = headingLine.exec(line)
  if (fenceLine.test(line)) return readFence(lines, at)
  if (heading) return { block: { type: 'heading', level: heading[1]?.length ?? 1, children: parseInline(heading[2] ?? '') }, next: at + 1 }
  if (dividerLine.test(line)) return { block: { type: 'divider' }, next: at + 1 }
  if (depth < MAX_DEPTH && quoteLine.test(line)) return readQuote(lines, at, depth)
  if (depth < MAX_DEPTH && itemLine.test(line)) return readList(lines, at, depth)
  return readParagraph(lines, at, depth)
}

function readFence(lines: string[], at: number): Read {
  const mark = fenceLine.exec(lines[at] ?? '')?.[1] ?? '```'
  const closing = new RegExp(`^ {0,3}${mark.charAt(0)}{${mark.length},}[ \\t]*$`)
  const end = lines.findIndex((line, index) => index > at && closing.test(line))
  const until = end === -1 ? lines.length : end
  return { block: { type: 'code', text: lines.slice(at + 1, until).join('\n') }, next: until + 1 }
}

function readQuote(lines: string[], at: number, depth: number): Read {
  let next = at
  const inner: string[] = []
  for (let match = quoteLine.exec(lines[next] ?? ''); match; match = quoteLine.exec(lines[next] ?? '')) {
    inner.push(match[1] ?? '')
    next += 1
    if (next >= lines.length) break
  }
  return { block: { type: 'quote', children: parseMarkdown(inner.join('\n'), depth + 1) }, next }
}

function readList(lines: string[], at: number, depth: number): Read {
  const first = itemLine.exec(lines[at] ?? '')
  const kind = kindOf(first)
  const items: Block[][] = []
  let next = at
  while (next < lines.length) {
    const match = itemLine.exec(lines[next] ?? '')
    if (!match || kindOf(match) !== kind || dividerLine.test(lines[next] ?? '')) break
    const item = readItem(lines, next, match)
    items.push(parseMarkdown(item.text, depth + 1))
    next = item.next
  }
  return { block: { type: 'list', start: first?.[3] === undefined ? null : Number(first[3]), items }, next }
}

function kindOf(match: RegExpExecArray | null): string {
  return match?.[3] === undefined ? (match?.[2] ?? '') : 'number'
}

/** An item ends at the next line that is not indented below its text; blank lines inside it stay only when more of it follows. */
function readItem(lines: string[], at: number, match: RegExpExecArray): { text: string; next: number } {
  const indent = (match[1]?.length ?? 0) + (match[2]?.length ?? 1) + 1
  const inner = [match[4] ?? '']
  let next = at + 1
  while (next < lines.length) {
    const line = lines[next] ?? ''
    const following = lines[next + 1] ?? ''
    if (line.trim() === '' ? indentOf(following) < Math.min(indent, 2) || following.trim() === '' : indentOf(line) < Math.min(indent, 2))
      break
    inner.push(line.slice(Math.min(indentOf(line), indent)))
    next += 1
  }
  return { text: inner.join('\n'), next: (lines[next] ?? 'x').trim() === '' && itemLine.test(lines[next + 1] ?? '') ? next + 1 : next }
}

function indentOf(line: string): number {
  return line.length - line.trimStart().length
}

function readParagraph(lines: string[], at: number, depth: number): Read {
  let next = at + 1
  while (next < lines.length && continuesParagraph(lines[next] ?? '', depth)) next += 1
  const text = lines
    .slice(at, next)
    .map((line) => line.trimEnd())
    .join('\n')
  return { block: { type: 'paragraph', children: parseInline(text.trim()) }, next }
}

function continuesParagraph(line: string, depth: number): boolean {
  if (line.trim() === '' || fenceLine.test(line) || headingLine.test(line) || dividerLine.test(line)) return false
  return depth >= MAX_DEPTH || !(quoteLine.test(line) || itemLine.test(line))
}
