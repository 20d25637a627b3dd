import { describe, expect, it } from 'vitest'
import { addSample, BEHIND_MS, positionAt, type Track } from './interpolation.rules.ts'

const trackOf = (...samples: [atMs: number, x: number][]): Track => {
  const track: Track = []
  for (const [atMs, x] of samples) addSample(track, { atMs, x, y: 0 })
  return track
}
const at = (track: Track, momentMs: number) => positionAt(track, momentMs + BEHIND_MS)

describe('[SP1] drawing others between two frames', () => {
  it('goes evenly from one known place to the next', () => {
    const track = trackOf([0, 0], [50, 10], [100, 20])
    expect(at(track, 25)).toEqual({ x: 5, y: 0, moving: true })
    expect(at(track, 75)).toEqual({ x: 15, y: 0, moving: true })
  })
  it('stays at the last known place, and needs no more drawing there', () => {
    expect(at(trackOf([0, 0], [50, 10]), 500)).toEqual({ x: 10, y: 0, moving: false })
  })
  it('does not creep through the time somebody stood still', () => {
    const track = trackOf([0, 0], [5_000, 10])
    expect(at(track, 2_500)?.x).toBe(0)
    expect(at(track, 4_975)?.x).toBe(5)
  })
  it('does not glide across the map to where somebody was put', () => {
    const track = trackOf([0, 0], [50, 1_000])
    expect(at(track, 25)?.x).toBe(1_000)
  })
  it('keeps only the last few', () => expect(trackOf([0, 0], [50, 1], [100, 2], [150, 3], [200, 4], [250, 5])).toHaveLength(4))
})
