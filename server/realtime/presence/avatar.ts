import type { PersonId, RoomId } from '@atrium/shared/ids.ts'
import type { Interest } from '@atrium/shared/realtime/presence-frames.ts'
import type { Point } from '@atrium/shared/space/movement.rules.ts'
import type { SocketHandle } from '../../infra/live.ts'

/** One person in a scene, however many tabs. */
export interface Avatar extends Point {
  readonly personId: PersonId
  slot: number
  roomId: RoomId | null
  readonly readers: Map<SocketHandle, Reader>
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
