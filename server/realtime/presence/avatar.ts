import type { PersonId, RoomId } from '@atrium/shared/ids.ts'
import type { Interest } from '@atrium/shared/realtime/presence-frames.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { SocketHandle } from '../../infra/live.ts'

/** One person in a scene, however many tabs. */
export interface Avatar extends Point {
  readonly personId: PersonId
  slot: number
  roomId: RoomId | null
  /** Where they are as others are told: written down, and not refused. */
  toldRoomId: RoomId | null
  /** Only who is in the same room sees them. */
  hidden: boolean
  readonly readers: Map<SocketHandle, Reader>
  /** Their tabs are on another node, which tells where they walk. */
  isElsewhere: boolean
  /** When another node last told where they are. */
  heardAtMs: number
  /** The other nodes do not know yet where they are. */
  isUntold: boolean
  /** Time walked less than time passed, in ms: messages that were held up on the way arrive together. */
  creditMs: number
  movedAtMs: number
  /** Since when they stand where they stand. */
  stillSinceMs: number
  /** In the frame that comes next. */
  moved: boolean
  /** Where they stand. */
  cell: number
  /** Where they stood at the last tick, and who looked there knows them; null: nobody does yet. */
  shownCell: number | null
  /** Called with each step; set by whoever wants to know. */
  onMoved: (() => void) | null
}

/** One tab, and what it sees. */
export interface Reader extends Interest {
  readonly socket: SocketHandle
  /** Whose it is: they always hear of themselves. */
  readonly avatar: Avatar
  /** It gets all that it sees at once, as soon as it reads, and nothing before. */
  isOwedSight: boolean
}

/** Whether somebody may know where another one is: the rule of `seesPosition`, within one scene. */
export function sees(viewer: Avatar, { hidden, personId, toldRoomId }: Avatar): boolean {
  return !hidden || viewer.personId === personId || (toldRoomId !== null && viewer.toldRoomId === toldRoomId)
}
