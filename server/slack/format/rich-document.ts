import type { Mention } from '@atrium/shared/chat/message-text.ts'

export type Mark = 'bold' | 'italic' | 'strike'

/** Text that looks the same throughout. Line breaks are `\n` in `text`; code has no marks inside and no line breaks. */
export interface Run {
  readonly text: string
  readonly marks: readonly Mark[]
  readonly code?: boolean
  readonly url?: string
  /** Whom the run calls; its `text` is then empty until `nameMentions` has filled it. */
  readonly mention?: Mention
}

/** `isApart`: a blank line stood before the block. */
interface Placed {
  readonly isApart: boolean
}

export interface ParagraphBlock extends Placed {
  readonly type: 'paragraph'
  readonly runs: readonly Run[]
}
export interface ListBlock extends Placed {
  readonly type: 'list'
  readonly isOrdered: boolean
  readonly start: number
  readonly items: readonly (readonly RichBlock[])[]
}
export interface QuoteBlock extends Placed {
  readonly type: 'quote'
  readonly blocks: readonly RichBlock[]
}
export interface CodeBlock extends Placed {
  readonly type: 'code'
  readonly text: string
}
export interface DividerBlock extends Placed {
  readonly type: 'divider'
}

/** What a message says, apart from how Markdown, mrkdwn or Block Kit write it: each has one reader and one writer. */
export type RichBlock = ParagraphBlock | ListBlock | QuoteBlock | CodeBlock | DividerBlock

/** Who is called in a message that leaves Atrium. */
export interface PersonNames {
  nameOfPerson(personId: string): string | undefined
}

/** The same runs with every mention as `@Name`; `@someone` when the name is unknown. */
export function nameMentions(runs: readonly Run[], names: PersonNames): Run[] {
  return runs.map((run) => {
    if (!run.mention) return run
    const { mention, ...rest } = run
    const name = mention.kind === 'group' ? mention.group : (names.nameOfPerson(mention.id) ?? 'someone')
    return { ...rest, text: `@${name.replace(/\s+/g, ' ')}` }
  })
}

/** Neighbours that look alike as one run. */
export function mergeRuns(runs: readonly Run[]): Run[] {
  const merged: Run[] = []
  for (const run of runs) {
    const last = merged.at(-1)
    if (last && looksLike(last, run)) merged[merged.length - 1] = { ...last, text: last.text + run.text }
    else if (run.text !== '' || run.mention) merged.push(run)
  }
  return merged
}

function looksLike(a: Run, b: Run): boolean {
  if (a.mention || b.mention || a.url !== b.url || Boolean(a.code) !== Boolean(b.code)) return false
  return a.marks.length === b.marks.length && a.marks.every((mark) => b.marks.includes(mark))
}

/** The runs of each line, without the line breaks. */
export function linesOfRuns(runs: readonly Run[]): Run[][] {
  const lines: Run[][] = [[]]
  for (const run of runs) {
    for (const [index, text] of run.text.split('\n').entries()) {
      if (index > 0) lines.push([])
      if (text !== '' || run.mention) lines.at(-1)?.push({ ...run, text })
    }
  }
  return lines
}
