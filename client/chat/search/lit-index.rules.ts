interface Line {
  kind: string
  id: string
}

/** Where the line that was chosen stands now, whatever came in above it; the first where none was, or it is gone. -1: there are none. */
export function litIndex(lines: readonly Line[], chosen: Line | undefined): number {
  if (lines.length === 0) return -1
  return Math.max(
    0,
    lines.findIndex(({ kind, id }) => kind === chosen?.kind && id === chosen.id),
  )
}
