import type { GroupId, MemberId, PersonId, PieceId, RoomId, SpaceId } from '../ids.ts'
import type { PersonView } from '../identity/views.ts'

/** Positions and sizes are in map units: 32 units are one tile; a position is the middle of an avatar's feet. */
export interface Rectangle {
  x: number
  y: number
  width: number
  height: number
}
export const ROOM_FLOORS = ['plain', 'wood', 'tiles', 'carpet'] as const
export type RoomFloor = (typeof ROOM_FLOORS)[number]
export interface RoomView extends Rectangle {
  id: RoomId
  spaceId: SpaceId
  name: string
  capacity: number | null
  floor: RoomFloor
  locked: boolean
}
export interface SpaceMap {
  width: number
  height: number
  spawn: { x: number; y: number }
  /** Solid rectangles that nobody walks through. */
  walls: MapPiece[]
  /** Openings: where one lies on a wall, the wall is not there. */
  doors: MapPiece[]
  /** Furniture, drawn and solid when `solid`. */
  furniture: Furniture[]
  portals: Portal[]
}
/** The map is made of pieces, which are edited by their ids. */
export interface MapPiece extends Rectangle {
  id: PieceId
}
/** Wood, tiles and carpet are floors, a rug lies on them; everything else stands. */
export const FURNITURE_KINDS = ['wood', 'tiles', 'carpet', 'rug', 'desk', 'table', 'sofa', 'plant', 'counter', 'shelf', 'board'] as const
export type FurnitureKind = (typeof FURNITURE_KINDS)[number]
export interface Furniture extends MapPiece {
  kind: FurnitureKind
  solid: boolean
}
/** Whoever walks onto it goes on to another space of the organization. */
export interface Portal extends MapPiece {
  to: SpaceId
  /** A portal over there, beside which one arrives; null, or one that is gone: the entrance. */
  arrival: PieceId | null
}
export interface SpaceView {
  id: SpaceId
  name: string
  position: number
  map: SpaceMap
  rooms: RoomView[]
  rev: number
}
export interface ArchivedSpaceView {
  id: SpaceId
  name: string
  /** In ms since the epoch. */
  archivedAt: number
}
export const STATUSES = ['available', 'busy', 'dnd', 'away'] as const
export type Status = (typeof STATUSES)[number]
/** Who is in a space, as far as it changes seldom. Coordinates travel in binary frames, keyed by `slot` (0–65535, unique in the space). */
export interface PresenceView {
  person: PersonView
  spaceId: SpaceId
  roomId: RoomId | null
  slot: number
  status: Status
  statusText: string
  statusEmoji: string | null
  /** When the server takes all of that back, in ms since the epoch; null: not by itself. */
  statusUntil: number | null
  /** After whom they walk. */
  following: PersonId | null
  /** Shared by all who stand together; null: they stand alone. */
  groupId: GroupId | null
  /** They hide where they are: nobody is told of them but who is in the same room. */
  hidden: boolean
  /** Where they stood when this was written; the frames know better. */
  x: number
  y: number
  rev: number
}
/** Somebody wants to be told when that person is available; `free` is the notice. */
export interface FreeWatchView {
  personId: PersonId
  state: 'waiting' | 'free' | 'cancelled'
  rev: number
}
/** Somebody before a locked room, as they and those inside are told. */
export interface KnockView {
  id: string
  spaceId: SpaceId
  roomId: RoomId
  person: PersonView
  state: 'waiting' | 'admitted' | 'refused' | 'expired' | 'withdrawn'
  /** Of a waiting one, in ms since the epoch. */
  expiresAt: number
  rev: number
}
/** A tap on the shoulder, as the tapped person is told of it. */
export interface TapView {
  id: string
  from: PersonView
  to: PersonId
  /** In ms since the epoch. */
  at: number
}
/** What a member is in one space; without it they may still enter. */
export interface SpaceMemberView {
  memberId: MemberId
  role: 'admin' | 'member'
}
/** Whether a member lists another one first; of the member who is told. */
export interface FavouriteView {
  memberId: MemberId
  isFavourite: boolean
  rev: number
}
