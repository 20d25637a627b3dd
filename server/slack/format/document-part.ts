import { z } from 'zod'
import type { RichBlock, Run } from './rich-document.ts'
import { readMarkdown } from './read-markdown.ts'
import { writeMarkdown } from './write-markdown.ts'

/** How a part of a document goes on from the part before it. */
export const seam = z.object({
  /** How many quotes and list items the cut goes through. */
  depth: z.number().int().min(0),
  /** `apart`, `beside`: with a block of its own, after a blank line or without one; `item`: with the next item; `text`: in the same text. */
  with: z.enum(['apart', 'beside', 'item', 'text']),
  /** The white space of the text that stood at the cut. */
  glue: z.string(),
})
export type Seam = z.infer<typeof seam>

/** What one of several posts says of a message, and its place in it: what its author changes in one post is changed there alone. */
export const messagePart = z.object({ index: z.number().int().min(0), markdown: z.string(), seam })
export type MessagePart = z.infer<typeof messagePart>

export const APART: Seam = { depth: 0, with: 'apart', glue: '' }

const STRENGTH = { apart: 3, beside: 2, item: 1, text: 0 } as const

/** How the part after one that is gone goes on from the part before it: as what parted them most. */
export function strongerSeam(a: Seam, b: Seam): Seam {
  if (a.depth !== b.depth) return a.depth < b.depth ? a : b
  return STRENGTH[a.with] >= STRENGTH[b.with] ? a : b
}

/** The message that its parts make together, in their order. The seam of the first does not count. */
export function joinParts(parts: readonly Pick<MessagePart, 'markdown' | 'seam'>[]): string {
  const [first, ...others] = parts
  if (!first || others.length === 0) return first?.markdown ?? ''
  return writeMarkdown(
    others.reduce((whole, part) => joinBlocks(whole, readMarkdown(part.markdown), part.seam), readMarkdown(first.markdown)),
  )
}

function joinBlocks(before: readonly RichBlock[], after: readonly RichBlock[], how: Seam): RichBlock[] {
  const [last, next] = [before.at(-1), after[0]]
  if (!last || !next) return [...before, ...after]
  const isBlock = how.depth === 0 && (how.with === 'apart' || how.with === 'beside')
  const one = isBlock ? undefined : joinBlock(last, next, how)
  if (one) return [...before.slice(0, -1), one, ...after.slice(1)]
  // Where its author has made something else of the one side, the other begins anew.
  return [...before, { ...next, isApart: how.with === 'apart' }, ...after.slice(1)]
}

function joinBlock(last: RichBlock, next: RichBlock, { depth, ...how }: Seam): RichBlock | undefined {
  const inner = { ...how, depth: depth - 1 }
  if (last.type === 'quote' && next.type === 'quote' && depth > 0) return { ...last, blocks: joinBlocks(last.blocks, next.blocks, inner) }
  if (last.type === 'list' && next.type === 'list' && last.isOrdered === next.isOrdered) {
    if (depth === 0) return how.with === 'item' ? { ...last, items: [...last.items, ...next.items] } : undefined
    const item = joinBlocks(last.items.at(-1) ?? [], next.items[0] ?? [], inner)
    return { ...last, items: [...last.items.slice(0, -1), item, ...next.items.slice(1)] }
  }
  if (depth > 0 || how.with !== 'text') return undefined
  if (last.type === 'code' && next.type === 'code') return { ...last, text: last.text + how.glue + next.text }
  if (last.type === 'paragraph' && next.type === 'paragraph')
    return { ...last, runs: [...glued(last.runs, next.runs, how.glue), ...next.runs] }
  return undefined
}

/** White space between two runs that look alike looks like them. */
function glued(before: readonly Run[], after: readonly Run[], glue: string): Run[] {
  const [last, next] = [before.at(-1), after[0]]
  if (glue === '' || !last || !next) return [...before]
  return [...before, { text: glue, marks: last.marks.filter((mark) => next.marks.includes(mark)) }]
}
