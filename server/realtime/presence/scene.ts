import type { PersonId, RoomId } from '@atrium/shared/ids.ts'
import { encodeCorrection, encodeReaction, encodeWave, type Interest } from '@atrium/shared/realtime/presence-frames.ts'
import { cellAt } from '@atrium/shared/space/interest.rules.ts'
import { roomAt, walkMs, type checkMove, type Point } from '@atrium/shared/space/movement.rules.ts'
import { settledPlace } from '@atrium/shared/space/settle-place.rules.ts'
import type { Gesture } from '@atrium/shared/space/gestures.ts'
import type { RoomView, SpaceMap } from '@atrium/shared/space/views.ts'
import type { Place, SceneFloor, SocketHandle, WrittenPerson } from '../../infra/live.ts'
import { binaryFrame } from '../frame-bytes.ts'
import { sees, type Avatar } from './avatar.ts'
import { Movement, type Departure } from './movement.ts'
import { Readers } from './readers.ts'

export interface SceneOptions {
  /** ms between two frames. */
  tickMs: number
  /** A reader with more than this waiting gets no frame; it gets the position of everybody it sees once it has caught up. */
  skipAtBytes: number
  /** Monotonic. */
  nowMs: () => number
  checkMove: typeof checkMove
}

/** Nobody gets further ahead than this by having stood still. */
const CREDIT_MS = 600
/** Longer than what a node says takes to be written. */
const HEARD_MS = 5_000
/** Who has just come may be on their first step already. */
const FIRST_CREDIT_MS = 100

/**
 * Where everybody in one space stands. What moved within a tick goes out as one frame, made once for all who see the same cells;
 * a scene in which nobody moves does nothing at all. Who hides where they are is in none of these: they have frames of their own, for who is in the same room.
 */
export class Scene {
  #floor: SceneFloor
  /** Called when somebody comes, goes or moves; set by whoever wants to know. */
  onChanged: (() => void) | null = null
  /** Called with those of this node who have moved since the last tick; set by whoever tells the other nodes. */
  onWalked: ((avatars: readonly Avatar[]) => void) | null = null
  readonly #options: SceneOptions
  readonly #avatars = new Map<PersonId, Avatar>()
  readonly #bySlot = new Map<number, Avatar>()
  readonly #readers: Readers
  #moved: Avatar[] = []
  #departures: Departure[] = []
  #timer: NodeJS.Timeout | null = null
  #tickedAtMs = -Infinity

  constructor(floor: SceneFloor, options: SceneOptions) {
    this.#floor = floor
    this.#options = options
    this.#readers = new Readers(() => this.#avatars.values(), options.skipAtBytes)
  }

  get map(): SpaceMap {
    return this.#floor.map
  }
  get rooms(): readonly RoomView[] {
    return this.#floor.rooms
  }
  get rev(): number {
    return this.#floor.rev
  }
  /** The map was edited: nobody stays in anything solid. */
  setFloor(floor: SceneFloor): void {
    this.#floor = floor
    for (const avatar of this.#avatars.values()) {
      const at = settledPlace(floor, avatar)
      if (at.x !== avatar.x || at.y !== avatar.y) this.place(avatar, at)
      avatar.roomId = at.roomId
    }
    this.onChanged?.()
  }
  /** Nobody of this node is in it. */
  get empty(): boolean {
    return this.#avatars.values().every(({ isElsewhere }) => isElsewhere)
  }
  avatars(): Avatar[] {
    return [...this.#avatars.values()]
  }
  avatarOf(personId: PersonId): Avatar | null {
    return this.#avatars.get(personId) ?? null
  }

  add(personId: PersonId, { slot, x, y, hidden, isElsewhere }: Pick<WrittenPerson, 'slot' | 'x' | 'y' | 'hidden' | 'isElsewhere'>): Avatar {
    const roomId = roomAt(this.rooms, { x, y })
    const avatar: Avatar = {
      personId,
      slot,
      x,
      y,
      roomId,
      toldRoomId: roomId,
      hidden,
      readers: new Map(),
      isElsewhere,
      heardAtMs: -Infinity,
      isUntold: !isElsewhere,
      creditMs: FIRST_CREDIT_MS,
      movedAtMs: this.#options.nowMs(),
      stillSinceMs: this.#options.nowMs(),
      moved: false,
      cell: cellAt({ x, y }),
      shownCell: null,
      onMoved: null,
    }
    this.#avatars.set(personId, avatar)
    this.#bySlot.set(slot, avatar)
    this.#markMoved(avatar)
    this.onChanged?.()
    return avatar
  }
  remove(avatar: Avatar): void {
    this.#avatars.delete(avatar.personId)
    this.#leaveSlot(avatar)
    for (const socket of avatar.readers.keys()) this.#readers.remove(socket)
    this.#moved = this.#moved.filter((other) => other !== avatar)
    this.#forgetSlot(avatar)
    if (this.empty) this.stop()
    this.onChanged?.()
  }
  /** They came back under another number. */
  setSlot(avatar: Avatar, slot: number): void {
    if (avatar.slot === slot) return
    this.#forgetSlot(avatar)
    this.#leaveSlot(avatar)
    avatar.slot = slot
    this.#bySlot.set(slot, avatar)
    this.#markMoved(avatar)
  }

  /** They have come to this node, or have gone to another one: whoever sees them notices nothing. */
  setElsewhere(avatar: Avatar, isElsewhere: boolean): void {
    avatar.isElsewhere = isElsewhere
    avatar.onMoved = null
    avatar.heardAtMs = -Infinity
    for (const socket of avatar.readers.keys()) this.#readers.remove(socket)
    if (isElsewhere) return
    avatar.isUntold = true
    this.#markMoved(avatar)
  }
  noteHeldElsewhere(avatar: Avatar): void {
    avatar.heardAtMs = this.#options.nowMs()
  }
  /** Another node has just spoken of them. */
  isHeldElsewhere(avatar: Avatar): boolean {
    return avatar.heardAtMs > this.#options.nowMs() - HEARD_MS
  }
  /** Another node says where people are: of their own tabs here, too, each follows the one that walks. */
  hear(positions: readonly number[]): void {
    for (let index = 0; index + 2 < positions.length; index += 3) {
      const [slot = 0, x = 0, y = 0] = positions.slice(index, index + 3)
      const avatar = this.#bySlot.get(slot)
      if (!avatar) continue
      avatar.heardAtMs = this.#options.nowMs()
      if (avatar.x !== x || avatar.y !== y) this.#put(avatar, { x, y })
    }
  }
  /** Of somebody elsewhere, when nothing has been heard of them for longer than it takes to be written. */
  settle(avatar: Avatar, { x, y }: Point): void {
    if (!this.isHeldElsewhere(avatar) && (avatar.x !== x || avatar.y !== y)) this.#put(avatar, { x, y })
  }

  addSocket(avatar: Avatar, socket: SocketHandle): void {
    this.#readers.add(avatar, socket)
  }
  removeSocket(socket: SocketHandle): void {
    this.#readers.remove(socket)
  }
  /** What a tab sees from now on; it gets all of it with the next tick. */
  setInterest(socket: SocketHandle, interest: Interest): void {
    this.#readers.ask(socket, interest)
    this.#wake()
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
    if (at.x === avatar.x && at.y === avatar.y) return
    avatar.isUntold = true
    this.#put(avatar, at)
  }

  /** What the server says; the person's tabs are told. */
  place(avatar: Avatar, at: Point): void {
    const correction = binaryFrame(encodeCorrection(at.x, at.y))
    for (const socket of avatar.readers.keys()) socket.write(correction)
    avatar.creditMs = 0
    avatar.isUntold = !avatar.isElsewhere
    this.#put(avatar, at)
  }

  /** To everybody at once. A reader who is behind does without: what they would see late was for this moment. @returns false when nobody is there to be waved at. */
  show(avatar: Avatar, gesture: Gesture): boolean {
    const payload = this.#encode(avatar, gesture)
    if (!payload) return false
    const to = gesture.kind === 'wave' ? this.avatarOf(gesture.to) : null
    this.#readers.show(binaryFrame(payload), (viewer) => sees(viewer, avatar) && (to === null || sees(viewer, to)))
    return true
  }

  setHidden(avatar: Avatar, hidden: boolean): void {
    if (avatar.hidden === hidden) return
    // For whoever sees them until now they go, as if they had left.
    if (hidden) this.#forgetSlot(avatar)
    avatar.hidden = hidden
    avatar.shownCell = null
    this.#markMoved(avatar)
    this.onChanged?.()
  }

  /** They are in another room, as others are told: they see who hides there, and are seen there if they hide. */
  entered(avatar: Avatar, roomId: RoomId | null): void {
    const before = avatar.toldRoomId
    avatar.toldRoomId = roomId
    const concerned = this.avatars().filter(({ toldRoomId }) => toldRoomId !== null && (toldRoomId === before || toldRoomId === roomId))
    if (concerned.some(({ hidden }) => hidden)) this.#readers.oweSight([avatar])
    if (avatar.hidden) this.#readers.oweSight(concerned)
    this.#wake()
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
    avatar.cell = cellAt(avatar)
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
    this.#tellNodes(moved)
    const departures = this.#takeDepartures(moved)
    const shown = moved.filter(({ hidden }) => !hidden)
    const hiding = moved.filter(({ hidden }) => hidden)
    if (this.#readers.tell(new Movement(shown, departures), { shown, hiding })) this.#wake()
  }

  #tellNodes(moved: readonly Avatar[]): void {
    const untold = this.onWalked ? moved.filter(({ isUntold }) => isUntold) : []
    for (const avatar of untold) avatar.isUntold = false
    if (untold.length > 0) this.onWalked?.(untold)
  }

  #leaveSlot(avatar: Avatar): void {
    if (this.#bySlot.get(avatar.slot) === avatar) this.#bySlot.delete(avatar.slot)
  }

  /** Who has left, and who of those that moved is in another cell than before. */
  #takeDepartures(moved: readonly Avatar[]): Departure[] {
    const departures = this.#departures
    this.#departures = []
    for (const avatar of moved) {
      avatar.moved = false
      if (avatar.hidden) continue
      const { slot, cell, shownCell } = avatar
      if (shownCell !== null && shownCell !== cell) departures.push({ slot, from: shownCell, to: cell })
      avatar.shownCell = cell
    }
    return departures
  }

  /** Nobody stands under this number any more, so that the next who does is not drawn where this one stood. */
  #forgetSlot(avatar: Avatar): void {
    const { slot, cell, shownCell } = avatar
    if (avatar.hidden) {
      this.#readers.oweSight(this.avatars().filter((viewer) => sees(viewer, avatar)))
      return this.#wake()
    }
    for (const from of new Set([cell, shownCell ?? cell])) this.#departures.push({ slot, from, to: null })
    this.#readers.forget(slot)
    this.#wake()
  }
}
