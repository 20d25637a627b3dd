import { withoutGuards } from '../escape.ts'
import { linesOfRuns, type ListBlock, type RichBlock, type Run } from '../rich-document.ts'

/** What a person sees of a document, in plain values that can be compared. */
export type Rendered =
  | { readonly lines: string[] }
  | { readonly list: string; readonly items: Rendered[][] }
  | { readonly quote: Rendered[] }
  | { readonly code: string }
  | 'divider'

/**
 * What is seen, whatever wrote it: no mark on white space, no white space around lines, no block that is empty, code
 * that is blank as empty code, lists and paragraphs that only a blank line parts as Slack has them.
 */
export function renderedContent(blocks: readonly RichBlock[]): Rendered[] {
  const rendered: Rendered[] = []
  let isAfterNothing = false
  for (const block of joinLists(blocks)) {
    const seen = renderedBlock(block)
    const last = rendered.at(-1)
    const isApart = block.isApart || isAfterNothing
    isAfterNothing = seen === undefined
    if (seen === undefined) continue
    if (typeof seen === 'object' && 'lines' in seen && typeof last === 'object' && 'lines' in last) {
      rendered[rendered.length - 1] = { lines: [...last.lines, ...(isApart ? [''] : []), ...seen.lines] }
    } else rendered.push(seen)
  }
  return rendered
}

function renderedBlock(block: RichBlock): Rendered | undefined {
  switch (block.type) {
    case 'paragraph': {
      const lines = linesOfRuns(block.runs)
        .map(renderedLine)
        .filter((line) => line !== '')
      return lines.length > 0 ? { lines } : undefined
    }
    case 'list':
      return { list: block.isOrdered ? String(block.start) : '•', items: block.items.map((item) => renderedContent(item.map(notApart))) }
    case 'quote': {
      const quote = renderedContent(block.blocks)
      return quote.length > 0 ? { quote } : undefined
    }
    case 'code':
      return { code: block.text.trim() === '' ? '' : withoutGuards(block.text) }
    case 'divider':
      return 'divider'
  }
}

function notApart(block: RichBlock): RichBlock {
  return { ...block, isApart: false }
}

function joinLists(blocks: readonly RichBlock[]): RichBlock[] {
  const joined: RichBlock[] = []
  for (const block of blocks) {
    const last = joined.at(-1)
    if (last?.type === 'list' && block.type === 'list' && continues(last, block))
      joined[joined.length - 1] = { ...last, items: [...last.items, ...block.items] }
    else joined.push(block)
  }
  return joined
}

function continues(list: ListBlock, next: ListBlock): boolean {
  return list.isOrdered === next.isOrdered && (!list.isOrdered || next.start === list.start + list.items.length)
}

/** Every character with its look: `{bold|a}`; neighbours that look alike together. */
function renderedLine(line: readonly Run[]): string {
  const characters = line.flatMap((run) => {
    const text = run.mention ? `@${run.mention.kind === 'person' ? run.mention.id : run.mention.group}` : withoutGuards(run.text)
    return Array.from(text).map((character) => ({ character, look: lookOf(run, character) }))
  })
  const seen = characters.reduce((shown, { character, look }, index) => {
    const isSame = characters[index - 1]?.look === look
    const closing = isSame || index === 0 || characters[index - 1]?.look === '' ? '' : '}'
    return shown + closing + (isSame || look === '' ? '' : `{${look}|`) + character
  }, '')
  return (seen + (characters.at(-1)?.look ? '}' : '')).trim()
}

function lookOf(run: Run, character: string): string {
  const marks = /\s/.test(character) && !run.code ? [] : [...run.marks].sort()
  return [...marks, ...(run.code ? ['code'] : []), ...(run.url === undefined ? [] : [`to ${run.url}`])].join(' ')
}
