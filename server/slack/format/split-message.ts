interface Fence {
  readonly open: number
  /** Behind the closing backticks. */
  readonly end: number
  /** `> ` when the fence stands in a quote. */
  readonly prefix: string
}

interface Cut {
  readonly end: number
  readonly next: number
  /** The code that the cut goes through. */
  readonly fence: Fence | undefined
}

const fenceSign = '```'
/** What must stay in one piece: an entity, a fence's sign, a character between word joiners. */
const indivisible = /<[^<>\n]{1,4000}>|&(?:amp|lt|gt);|```|(?:\u{2060}[*_~`])+\u{2060}|\u{2060}(?:&gt;|\S)/gu
const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' })

/**
 * Splits mrkdwn into parts of at most `limit` characters, at paragraphs where it can, then at lines, words, characters.
 * Only white space at the cuts is left out. Code that goes over a cut is closed before and opened again after it.
 * @param limit at least 100; Slack takes 40,000 in a text, but blocks only to about 13,000 in all
 * @throws RangeError when the limit is lower
 * @see https://docs.slack.dev/messaging/formatting-message-text/
 */
export function splitMrkdwn(text: string, limit = 9_000): string[] {
  if (limit < 100) throw new RangeError(`no part of a message can be as short as ${limit}`)
  const fences = fencesIn(text)
  const parts: string[] = []
  let start = 0
  let reopened = ''
  while (reopened.length + text.length - start > limit) {
    const cut = cutAfter({ text, start, fences }, limit - reopened.length)
    const closing = cut.fence ? `\n${cut.fence.prefix}${fenceSign}` : ''
    pushPart(parts, reopened + text.slice(start, cut.end) + closing)
    reopened = cut.fence ? `${cut.fence.prefix}${fenceSign}\n` : ''
    start = cut.next
  }
  pushPart(parts, reopened + text.slice(start))
  return parts
}

function pushPart(parts: string[], part: string): void {
  if (part.trim() !== '') parts.push(part)
}

function fencesIn(text: string): Fence[] {
  const fences: Fence[] = []
  let open = text.indexOf(fenceSign)
  while (open !== -1) {
    const close = text.indexOf(fenceSign, open + fenceSign.length)
    if (close === -1) break
    const lineStart = text.lastIndexOf('\n', open) + 1
    const end = close + fenceSign.length
    fences.push({ open, end, prefix: /^(?:>|&gt;) ?/.exec(text.slice(lineStart, open))?.[0] ?? '' })
    open = text.indexOf(fenceSign, end)
  }
  return fences
}

interface Remainder {
  readonly text: string
  readonly start: number
  readonly fences: readonly Fence[]
}

function cutAfter(remainder: Remainder, limit: number): Cut {
  const { text, start } = remainder
  const cut = bestCut(remainder, limit)
  const fence = fenceAt(remainder.fences, cut.end)
  if (!fence) return { ...cut, fence }
  if (fence.open > start + limit / 2) return { end: fence.open, next: fence.open, fence: undefined }
  const shorter = bestCut(remainder, limit - `\n${fence.prefix}${fenceSign}`.length)
  const stillIn = fenceAt(remainder.fences, shorter.end)
  if (!stillIn) return { ...shorter, fence: undefined }
  const next = text[shorter.end] === '\n' ? shorter.end + 1 : shorter.end
  return { end: shorter.end, next: Math.max(next, start + 1), fence: stillIn }
}

function fenceAt(fences: readonly Fence[], index: number): Fence | undefined {
  return fences.find((fence) => fence.open < index && index < fence.end)
}

/** The last place to cut within `length` characters, the better kinds only when they leave no part under half of it. */
function bestCut({ text, start }: Remainder, length: number): { end: number; next: number } {
  const window = text.slice(start, start + length + 1)
  const wholes = wholesIn(text, start, start + length)
  for (const [space, least] of [
    ['\n\n', length / 2],
    ['\n', length / 4],
    [' ', 1],
  ] as const) {
    let at = window.lastIndexOf(space, length)
    while (at >= least && isWithin(wholes, start + at)) at = window.lastIndexOf(space, at - 1)
    if (at >= least) return { end: start + at, next: start + at + space.length }
  }
  const end = characterCut(
    window,
    wholes.map((whole) => ({ open: whole.open - start, end: whole.end - start })),
  )
  return { end: start + end, next: start + end }
}

interface Whole {
  readonly open: number
  readonly end: number
}

function wholesIn(text: string, start: number, end: number): Whole[] {
  const around = text.slice(start, end + 4_002)
  return [...around.matchAll(indivisible)].map((match) => ({ open: start + match.index, end: start + match.index + match[0].length }))
}

function isWithin(wholes: readonly Whole[], index: number): boolean {
  return wholes.some((whole) => whole.open < index && index < whole.end)
}

/** Between two characters as a person counts them, and in no whole, unless one alone is longer than a part. */
function characterCut(window: string, wholes: readonly Whole[]): number {
  let cut = 0
  for (const { index } of graphemes.segment(window)) {
    if (index > 0 && !isWithin(wholes, index)) cut = index
  }
  if (cut > 0) return cut
  const end = window.length - 1
  return /[\u{dc00}-\u{dfff}]/u.test(window.charAt(end)) && end > 1 ? end - 1 : end
}
