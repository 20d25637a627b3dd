/**
 * One tab stop for a whole list: arrow keys, Home and End move among the elements that carry `data-roving` inside the
 * container. Put it on the container's `onKeyDown`; every row's main control gets `data-roving`.
 */
export function moveRovingFocus(event: KeyboardEvent & { currentTarget: HTMLElement }, axis: 'vertical' | 'horizontal' = 'vertical'): void {
  const stops = [...event.currentTarget.querySelectorAll<HTMLElement>('[data-roving]')]
  const current = stops.findIndex((stop) => stop === document.activeElement)
  if (current === -1) return
  const next = nextStop({ key: event.key, current, count: stops.length, axis })
  if (next === null) return
  event.preventDefault()
  stops[next]?.focus()
}

/** @returns the index to go to, or null when the key is none of ours. Does not wrap around. */
export function nextStop(move: { key: string; current: number; count: number; axis: 'vertical' | 'horizontal' }): number | null {
  const [back, forward] = move.axis === 'vertical' ? ['ArrowUp', 'ArrowDown'] : ['ArrowLeft', 'ArrowRight']
  if (move.key === back) return Math.max(0, move.current - 1)
  if (move.key === forward) return Math.min(move.count - 1, move.current + 1)
  if (move.key === 'Home') return 0
  if (move.key === 'End') return move.count - 1
  return null
}
