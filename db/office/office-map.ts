import type { Rectangle, SpaceMap } from '@atrium/shared/space/views.ts'

export interface OfficeRoom extends Rectangle {
  name: string
  capacity: number | null
}
type Furniture = SpaceMap['furniture'][number]

/** The floor that an organization starts with: 48 × 32 tiles, three rooms on either long side and an open middle. All in map units. */
export const OFFICE_ROOMS: OfficeRoom[] = [
  { name: 'Library', capacity: 8, x: 0, y: 0, width: 480, height: 320 },
  { name: 'Fjord meeting room', capacity: 10, x: 480, y: 0, width: 512, height: 256 },
  { name: 'Workshop', capacity: 12, x: 992, y: 0, width: 544, height: 320 },
  { name: 'Kitchen', capacity: null, x: 0, y: 672, width: 480, height: 352 },
  { name: 'Lobby', capacity: null, x: 480, y: 736, width: 576, height: 288 },
  { name: 'Focus', capacity: 4, x: 1056, y: 672, width: 480, height: 352 },
]

const WALL = 16

export const OFFICE_MAP: SpaceMap = {
  width: 1536,
  height: 1024,
  spawn: { x: 768, y: 864 },
  walls: [
    ...outerWalls(1536, 1024),
    // Under the Library, the meeting room and the Workshop, each with a door of three tiles.
    ...wallWithDoor({ from: 16, to: 488, y: 312, door: 192 }),
    ...wallWithDoor({ from: 488, to: 984, y: 248, door: 688 }),
    ...wallWithDoor({ from: 984, to: 1520, y: 312, door: 1216 }),
    upright(472, 16, 312),
    upright(984, 16, 312),
    // Above the Kitchen, the Lobby and Focus.
    ...wallWithDoor({ from: 16, to: 488, y: 664, door: 208 }),
    ...wallWithDoor({ from: 488, to: 1048, y: 728, door: 704, doorWidth: 128 }),
    ...wallWithDoor({ from: 1048, to: 1520, y: 664, door: 1248 }),
    upright(472, 680, 1008),
    upright(1048, 680, 1008),
  ],
  furniture: [
    // Library
    solid('counter', [192, 24, 224, 32]),
    solid('sofa', [48, 56, 112, 48]),
    solid('sofa', [48, 184, 112, 48]),
    rug([208, 104, 192, 128]),
    solid('table', [256, 144, 96, 48]),
    solid('plant', [424, 24, 32, 32]),
    solid('plant', [32, 264, 32, 32]),
    // Fjord meeting room
    rug([576, 40, 320, 160]),
    solid('table', [640, 80, 192, 80]),
    solid('plant', [504, 32, 32, 32]),
    solid('plant', [936, 32, 32, 32]),
    // Workshop
    solid('desk', [1056, 56, 96, 48]),
    solid('desk', [1216, 56, 96, 48]),
    solid('desk', [1376, 56, 96, 48]),
    solid('table', [1072, 184, 128, 64]),
    solid('table', [1344, 184, 128, 64]),
    solid('plant', [1472, 264, 32, 32]),
    // The open middle
    ...deskCluster(256, 432),
    ...deskCluster(1088, 432),
    rug([624, 400, 288, 192]),
    solid('sofa', [672, 416, 192, 48]),
    solid('table', [720, 496, 96, 48]),
    solid('plant', [560, 480, 32, 32]),
    solid('plant', [944, 480, 32, 32]),
    // Kitchen
    solid('counter', [48, 952, 320, 40]),
    solid('table', [80, 768, 112, 64]),
    solid('table', [272, 832, 112, 64]),
    solid('plant', [424, 696, 32, 32]),
    // Lobby
    rug([640, 792, 256, 128]),
    solid('counter', [688, 944, 160, 40]),
    solid('sofa', [512, 800, 48, 128]),
    solid('sofa', [976, 800, 48, 128]),
    solid('plant', [504, 960, 32, 32]),
    solid('plant', [1000, 960, 32, 32]),
    // Focus
    solid('desk', [1104, 736, 96, 48]),
    solid('desk', [1104, 912, 96, 48]),
    solid('desk', [1392, 736, 96, 48]),
    solid('desk', [1392, 912, 96, 48]),
    rug([1232, 776, 128, 128]),
    solid('plant', [1280, 960, 32, 32]),
  ],
}

function outerWalls(width: number, height: number): Rectangle[] {
  return [
    { x: 0, y: 0, width, height: WALL },
    { x: 0, y: height - WALL, width, height: WALL },
    { x: 0, y: WALL, width: WALL, height: height - 2 * WALL },
    { x: width - WALL, y: WALL, width: WALL, height: height - 2 * WALL },
  ]
}

/** A level wall with a gap at `door`. */
function wallWithDoor(wall: { from: number; to: number; y: number; door: number; doorWidth?: number }): Rectangle[] {
  const { from, to, y, door, doorWidth = 96 } = wall
  const end = door + doorWidth
  return [
    { x: from, y, width: door - from, height: WALL },
    { x: end, y, width: to - end, height: WALL },
  ]
}

function upright(x: number, from: number, to: number): Rectangle {
  return { x, y: from, width: WALL, height: to - from }
}

/** Four desks, back to back. */
function deskCluster(x: number, y: number): Furniture[] {
  return [0, 48].flatMap((down) => [0, 96].map((right) => solid('desk', [x + right, y + down, 96, 48])))
}

/** x, y, width, height */
type Box = [number, number, number, number]

function solid(kind: Furniture['kind'], [x, y, width, height]: Box): Furniture {
  return { kind, x, y, width, height, solid: true }
}

function rug([x, y, width, height]: Box): Furniture {
  return { kind: 'rug', x, y, width, height, solid: false }
}
