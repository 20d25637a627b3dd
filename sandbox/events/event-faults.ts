import type { EventFaults } from '../control/fault-types.ts'

/** mulberry32: small, seeded, good enough to lose events with. */
export function createRandom(seed: number): () => number {
  let state = seed >>> 0
  return () => {
    state = (state + 0x6d2b79f5) >>> 0
    let t = Math.imul(state ^ (state >>> 15), state | 1)
    t ^= t + Math.imul(t ^ (t >>> 7), t | 61)
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

const REORDER_WINDOW_MS = 60

/** When each copy of an event leaves, in milliseconds from now; empty: never. */
export function planCopies(faults: EventFaults | undefined, random: () => number): number[] {
  if (!faults) return [0]
  if (random() < (faults.drop ?? 0)) return []
  const delayMs = faults.delay_ms ?? 0
  const copies = 1 + (faults.duplicate ?? 0)
  return Array.from({ length: copies }, () => delayMs + (faults.reorder ? random() * REORDER_WINDOW_MS : 0))
}

/** What was done to an event, in words; undefined: nothing. */
export function describeCopies(copies: number[]): string | undefined {
  if (copies.length === 0) return 'never sent'
  const latestMs = Math.round(Math.max(...copies))
  const done = [copies.length > 1 ? `sent ${copies.length} times` : '', latestMs > 0 ? `held back for up to ${latestMs} ms` : '']
  return done.filter(Boolean).join(', ') || undefined
}
