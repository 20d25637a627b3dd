import { type Mark, mergeRuns, type Run } from './rich-document.ts'

/** A line's runs under their marks, as Markdown and mrkdwn nest them. */
export type MarkNode =
  | { readonly type: 'marked'; readonly mark: Mark; readonly children: readonly MarkNode[] }
  | { readonly type: 'run'; readonly run: Run }

/**
 * Nests the runs of one line: the mark that reaches furthest is outermost. White space at the edge of a mark is left
 * outside, because neither format takes a mark beside a space.
 */
export function nestMarks(line: readonly Run[]): MarkNode[] {
  return nest(unmarkEdgeSpaces(mergeRuns(line)))
}

function nest(runs: readonly Run[]): MarkNode[] {
  const nodes: MarkNode[] = []
  let index = 0
  for (let run = runs[index]; run; run = runs[index]) {
    const outermost = isSpace(run) ? undefined : furthestMark(runs, index)
    if (!outermost) {
      pushRun(nodes, isSpace(run) ? { ...run, marks: [] } : run)
      index += 1
      continue
    }
    const inner = runs.slice(index, outermost.end).map((each) => ({ ...each, marks: each.marks.filter((mark) => mark !== outermost.mark) }))
    nodes.push({ type: 'marked', mark: outermost.mark, children: nest(inner) })
    index = outermost.end
  }
  return nodes
}

function pushRun(nodes: MarkNode[], run: Run): void {
  const last = nodes.at(-1)
  if (last?.type !== 'run') nodes.push({ type: 'run', run })
  else nodes.splice(-1, 1, ...mergeRuns([last.run, run]).map((merged): MarkNode => ({ type: 'run', run: merged })))
}

function furthestMark(runs: readonly Run[], start: number): { mark: Mark; end: number } | undefined {
  let furthest: { mark: Mark; end: number } | undefined
  for (const mark of runs[start]?.marks ?? []) {
    let end = start + 1
    while (runs[end]?.marks.includes(mark)) end += 1
    while (end > start + 1 && isSpace(runs[end - 1])) end -= 1
    if (!furthest || end > furthest.end) furthest = { mark, end }
  }
  return furthest
}

function unmarkEdgeSpaces(runs: readonly Run[]): Run[] {
  const pieces = runs.flatMap(splitAtEdgeSpaces)
  const followingReversed: (readonly Mark[])[] = []
  let next: readonly Mark[] = []
  for (const piece of pieces.toReversed()) {
    followingReversed.push(next)
    if (!isSpace(piece)) next = piece.marks
  }
  const following = followingReversed.reverse()
  let previous: readonly Mark[] = []
  return pieces.map((piece, index) => {
    if (!isSpace(piece)) {
      previous = piece.marks
      return piece
    }
    return { ...piece, marks: piece.marks.filter((mark) => previous.includes(mark) && following[index]?.includes(mark)) }
  })
}

function splitAtEdgeSpaces(run: Run): Run[] {
  if (run.code || run.mention || run.url !== undefined) return [run]
  const core = run.text.trim()
  if (core === '') return [run]
  const start = run.text.indexOf(core)
  return [run.text.slice(0, start), core, run.text.slice(start + core.length)].filter(Boolean).map((text) => ({ ...run, text }))
}

function isSpace(run: Run | undefined): boolean {
  return run !== undefined && !run.code && !run.mention && run.url === undefined && run.text.trim() === ''
}
