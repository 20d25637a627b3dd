import type { PersonInSpace, Scenes } from '../infra/live.ts'

type Person = Pick<PersonInSpace, 'organizationId' | 'personId'>

const arriving = new WeakMap<Scenes, Map<string, number>>()

/**
 * Between the row and the scene: somebody who has just been written down is in no scene yet, and must not be seen off by the
 * farewell of their last visit.
 */
export async function whileArriving<T>(scenes: Scenes, person: Person, work: () => Promise<T>): Promise<T> {
  const counts = arriving.get(scenes) ?? new Map<string, number>()
  arriving.set(scenes, counts)
  const key = keyOf(person)
  counts.set(key, (counts.get(key) ?? 0) + 1)
  try {
    return await work()
  } finally {
    const left = (counts.get(key) ?? 1) - 1
    if (left > 0) counts.set(key, left)
    else counts.delete(key)
  }
}

export function isArriving(scenes: Scenes, person: Person): boolean {
  return arriving.get(scenes)?.has(keyOf(person)) ?? false
}

function keyOf({ organizationId, personId }: Person): string {
  return `${organizationId} ${personId}`
}
