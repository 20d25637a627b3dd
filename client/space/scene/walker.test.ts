import { describe, expect, it } from 'vitest'
import { decodeMove } from '@atrium/shared/realtime/presence-frames.ts'
import { checkMove } from '@atrium/shared/space/movement.rules.ts'
import { newId, type PieceId } from '@atrium/shared/ids.ts'
import type { SpaceMap } from '@atrium/shared/space/views.ts'
import { Walker } from './walker.ts'

const map: SpaceMap = {
  width: 640,
  height: 320,
  spawn: { x: 40, y: 160 },
  walls: [{ id: newId<PieceId>(), x: 300, y: 0, width: 20, height: 240 }],
  doors: [],
  furniture: [],
  portals: [],
}

function aWalker() {
  const sent: { x: number; y: number; atMs: number }[] = []
  let nowMs = 1_000
  const walker = new Walker((frame) => sent.push({ ...(decodeMove(frame) ?? { x: -1, y: -1 }), atMs: nowMs }))
  walker.place(map, map.spawn)
  const run = (forMs: number) => {
    for (let spent = 0; spent < forMs; spent += 16) {
      nowMs += 16
      walker.step(16, nowMs)
    }
  }
  return { walker, sent, run }
}

describe('[SP1] walking', () => {
  it('goes around walls to where one clicked, in steps that the server accepts', () => {
    const { walker, sent, run } = aWalker()
    expect(walker.walkTo({ x: 560, y: 60 })).toBe(true)
    run(8_000)
    expect(walker.position).toEqual({ x: 560, y: 60 })
    expect(sent.at(-1)).toMatchObject({ x: 560, y: 60 })
    let [at, atMs] = [map.spawn, 1_000 - 100]
    for (const step of sent) {
      expect(checkMove(map, at, step, step.atMs - atMs)).toEqual({ ok: true })
      ;[at, atMs] = [{ x: step.x, y: step.y }, step.atMs]
    }
  })
  it('tells where it is at most ten times a second', () => {
    const { walker, sent, run } = aWalker()
    walker.walkTo({ x: 200, y: 160 })
    run(1_000)
    expect(sent.length).toBeLessThanOrEqual(10)
    for (const [index, step] of sent.entries()) expect(step.atMs - (sent[index - 1]?.atMs ?? -Infinity)).toBeGreaterThanOrEqual(100)
  })
  it('slides along a wall while keys are held and stops when they are let go', () => {
    const { walker, run } = aWalker()
    walker.hold('right')
    walker.hold('up')
    run(3_000)
    expect(walker.position.x).toBeLessThanOrEqual(300)
    const { ...stopped } = walker.position
    walker.releaseAll()
    run(300)
    expect(walker.position).toEqual(stopped)
    expect(walker.busy).toBe(false)
  })
  it('goes back where the server says and walks on from there', () => {
    const { walker, run } = aWalker()
    walker.walkTo({ x: 200, y: 160 })
    run(400)
    walker.correct({ x: 60, y: 160 })
    expect(walker.position).toEqual({ x: 60, y: 160 })
    run(3_000)
    expect(walker.position).toEqual({ x: 200, y: 160 })
  })
})
