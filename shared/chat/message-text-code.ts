/** A half-open range of a text, in UTF-16 code units. */
export interface TextRange {
  readonly start: number
  readonly end: number
}

/** A piece of code in a message, with its marks (`outer`) and without them (`inner`). */
export interface CodeRange {
  readonly outer: TextRange
  readonly inner: TextRange
}

interface Fence {
  readonly mark: string
  readonly length: number
  readonly start: number
  readonly contentStart: number
}

interface BacktickRun {
  readonly at: number
  readonly length: number
  readonly escaped: boolean
}

const fenceOpening = /^[ \t>]*(?:(?:[-*+]|\d{1,9}[.)])[ \t]+)*(`{3,}(?=[^`]*$)|~{3,})/
const fenceClosing = /^[ \t>]*(`{3,}|~{3,})[ \t]*$/
const blockOpening = /^[ \t>]*(?:[-*+]|\d{1,9}[.)]|#{1,6})[ \t]/
const blank = /^[ \t>]*$/

/**
 * Where a Markdown text holds code, in order and without overlap: fenced blocks, an unclosed one up to the end, and
 * spans, which end with their paragraph. Linear in the text's length.
 * @see https://spec.commonmark.org/0.31.2/#code-spans
 */
export function codeRangesOf(text: string): CodeRange[] {
  const found: CodeRange[] = []
  let fence: Fence | undefined
  let proseStart = 0
  for (const line of linesOf(text)) {
    const content = text.slice(line.start, line.end)
    if (fence) {
      if (!closes(fence, content)) continue
      found.push(fencedRange(fence, line))
      fence = undefined
      proseStart = line.end
      continue
    }
    fence = fenceOf(content, line)
    if (fence || blank.test(content) || blockOpening.test(content)) {
      found.push(...codeSpansIn(text, { start: proseStart, end: line.start }))
      proseStart = line.start
    }
  }
  const end = { start: text.length, end: text.length }
  return [...found, ...(fence ? [fencedRange(fence, end)] : codeSpansIn(text, { start: proseStart, end: text.length }))]
}

/** Whether the character at `index` is escaped: an odd number of backslashes stands before it. */
export function isEscaped(text: string, index: number): boolean {
  let backslashes = 0
  while (text[index - 1 - backslashes] === '\\') backslashes += 1
  return backslashes % 2 === 1
}

function* linesOf(text: string): Generator<TextRange> {
  let start = 0
  while (start <= text.length) {
    const newline = text.indexOf('\n', start)
    const end = newline === -1 ? text.length : newline
    yield { start, end }
    start = end + 1
  }
}

function fenceOf(content: string, line: TextRange): Fence | undefined {
  const marks = fenceOpening.exec(content)?.[1]
  if (marks === undefined) return undefined
  return { mark: marks.charAt(0), length: marks.length, start: line.start, contentStart: line.end + 1 }
}

function closes(fence: Fence, content: string): boolean {
  const marks = fenceClosing.exec(content)?.[1]
  return marks !== undefined && marks.startsWith(fence.mark) && marks.length >= fence.length
}

function fencedRange(fence: Fence, closing: TextRange): CodeRange {
  const innerStart = Math.min(fence.contentStart, closing.start)
  return { outer: { start: fence.start, end: closing.end }, inner: { start: innerStart, end: closing.start } }
}

function codeSpansIn(text: string, prose: TextRange): CodeRange[] {
  const runs = backtickRunsIn(text, prose)
  const descendingByLength = Map.groupBy(runs.keys().toArray().reverse(), (index) => runs[index]?.length ?? 0)
  const found: CodeRange[] = []
  let next = 0
  for (const [index, run] of runs.entries()) {
    if (index < next) continue
    const length = run.escaped ? run.length - 1 : run.length
    const start = run.at + run.length - length
    const closing = length > 0 ? runs[firstAfter(descendingByLength.get(length) ?? [], index)] : undefined
    if (!closing) continue
    const end = closing.at + length
    found.push({ outer: { start, end }, inner: { start: start + length, end: closing.at } })
    next = runs.indexOf(closing, index) + 1
  }
  return found
}

function backtickRunsIn(text: string, prose: TextRange): BacktickRun[] {
  return [...text.slice(prose.start, prose.end).matchAll(/`+/g)].map((match) => {
    const at = prose.start + match.index
    return { at, length: match[0].length, escaped: isEscaped(text, at) }
  })
}

/** The lowest of `descending` above `index`, or -1. Drops what it passes, so that all calls together stay linear. */
function firstAfter(descending: number[], index: number): number {
  while ((descending.at(-1) ?? Infinity) <= index) descending.pop()
  return descending.at(-1) ?? -1
}
