import { piecesIn, type ListName, type MapChange, type MapPlan, type PieceChange, type PieceLists } from './map-plan.ts'

export type EditOutcome = { plan: MapPlan } | { conflict: string }

/** All of it or nothing: a step that was made on something else than what is there now is a conflict, and so is everything with it. */
export function applyEdit(plan: MapPlan, changes: readonly MapChange[]): EditOutcome {
  let edited = plan
  for (const change of changes) {
    const conflict = conflictWith(edited, change)
    if (conflict) return { conflict }
    edited = applied(edited, change)
  }
  return { plan: edited }
}

/** What takes an edit back. */
export function inverseOf(changes: readonly MapChange[]): MapChange[] {
  return changes.toReversed().map((change) => ({ ...change, before: change.after, after: change.before }) as MapChange)
}

function conflictWith(plan: MapPlan, change: MapChange): string | null {
  if (change.list === 'spawn') return same(plan.map.spawn, change.before) ? null : 'The entrance was moved meanwhile.'
  if (change.list === 'size')
    return same({ width: plan.map.width, height: plan.map.height }, change.before) ? null : 'The map was given another size meanwhile.'
  const { before, after } = change
  const id = (before ?? after)?.id
  if (!id || (before && after && before.id !== after.id)) return 'A step of an edit changes one piece.'
  const now = piecesIn(plan, change.list).find((piece) => piece.id === id) ?? null
  if (before === null ? now === null : now !== null && same(now, before)) return null
  return now ? `${nameOf(change)} was changed meanwhile.` : `${nameOf(change)} was removed meanwhile.`
}

function applied(plan: MapPlan, change: MapChange): MapPlan {
  const { map } = plan
  if (change.list === 'spawn') return { ...plan, map: { ...map, spawn: change.after } }
  if (change.list === 'size') return { ...plan, map: { ...map, ...change.after } }
  const pieces = replaced<ListName>(piecesIn(plan, change.list), change)
  if (change.list === 'rooms') return { ...plan, rooms: pieces as MapPlan['rooms'] }
  return { ...plan, map: { ...map, [change.list]: pieces } }
}

function replaced<L extends ListName>(pieces: readonly PieceLists[L][], { before, after }: PieceChange): PieceLists[L][] {
  const next = after as PieceLists[L] | null
  if (!before) return next ? [...pieces, next] : [...pieces]
  return pieces.flatMap((piece) => (piece.id === before.id ? (next ? [next] : []) : [piece]))
}

const NAMES: Record<Exclude<ListName, 'rooms'>, string> = {
  walls: 'A wall',
  doors: 'A door',
  furniture: 'A piece of furniture',
  portals: 'A portal',
}

function nameOf(change: PieceChange): string {
  return change.list === 'rooms' ? `The room “${(change.before ?? change.after)?.name ?? ''}”` : NAMES[change.list]
}

/** By their entries, whatever the order of them. */
function same(one: object, other: object): boolean {
  const [first, second] = [Object.entries(one), new Map<string, unknown>(Object.entries(other))]
  return first.length === second.size && first.every(([key, value]) => second.has(key) && second.get(key) === value)
}
