import type { ListName, MapPlan } from '@atrium/shared/space/map-plan.ts'
import type { Picked } from '@atrium/shared/space/plan-steps.rules.ts'
import type { FurnitureKind } from '@atrium/shared/space/views.ts'

export interface Thing {
  picked: Picked
  name: string
}
export interface ThingGroup {
  label: string
  things: Thing[]
}

export const KIND_NAMES: Record<FurnitureKind, string> = {
  wood: 'Wooden floor',
  tiles: 'Tiles',
  carpet: 'Carpet',
  rug: 'Rug',
  desk: 'Desk',
  table: 'Table',
  sofa: 'Sofa',
  plant: 'Plant',
  counter: 'Counter',
  shelf: 'Shelf',
  board: 'Board',
}

/** Everything on the map by names that tell one from the other. */
export function thingsOf({ map, rooms }: MapPlan, spaceName: (id: string) => string): ThingGroup[] {
  const counts = new Map<string, number>()
  const numbered = (name: string) => {
    const number = (counts.get(name) ?? 0) + 1
    counts.set(name, number)
    return `${name} ${number}`
  }
  const group = <T extends { id: Picked['id'] }>(
    label: string,
    list: ListName,
    [pieces, name]: [readonly T[], (piece: T) => string],
  ): ThingGroup => ({
    label,
    things: pieces.map((piece) => ({ picked: { list, id: piece.id }, name: name(piece) })),
  })
  return [
    group('Rooms', 'rooms', [rooms.toSorted((one, other) => one.name.localeCompare(other.name)), ({ name }) => name]),
    group('Portals', 'portals', [map.portals, ({ to }) => numbered(`Portal to ${spaceName(to)}`)]),
    group('Furniture', 'furniture', [map.furniture, ({ kind }) => numbered(KIND_NAMES[kind])]),
    group('Doors', 'doors', [map.doors, () => numbered('Door')]),
    group('Walls', 'walls', [map.walls, () => numbered('Wall')]),
  ]
}
