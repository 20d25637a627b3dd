import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { PresenceView } from '@atrium/shared/space/views.ts'

/** Everybody else in a person's group. */
export function othersInGroup(present: readonly PresenceView[], of: PresenceView | undefined): PresenceView[] {
  if (!of || of.groupId === null) return []
  return present.filter(({ groupId, person }) => groupId === of.groupId && person.id !== of.person.id)
}

/** "Ben", "Ben and Cy", "Ben, Cy and 3 others". */
export function namesOf(people: readonly Pick<PresenceView, 'person'>[]): string {
  const names = people.map(({ person }) => person.name)
  if (names.length > 3) return `${names.slice(0, 2).join(', ')} and ${names.length - 2} others`
  return names.length < 2 ? (names[0] ?? '') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** The shortest lines that link all of them. */
export function linksBetween(points: readonly Point[]): [Point, Point][] {
  const [first, ...rest] = points
  const linked = first ? [first] : []
  const left = new Set(rest)
  const links: [Point, Point][] = []
  while (left.size > 0) {
    const pairs = linked.flatMap((from) => [...left].map((to): [Point, Point] => [from, to]))
    const nearest = pairs.reduce((best, pair) => (lengthOf(pair) < lengthOf(best) ? pair : best))
    links.push(nearest)
    linked.push(nearest[1])
    left.delete(nearest[1])
  }
  return links
}

function lengthOf([from, to]: [Point, Point]): number {
  return Math.hypot(to.x - from.x, to.y - from.y)
}
