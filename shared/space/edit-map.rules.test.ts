import fc from 'fast-check'
import { describe, expect, it } from 'vitest'
import { newId, type PieceId, type RoomId, type SpaceId } from '../ids.ts'
import { aMap } from '../testing/a-map.ts'
import { applyEdit, inverseOf } from './edit-map.rules.ts'
import { faultsOf, newFaults } from './map-faults.rules.ts'
import { LIST_NAMES, piecesIn, type ListName, type MapChange, type MapPlan, type PieceChange, type RoomPlan } from './map-plan.ts'
import type { Rectangle } from './views.ts'

const box = { x: 320, y: 320, width: 96, height: 96 }
const aRoom = (parts: Partial<RoomPlan> = {}): RoomPlan => ({
  id: newId<RoomId>(),
  name: 'Library',
  capacity: null,
  floor: 'plain',
  ...box,
  ...parts,
})
const library = aRoom()
const plan: MapPlan = { map: aMap({ walls: [{ x: 0, y: 300, width: 640, height: 16 }] }), rooms: [library] }
const [wall] = plan.map.walls

function edited(from: MapPlan, changes: MapChange[]): MapPlan {
  const outcome = applyEdit(from, changes)
  if ('conflict' in outcome) throw new Error(outcome.conflict)
  return outcome.plan
}

describe('[SP8] an edit', () => {
  it('adds, changes and removes pieces, moves the entrance and gives the map another size', () => {
    const desk = { id: newId<PieceId>(), kind: 'desk' as const, solid: true, ...box }
    const renamed = { ...library, name: 'Reading room' }
    const after = edited(plan, [
      { list: 'furniture', before: null, after: desk },
      { list: 'furniture', before: desk, after: { ...desk, x: 64 } },
      { list: 'rooms', before: library, after: renamed },
      { list: 'walls', before: wall!, after: null },
      { list: 'spawn', before: plan.map.spawn, after: { x: 20, y: 30 } },
      { list: 'size', before: { width: 640, height: 640 }, after: { width: 960, height: 640 } },
    ])
    expect(after.rooms).toEqual([renamed])
    expect(after.map).toEqual({ ...plan.map, width: 960, spawn: { x: 20, y: 30 }, walls: [], furniture: [{ ...desk, x: 64 }] })
  })

  it('is refused whole when something it changes is not any more as its maker saw it', () => {
    const seen: MapChange = { list: 'rooms', before: { ...library, name: 'Archive' }, after: { ...library, name: 'Hall' } }
    const other: MapChange = { list: 'walls', before: wall!, after: null }
    expect(applyEdit(plan, [other, seen])).toEqual({ conflict: 'The room “Archive” was changed meanwhile.' })
    expect(applyEdit(plan, [other, other])).toEqual({ conflict: 'A wall was removed meanwhile.' })
    expect(applyEdit(plan, [{ list: 'walls', before: null, after: wall! }])).toHaveProperty('conflict')
    expect(applyEdit(plan, [{ list: 'walls', before: wall!, after: { ...wall!, id: newId<PieceId>() } }])).toHaveProperty('conflict')
    expect(applyEdit(plan, [{ list: 'spawn', before: { x: 1, y: 1 }, after: { x: 2, y: 2 } }])).toHaveProperty('conflict')
    expect(plan.map.walls).toEqual([wall])
  })
})

/** A draft of a step, made into one of what is there when its turn comes. */
interface Draft {
  list: ListName
  what: 'add' | 'change' | 'remove'
  which: number
  at: Rectangle
}
const drafts = fc.array(
  fc.record({
    list: fc.constantFrom(...LIST_NAMES),
    what: fc.constantFrom('add' as const, 'add' as const, 'change' as const, 'remove' as const),
    which: fc.nat(1_000),
    at: fc.record({
      x: fc.integer({ min: -1, max: 38 }).map((tile) => tile * 16),
      y: fc.integer({ min: -1, max: 38 }).map((tile) => tile * 16),
      width: fc.integer({ min: 0, max: 16 }).map((tile) => tile * 16),
      height: fc.integer({ min: 0, max: 16 }).map((tile) => tile * 16),
    }),
  }),
  { minLength: 1, maxLength: 6 },
)

function stepOf(now: MapPlan, { list, what, which, at }: Draft): PieceChange | null {
  const pieces = piecesIn(now, list)
  const piece = pieces[which % Math.max(1, pieces.length)] ?? null
  if (what === 'add') return { list, before: null, after: { ...MADE[list](), ...at } } as PieceChange
  if (!piece) return null
  return { list, before: piece, after: what === 'remove' ? null : { ...piece, ...at } } as PieceChange
}
const MADE: Record<ListName, () => object> = {
  rooms: () => aRoom(),
  walls: () => ({ id: newId<PieceId>() }),
  doors: () => ({ id: newId<PieceId>() }),
  furniture: () => ({ id: newId<PieceId>(), kind: 'table', solid: true }),
  portals: () => ({ id: newId<PieceId>(), to: newId<SpaceId>(), arrival: null }),
}

function editOf(from: MapPlan, made: readonly Draft[]): MapChange[] {
  const changes: MapChange[] = []
  for (const draft of made) {
    const step = stepOf(edited(from, changes), draft)
    if (step) changes.push(step)
  }
  return changes
}

/** Where something stands in its list says nothing. */
function canonical({ map, rooms }: MapPlan) {
  const sorted = (pieces: readonly { id: string }[]) => pieces.toSorted((one, other) => (one.id < other.id ? -1 : 1))
  return {
    ...map,
    rooms: sorted(rooms),
    walls: sorted(map.walls),
    doors: sorted(map.doors),
    furniture: sorted(map.furniture),
    portals: sorted(map.portals),
  }
}

it('[SP8] whatever is edited, undoing it leads back to what was there, and redoing it to what it made', () => {
  fc.assert(
    fc.property(fc.array(drafts, { maxLength: 6 }), (edits) => {
      const history: MapChange[][] = []
      const states = [plan]
      for (const made of edits) {
        const changes = editOf(states.at(-1)!, made)
        history.push(changes)
        states.push(edited(states.at(-1)!, changes))
      }
      let at = states.at(-1)!
      for (const [index, changes] of [...history.entries()].toReversed()) {
        at = edited(at, inverseOf(changes))
        expect(canonical(at)).toEqual(canonical(states[index]!))
      }
      for (const [index, changes] of history.entries()) {
        at = edited(at, inverseOf(inverseOf(changes)))
        expect(canonical(at)).toEqual(canonical(states[index + 1]!))
      }
    }),
    { numRuns: 300 },
  )
})

it('[SP8] whatever is tried, a map that has no fault has none after the edits that are taken', () => {
  let taken = 0
  fc.assert(
    fc.property(fc.array(drafts, { maxLength: 10 }), (edits) => {
      let at = plan
      for (const made of edits) {
        const after = edited(at, editOf(at, made))
        if (newFaults(at, after).length > 0) continue
        at = after
        taken += 1
        expect(faultsOf(at)).toEqual([])
      }
    }),
    { numRuns: 300 },
  )
  expect(taken).toBeGreaterThan(100)
})
