import { describe, expect, it } from 'vitest'
import { newId, type GroupId, type PersonId, type RoomId } from '../ids.ts'
import { groupsOf, JOIN_UNITS, LEAVE_UNITS, type Stander } from './group.rules.ts'
import { aMap } from '../testing/a-map.ts'
import type { SpaceMap } from './views.ts'

const open: SpaceMap = { width: 2_000, height: 2_000, spawn: { x: 0, y: 0 }, walls: [], doors: [], furniture: [], portals: [] }
const person = (x: number, more: Partial<Stander> = {}): Stander => ({
  ...{ personId: newId<PersonId>(), x, y: 500, roomId: null, isStill: true, groupId: null },
  ...more,
})
/** Who is with whom, as lists of places in `people`. */
function companies(people: Stander[], map = open): number[][] {
  const groups = groupsOf(map, people, () => newId<GroupId>())
  const byGroup = Map.groupBy(people.keys(), (index) => groups.get(people[index]!.personId))
  byGroup.delete(undefined)
  return [...byGroup.values()]
}

describe('who stands together', () => {
  it('[SP5] people who stand near each other, and those they lead to', () => {
    expect(companies([person(100), person(100 + JOIN_UNITS), person(100 + 2 * JOIN_UNITS), person(600)])).toEqual([[0, 1, 2]])
  })
  it('[SP5] not those who pass by', () => {
    expect(companies([person(100), person(120, { isStill: false })])).toEqual([])
  })
  it('[SP5] not through a wall, but across a desk', () => {
    const box = { x: 105, y: 400, width: 10, height: 200 }
    expect(companies([person(100), person(120)], aMap({ ...open, walls: [box] }))).toEqual([])
    expect(companies([person(100), person(120)], aMap({ ...open, furniture: [{ ...box, kind: 'desk', solid: true }] }))).toEqual([[0, 1]])
  })
  it('[SP5] not from one room to another, nor from the floor into a room', () => {
    const [library, studio] = [newId<RoomId>(), newId<RoomId>()]
    const people = [person(100, { roomId: library }), person(120, { roomId: studio }), person(140), person(130, { roomId: library })]
    expect(companies(people)).toEqual([[0, 3]])
  })
  it('[SP5] stay together for a step aside, and while they walk, until they are apart', () => {
    const groupId = newId<GroupId>()
    const together = { groupId, isStill: false }
    expect(companies([person(100, together), person(100 + LEAVE_UNITS, together)])).toEqual([[0, 1]])
    expect(companies([person(100, together), person(101 + LEAVE_UNITS, together)])).toEqual([])
    expect(companies([person(100), person(100 + LEAVE_UNITS)])).toEqual([])
  })
  it('[SP5] the same, whatever squares of the map they stand in', () => {
    for (let x = 0; x < 3 * LEAVE_UNITS; x += 7)
      for (const y of [-40, 0, 40]) expect(companies([person(x), { ...person(x + 45), y: 500 + y }])).toEqual([[0, 1]])
  })
})

describe('which group it is', () => {
  const idsOf = (people: Stander[]) => {
    const groups = groupsOf(open, people, () => newId<GroupId>())
    return people.map(({ personId }) => groups.get(personId) ?? null)
  }
  it('[SP5] the one it was, when somebody joins or leaves', () => {
    const groupId = newId<GroupId>()
    expect(idsOf([person(100, { groupId }), person(150, { groupId }), person(200)])).toEqual([groupId, groupId, groupId])
    expect(idsOf([person(100, { groupId }), person(150, { groupId }), person(900, { groupId })])).toEqual([groupId, groupId, null])
  })
  it('[SP5] the one that most come from, when two become one; one of the halves keeps it, when one becomes two', () => {
    const [small, large] = [newId<GroupId>(), newId<GroupId>()]
    const merged = [person(100, { groupId: small }), ...[150, 200].map((x) => person(x, { groupId: large }))]
    expect(idsOf(merged)).toEqual([large, large, large])
    const [a, b, c, d, e] = idsOf([100, 150, 200, 900, 950].map((x) => person(x, { groupId: large })))
    expect([a, b, c]).toEqual([large, large, large])
    expect(d).toBe(e)
    expect(d).not.toBe(large)
  })
})
