import { parseId, type PieceId } from '@atrium/shared/ids.ts'
import type { Furniture, MapPiece, Rectangle, RoomFloor, SpaceMap } from '@atrium/shared/space/views.ts'

export interface OfficeRoom extends Rectangle {
  name: string
  capacity: number | null
  floor: RoomFloor
}
/** What a space starts with. */
export interface SpaceTemplate {
  map: SpaceMap
  rooms: OfficeRoom[]
}

/** The floor that an organization starts with: 48 × 32 tiles, three rooms on either long side and an open middle. All in map units. */
export const OFFICE_ROOMS: OfficeRoom[] = [
  { name: 'Library', capacity: 8, floor: 'wood', x: 0, y: 0, width: 480, height: 320 },
  { name: 'Fjord meeting room', capacity: 10, floor: 'carpet', x: 480, y: 0, width: 512, height: 256 },
  { name: 'Workshop', capacity: 12, floor: 'wood', x: 992, y: 0, width: 544, height: 320 },
  { name: 'Kitchen', capacity: null, floor: 'tiles', x: 0, y: 672, width: 480, height: 352 },
  { name: 'Lobby', capacity: null, floor: 'wood', x: 480, y: 736, width: 576, height: 288 },
  { name: 'Focus', capacity: 4, floor: 'carpet', x: 1056, y: 672, width: 480, height: 352 },
]

const WALL = 16

export const OFFICE_MAP: SpaceMap = {
  width: 1536,
  height: 1024,
  spawn: { x: 768, y: 864 },
  walls: numbered(1, [
    ...outerWalls(1536, 1024),
    // Under the Library, the meeting room and the Workshop.
    ...[level(16, 488, 312), level(488, 984, 248), level(984, 1520, 312)],
    ...[upright(472, 16, 312), upright(984, 16, 312)],
    // Above the Kitchen, the Lobby and Focus.
    ...[level(16, 488, 664), level(488, 1048, 728), level(1048, 1520, 664)],
    ...[upright(472, 680, 1008), upright(1048, 680, 1008)],
  ]),
  doors: numbered(101, [
    ...[level(192, 288, 312), level(688, 784, 248), level(1216, 1312, 312)],
    ...[level(208, 304, 664), level(704, 832, 728), level(1248, 1344, 664)],
  ]),
  portals: [],
  furniture: numbered(201, [
    // Library
    flat('rug', [176, 88, 208, 160]),
    solid('shelf', [176, 16, 224, 30]),
    solid('desk', [48, 88, 96, 48]),
    solid('desk', [48, 208, 96, 48]),
    solid('sofa', [208, 96, 144, 48]),
    solid('table', [232, 176, 96, 48]),
    solid('plant', [424, 24, 32, 32]),
    solid('plant', [424, 264, 32, 32]),
    // Fjord meeting room
    flat('rug', [576, 48, 320, 168]),
    solid('board', [672, 16, 160, 12]),
    solid('table', [640, 88, 192, 84]),
    solid('plant', [504, 200, 32, 32]),
    solid('plant', [936, 32, 32, 32]),
    // Workshop
    solid('board', [1216, 16, 128, 12]),
    solid('desk', [1056, 72, 96, 48]),
    solid('desk', [1216, 72, 96, 48]),
    solid('desk', [1376, 72, 96, 48]),
    solid('table', [1072, 196, 128, 60]),
    solid('table', [1344, 196, 128, 60]),
    solid('plant', [1480, 264, 32, 32]),
    // The open middle
    ...deskCluster(256, 432),
    ...deskCluster(1088, 432),
    flat('rug', [624, 400, 288, 192]),
    solid('sofa', [672, 416, 192, 48]),
    solid('table', [720, 496, 96, 48]),
    solid('plant', [560, 480, 32, 32]),
    solid('plant', [944, 480, 32, 32]),
    solid('sofa', [24, 440, 48, 112]),
    solid('table', [104, 468, 56, 56]),
    solid('plant', [32, 352, 32, 32]),
    solid('plant', [32, 608, 32, 32]),
    solid('sofa', [1464, 440, 48, 112]),
    solid('table', [1376, 468, 56, 56]),
    solid('plant', [1472, 352, 32, 32]),
    solid('plant', [1472, 608, 32, 32]),
    // Kitchen
    solid('counter', [48, 960, 336, 40]),
    solid('table', [80, 776, 112, 64]),
    solid('table', [272, 832, 112, 64]),
    solid('plant', [424, 696, 32, 32]),
    // Lobby
    flat('rug', [640, 792, 256, 128]),
    solid('desk', [704, 936, 128, 44]),
    solid('sofa', [504, 808, 48, 128]),
    solid('sofa', [984, 808, 48, 128]),
    solid('plant', [504, 960, 32, 32]),
    solid('plant', [1000, 960, 32, 32]),
    // Focus
    flat('rug', [1232, 776, 128, 128]),
    solid('desk', [1104, 744, 96, 48]),
    solid('desk', [1104, 896, 96, 48]),
    solid('desk', [1392, 744, 96, 48]),
    solid('desk', [1392, 896, 96, 48]),
    solid('shelf', [1216, 978, 160, 30]),
    solid('plant', [1472, 968, 32, 32]),
  ]),
}

/** Outer walls and nothing else, for whoever draws a floor of their own: 40 × 30 tiles. */
const EMPTY_MAP: SpaceMap = {
  width: 1280,
  height: 960,
  spawn: { x: 640, y: 480 },
  walls: numbered(1, outerWalls(1280, 960)),
  doors: [],
  furniture: [],
  portals: [],
}

export const TEMPLATES = {
  office: { map: OFFICE_MAP, rooms: OFFICE_ROOMS },
  empty: { map: EMPTY_MAP, rooms: [] },
} satisfies Record<string, SpaceTemplate>
export type TemplateName = keyof typeof TEMPLATES

/** Ids need to be unique on their map alone. */
function numbered<T extends Rectangle>(first: number, pieces: readonly T[]): (T & MapPiece)[] {
  return pieces.map((piece, index) => ({
    ...piece,
    id: parseId<PieceId>(`00000000-0000-7000-8000-${String(first + index).padStart(12, '0')}`),
  }))
}

function outerWalls(width: number, height: number): Rectangle[] {
  return [
    { x: 0, y: 0, width, height: WALL },
    { x: 0, y: height - WALL, width, height: WALL },
    { x: 0, y: WALL, width: WALL, height: height - 2 * WALL },
    { x: width - WALL, y: WALL, width: WALL, height: height - 2 * WALL },
  ]
}

function level(from: number, to: number, y: number): Rectangle {
  return { x: from, y, width: to - from, height: WALL }
}

function upright(x: number, from: number, to: number): Rectangle {
  return { x, y: from, width: WALL, height: to - from }
}

/** Four desks, back to back. */
function deskCluster(x: number, y: number): NewFurniture[] {
  return [0, 48].flatMap((down) => [0, 96].map((right) => solid('desk', [x + right, y + down, 96, 48])))
}

type NewFurniture = Omit<Furniture, 'id'>
/** x, y, width, height */
type Box = [number, number, number, number]

function solid(kind: Furniture['kind'], [x, y, width, height]: Box): NewFurniture {
  return { kind, x, y, width, height, solid: true }
}

function flat(kind: Furniture['kind'], [x, y, width, height]: Box): NewFurniture {
  return { kind, x, y, width, height, solid: false }
}
