import type { PersonId, RoomId } from '@atrium/shared/ids.ts'
import {
  encodeCorrection,
  encodeReaction,
  encodeWave,
  positionsLength,
  POSITIONS,
  putPosition,
} from '@atrium/shared/realtime/presence-frames.ts'
import { roomAt, walkMs, type checkMove, type Point } from '@atrium/shared/space/movement.rules.ts'
import type { Gesture } from '@atrium/shared/space/gestures.ts'
import type { RoomView, SpaceMap } from '@atrium/shared/space/views.ts'
import type { Place, SocketHandle } from '../../infra/live.ts'
import { binaryFrame } from '../frame-bytes.ts'

/** One person in a scene, however many tabs. */
export interface Avatar extends Point {
  readonly personId: PersonId
  slot: number
  roomId: RoomId | null
  readonly sockets: Set<SocketHandle>
  /** Time walked less than time passed, in ms: messages that were held up on the way arrive together. */
  creditMs: number
  movedAtMs: number
  /** Since when they stand where they stand. */
  stillSinceMs: number
  /** In the frame that comes next. */
  moved: boolean
  /** Called with each step; set by whoever wants to know. */
  onMoved: (() => void) | null
}

export interface SceneOptions {
  /** ms between two frames. */
  tickMs: number
  /** A reader with more than this waiting gets no frame; it gets everybody's position once it has caught up. */
  skipAtBytes: number
  /** Monotonic. */
  nowMs: () => number
  checkMove: typeof checkMove
}

/** Nobody gets further ahead than this by having stood still. */
const CREDIT_MS = 600
/** Who has just come may be on their first step already. */
const FIRST_CREDIT_MS = 100

/**
 * Where everybody in one space stands. What moved within a tick goes out as one frame, made once, the same bytes for everybody;
 * a scene in which nobody moves does nothing at all.
 */
export class Scene {
  map: SpaceMap
  rooms: RoomView[]
  /** Called when somebody comes, goes or moves; set by whoever wants to know. */
  onChanged: (() => void) | null = null
  readonly #options: SceneOptions
  readonly #avatars = new Map<PersonId, Avatar>()
  readonly #sockets = new Set<SocketHandle>()
  readonly #behind = new Set<SocketHandle>()
  #moved: Avatar[] = []
  #timer: NodeJS.Timeout | null = null
  #tickedAtMs = -Infinity

  constructor(map: SpaceMap, rooms: RoomView[], options: SceneOptions) {
    this.map = map
    this.rooms = rooms
    this.#options = options
  }

  get empty(): boolean {
    return this.#avatars.size === 0
  }
  avatars(): Avatar[] {
    return [...this.#avatars.values()]
  }
  avatarOf(personId: PersonId): Avatar | null {
    return this.#avatars.get(personId) ?? null
  }

  add(personId: PersonId, slot: number, at: Point): Avatar {
    const roomId = roomAt(this.rooms, at)
    const avatar: Avatar = {
      personId,
      slot,
      ...at,
      roomId,
      sockets: new Set(),
      creditMs: FIRST_CREDIT_MS,
      movedAtMs: this.#options.nowMs(),
      stillSinceMs: this.#options.nowMs(),
      moved: false,
      onMoved: null,
    }
    this.#avatars.set(personId, avatar)
    this.#markMoved(avatar)
    this.onChanged?.()
    return avatar
  }
  remove(avatar: Avatar): void {
    this.#avatars.delete(avatar.personId)
    for (const socket of avatar.sockets) this.removeSocket(avatar, socket)
    this.#moved = this.#moved.filter((other) => other !== avatar)
    if (this.empty) this.stop()
    this.onChanged?.()
  }

  addSocket(avatar: Avatar, socket: SocketHandle): void {
    avatar.sockets.add(socket)
    this.#sockets.add(socket)
    socket.write(frameOf(this.#avatars.values(), this.#avatars.size))
  }
  removeSocket(avatar: Avatar, socket: SocketHandle): void {
    avatar.sockets.delete(socket)
    this.#sockets.delete(socket)
    this.#behind.delete(socket)
  }

  /** What the person says of themselves: believed as far as they can have walked. */
  walk(avatar: Avatar, socket: SocketHandle, to: Point): void {
    const nowMs = this.#options.nowMs()
    avatar.creditMs = Math.min(CREDIT_MS, avatar.creditMs + nowMs - avatar.movedAtMs)
    avatar.movedAtMs = nowMs
    const verdict = this.#options.checkMove(this.map, avatar, to, avatar.creditMs)
    const at = verdict.ok ? to : verdict.at
    avatar.creditMs = Math.max(0, avatar.creditMs - walkMs(avatar, at))
    if (!verdict.ok) socket.write(binaryFrame(encodeCorrection(at.x, at.y)))
    if (at.x !== avatar.x || at.y !== avatar.y) this.#put(avatar, at)
  }

  /** What the server says; the person's tabs are told. */
  place(avatar: Avatar, at: Point): void {
    const correction = binaryFrame(encodeCorrection(at.x, at.y))
    for (const socket of avatar.sockets) socket.write(correction)
    avatar.creditMs = 0
    this.#put(avatar, at)
  }

  /** To everybody at once. A reader who is behind does without: what they would see late was for this moment. @returns false when nobody is there to be waved at. */
  show(avatar: Avatar, gesture: Gesture): boolean {
    const payload = this.#encode(avatar, gesture)
    if (!payload) return false
    const frame = binaryFrame(payload)
    for (const socket of this.#sockets) if (socket.bufferedBytes() <= this.#options.skipAtBytes) socket.write(frame)
    return true
  }

  placeOf(avatar: Avatar): Place {
    return { x: avatar.x, y: avatar.y, roomId: avatar.roomId }
  }

  stop(): void {
    if (this.#timer) clearTimeout(this.#timer)
    this.#timer = null
  }

  #encode(avatar: Avatar, gesture: Gesture): Uint8Array | null {
    if (gesture.kind === 'reaction') return encodeReaction(avatar.slot, gesture.reaction)
    const to = this.avatarOf(gesture.to)
    return to && encodeWave(avatar.slot, to.slot)
  }

  #put(avatar: Avatar, { x, y }: Point): void {
    avatar.x = x
    avatar.y = y
    avatar.roomId = roomAt(this.rooms, avatar)
    this.#markMoved(avatar)
    avatar.stillSinceMs = this.#options.nowMs()
    avatar.onMoved?.()
    this.onChanged?.()
  }

  #markMoved(avatar: Avatar): void {
    if (avatar.moved) return
    avatar.moved = true
    this.#moved.push(avatar)
    this.#wake()
  }

  #wake(): void {
    if (this.#timer) return
    const delay = Math.max(0, this.#tickedAtMs + this.#options.tickMs - this.#options.nowMs())
    this.#timer = setTimeout(() => this.#tick(), delay)
  }

  #tick(): void {
    this.#timer = null
    this.#tickedAtMs = this.#options.nowMs()
    const moved = this.#moved
    this.#moved = []
    for (const avatar of moved) avatar.moved = false
    const frame = moved.length > 0 ? frameOf(moved, moved.length) : null
    const { skipAtBytes } = this.#options
    for (const socket of this.#sockets) {
      if (socket.bufferedBytes() > skipAtBytes) this.#behind.add(socket)
      else if (frame && (this.#behind.size === 0 || !this.#behind.has(socket))) socket.write(frame)
    }
    if (this.#behind.size === 0) return
    this.#catchUp()
    if (this.#behind.size > 0) this.#wake()
  }

  #catchUp(): void {
    let all: Uint8Array | null = null
    for (const socket of this.#behind) {
      if (socket.bufferedBytes() > this.#options.skipAtBytes) continue
      all ??= frameOf(this.#avatars.values(), this.#avatars.size)
      socket.write(all)
      this.#behind.delete(socket)
    }
  }
}

function frameOf(avatars: Iterable<Avatar>, count: number): Uint8Array {
  const payload = new Uint8Array(positionsLength(count))
  payload[0] = POSITIONS
  let index = 0
  for (const avatar of avatars) putPosition(payload, index++, avatar)
  return binaryFrame(payload)
}
