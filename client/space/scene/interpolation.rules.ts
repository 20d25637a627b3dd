/** Positions come 20 times a second; people are drawn this much in the past, between two that are known, in ms. */
export const BEHIND_MS = 110
/** After a pause longer than this a step begins now and not when the last one ended. */
const PAUSE_MS = 150
const STEP_MS = 50
/** Further than this nobody walks between two frames: they were put there. */
const JUMP_UNITS = 160
const KEPT = 4

export interface Sample {
  atMs: number
  x: number
  y: number
}
/** Where one person was lately, oldest first. */
export type Track = Sample[]

export function addSample(track: Track, sample: Sample): void {
  const last = track.at(-1)
  if (last && Math.hypot(sample.x - last.x, sample.y - last.y) > JUMP_UNITS) track.length = 0
  else if (last && sample.atMs - last.atMs > PAUSE_MS) track.push({ ...last, atMs: sample.atMs - STEP_MS })
  track.push(sample)
  if (track.length > KEPT) track.splice(0, track.length - KEPT)
}

export interface Drawn {
  x: number
  y: number
  /** They have not arrived yet: draw again. */
  moving: boolean
}

/** Where to draw somebody at a moment; null when nothing is known. */
export function positionAt(track: Track, nowMs: number): Drawn | null {
  const last = track.at(-1)
  if (!last) return null
  const atMs = nowMs - BEHIND_MS
  if (atMs >= last.atMs) return { x: last.x, y: last.y, moving: false }
  const index = track.findIndex((sample) => sample.atMs > atMs)
  const after = track[index] ?? last
  const before = track[index - 1]
  if (!before) return { x: after.x, y: after.y, moving: true }
  const part = (atMs - before.atMs) / (after.atMs - before.atMs || 1)
  return { x: before.x + (after.x - before.x) * part, y: before.y + (after.y - before.y) * part, moving: true }
}
