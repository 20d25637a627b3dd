import type { GroupId, PersonId, RoomId } from '../ids.ts'
import { distanceBetween, isWallBetween, type Point } from './collision.rules.ts'
import type { SpaceMap } from './views.ts'

/** Nearer than this, two who stand still begin to be together, in map units: two tiles. */
export const JOIN_UNITS = 64
/** Who are together stay so up to this far: nobody falls out for a step aside. */
export const LEAVE_UNITS = 104

/** More than the cells of any map, so that no two have one number. */
const CELLS_A_ROW = 1 << 16

export interface Stander extends Point {
  personId: PersonId
  roomId: RoomId | null
  /** They have not just walked: who passes by joins nobody. */
  isStill: boolean
  /** The group they are in. */
  groupId: GroupId | null
}

/**
 * Who stands together: people near each other in the same room, or both in none, with no wall between, and whoever they lead to.
 * A group keeps its id as long as most of it goes on; of two that become one, the larger does. @returns nobody who stands alone.
 */
export function groupsOf(map: SpaceMap, people: readonly Stander[], newGroupId: () => GroupId): Map<PersonId, GroupId> {
  const companies = companiesOf(map, people).toSorted((one, other) => other.length - one.length)
  const taken = new Set<GroupId>()
  const groups = new Map<PersonId, GroupId>()
  for (const company of companies) {
    const id = commonId(company, taken) ?? newGroupId()
    taken.add(id)
    for (const { personId } of company) groups.set(personId, id)
  }
  return groups
}

/** People who are linked to each other, directly or through others; two at least. */
function companiesOf(map: SpaceMap, people: readonly Stander[]): Stander[][] {
  const leaders = new Map<Stander, Stander>()
  const leaderOf = (person: Stander): Stander => {
    let leader = person
    for (let next = leaders.get(leader); next; next = leaders.get(leader)) leader = next
    return leader
  }
  // Whoever walks and is in no group is with nobody, whoever is near.
  const candidates = people.filter(({ isStill, groupId }) => isStill || groupId !== null)
  for (const [one, other] of neighbours(candidates)) {
    if (!areTogether(map, one, other)) continue
    const [first, second] = [leaderOf(one), leaderOf(other)]
    if (first !== second) leaders.set(second, first)
  }
  return [...Map.groupBy(candidates, leaderOf).values()].filter((company) => company.length > 1)
}

function areTogether(map: SpaceMap, one: Stander, other: Stander): boolean {
  if (one.roomId !== other.roomId) return false
  const wereTogether = one.groupId !== null && one.groupId === other.groupId
  if (!wereTogether && !(one.isStill && other.isStill)) return false
  return distanceBetween(one, other) <= (wereTogether ? LEAVE_UNITS : JOIN_UNITS) && !isWallBetween(map, { from: one, to: other })
}

/** Each pair that may be near enough, once: a thousand people are not compared with a thousand. */
function* neighbours(people: readonly Stander[]): Generator<[Stander, Stander]> {
  const cells = new Map<number, Stander[]>()
  const keyOf = (column: number, row: number) => row * CELLS_A_ROW + column
  for (const person of people) {
    const [column, row] = [Math.floor(person.x / LEAVE_UNITS), Math.floor(person.y / LEAVE_UNITS)]
    for (const across of [-1, 0, 1])
      for (const down of [-1, 0, 1]) for (const other of cells.get(keyOf(column + across, row + down)) ?? []) yield [other, person]
    const key = keyOf(column, row)
    const cell = cells.get(key)
    if (cell) cell.push(person)
    else cells.set(key, [person])
  }
}

/** Of the group that most of them come from, unless a larger company has it. */
function commonId(company: readonly Stander[], taken: ReadonlySet<GroupId>): GroupId | null {
  const counts = new Map<GroupId, number>()
  for (const { groupId } of company) if (groupId !== null && !taken.has(groupId)) counts.set(groupId, (counts.get(groupId) ?? 0) + 1)
  const [most] = [...counts].toSorted(([one, many], [other, more]) => more - many || (one < other ? -1 : 1))
  return most?.[0] ?? null
}
