import { newId, type PieceId } from '../ids.ts'
import type { Furniture, MapPiece, Portal, Rectangle, SpaceMap } from '../space/views.ts'

type Unnamed<T> = Omit<T, 'id'> & { id?: PieceId }
interface MapParts extends Partial<Pick<SpaceMap, 'width' | 'height' | 'spawn'>> {
  walls?: Rectangle[]
  doors?: Rectangle[]
  furniture?: Unnamed<Furniture>[]
  portals?: Unnamed<Portal>[]
}

/** 640 × 640 with nothing in the way but what is named; pieces without an id are given one. */
export function aMap({ walls = [], doors = [], furniture = [], portals = [], ...rest }: MapParts = {}): SpaceMap {
  const pieces = { walls: walls.map(named), doors: doors.map(named), furniture: furniture.map(named), portals: portals.map(named) }
  return { width: 640, height: 640, spawn: { x: 100, y: 100 }, ...rest, ...pieces }
}

function named<T extends Rectangle>(piece: T): T & MapPiece {
  return { ...piece, id: (piece as Partial<MapPiece>).id ?? newId<PieceId>() }
}
