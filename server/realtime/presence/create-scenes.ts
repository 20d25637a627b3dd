import { randomUUID } from 'node:crypto'
import { setTimeout as sleep } from 'node:timers/promises'
import type { OrganizationId, SpaceId } from '@atrium/shared/ids.ts'
import { decodeInterest, decodeMove } from '@atrium/shared/realtime/presence-frames.ts'
import { checkMove } from '@atrium/shared/space/movement.rules.ts'
import type { RoomView } from '@atrium/shared/space/views.ts'
import type { Gesture } from '@atrium/shared/space/gestures.ts'
import type {
  GroupChange,
  JoinScene,
  PersonInSpace,
  Place,
  SceneFloor,
  SceneKey,
  SceneListeners,
  Scenes,
  SocketHandle,
  WrittenScene,
} from '../../infra/live.ts'
import type { SceneNews } from '../../infra/bus.ts'
import type { Logger } from '../../infra/logger.ts'
import { GroupReport } from './group-report.ts'
import { RoomReport } from './room-report.ts'
import { showOthers } from './show-others.ts'
import type { Avatar } from './avatar.ts'
import { Scene, type SceneOptions } from './scene.ts'

export interface ScenesOptions extends Partial<SceneOptions> {
  /** How long someone is still there after their last socket has closed: a reload is no leaving. */
  graceMs?: number
  /** How long someone has to stay in a room before it is told. */
  roomSettleMs?: number
  /** How long two have to stand near each other to be together. */
  groupSettleMs?: number
}
export interface RunningScenes extends Scenes {
  /** Everybody leaves: their places are kept. */
  stop(): Promise<void>
}

/** The scenes of one node. */
export function createScenes(logger: Logger, options: ScenesOptions = {}): RunningScenes {
  return new NodeScenes(logger, options)
}

/** Where one person stands, and through what. */
interface Seat {
  person: PersonInSpace
  scene: Scene
  avatar: Avatar
  room: RoomReport
  gone: NodeJS.Timeout | null
  /** Of the row by which it is known whether they hide where they are. */
  hiddenRev: number
  takenAtMs: number
}

interface NodeScene {
  scene: Scene
  groups: GroupReport
  /** When that was read which it has last taken of what is written. */
  readAtMs: number
}

/** What one message to the other nodes holds. */
const POSITIONS_A_MESSAGE = 300
const GONE_RETRY_MS = [200, 1_000, 5_000]

class NodeScenes implements RunningScenes {
  readonly node: string = randomUUID()
  readonly #logger: Logger
  readonly #graceMs: number
  readonly #roomSettleMs: number
  readonly #groupSettleMs: number
  readonly #sceneOptions: SceneOptions
  readonly #scenes = new Map<string, NodeScene>()
  readonly #seats = new Map<string, Seat>()
  readonly #seatOfSocket = new Map<SocketHandle, Seat>()
  readonly #heard = new WeakSet<SocketHandle>()
  /** Sockets that have closed, with how long whoever was behind them is waited for. */
  readonly #closed = new WeakMap<SocketHandle, number>()
  readonly #farewells = new Set<Promise<void>>()
  #listeners: SceneListeners | null = null

  constructor(logger: Logger, { graceMs = 3_000, roomSettleMs = 250, groupSettleMs = 700, ...options }: ScenesOptions) {
    this.#logger = logger
    this.#graceMs = graceMs
    this.#roomSettleMs = roomSettleMs
    this.#groupSettleMs = groupSettleMs
    this.#sceneOptions = {
      tickMs: 50,
      skipAtBytes: 64 << 10,
      nowMs: () => performance.now(),
      checkMove,
      ...options,
    }
  }

  listen(listeners: SceneListeners): void {
    this.#listeners = listeners
  }

  join(entry: JoinScene): Place {
    const before = this.#seats.get(personKey(entry))
    if (before && before.person.spaceId !== entry.spaceId) this.#vacate(before)
    const seat = this.#seatIn(entry) ?? this.#takeSeat(entry)
    if (seat.gone) clearTimeout(seat.gone)
    seat.gone = null
    seat.scene.setSlot(seat.avatar, entry.slot)
    this.setHidden(entry, { hidden: entry.hidden, rev: entry.presenceRev })
    this.#leaveOther(seat, entry.socket, this.#graceMs)
    this.#seatOfSocket.set(entry.socket, seat)
    seat.scene.addSocket(seat.avatar, entry.socket)
    const place = seat.scene.placeOf(seat.avatar)
    this.#hear(entry.socket)
    // It closed while they were being let in: nobody will tell that again.
    const graceMs = this.#closed.get(entry.socket)
    if (graceMs !== undefined) this.#leaveOther(null, entry.socket, graceMs)
    return place
  }

  leave(person: PersonInSpace): Place | null {
    const seat = this.#seatIn(person)
    return seat ? this.#vacate(seat) : null
  }

  place(person: PersonInSpace, x: number, y: number): boolean {
    const seat = this.#seatIn(person)
    seat?.scene.place(seat.avatar, { x, y })
    return seat !== null
  }

  show(person: PersonInSpace, gesture: Gesture): boolean {
    const seat = this.#seatIn(person)
    if (!seat?.scene.show(seat.avatar, gesture)) return false
    const { organizationId, spaceId, personId } = person
    this.#listeners?.onNews?.({ organizationId, spaceId, what: { kind: 'shown', personId, gesture } })
    return true
  }

  setHidden(person: PersonInSpace, { hidden, rev }: { hidden: boolean; rev: number }): void {
    const seat = this.#seatIn(person)
    if (!seat || rev < seat.hiddenRev) return
    seat.hiddenRev = rev
    seat.scene.setHidden(seat.avatar, hidden)
  }

  positionOf(person: PersonInSpace): Place | null {
    const seat = this.#seatIn(person)
    return seat ? seat.scene.placeOf(seat.avatar) : null
  }

  whereabouts(person: PersonInSpace): Place | null {
    const scene = this.#scenes.get(sceneKey(person))?.scene
    const avatar = scene?.avatarOf(person.personId)
    return scene && avatar ? scene.placeOf(avatar) : null
  }

  now(): number {
    return this.#sceneOptions.nowMs()
  }

  takeWritten(space: SceneKey, written: WrittenScene): void {
    // Two looks at once may end in the other order.
    const looked = this.#scenes.get(sceneKey(space))
    if (!looked || written.readAtMs < looked.readAtMs) return
    looked.readAtMs = written.readAtMs
    const here = new Set(written.people.map(({ personId }) => personId))
    for (const seat of this.#seatsIn(space)) if (!here.has(seat.person.personId) && seat.takenAtMs < written.readAtMs) this.#vacate(seat)
    const known = this.#scenes.get(sceneKey(space))
    if (!known) return
    showOthers(known.scene, written.people)
    // Of whose tabs some are here: the node that they are written to hears that they are.
    const isShared = ({ isElsewhere, readers }: Avatar) => !isElsewhere && readers.size > 0
    const elsewhere = written.people.filter((person) => person.isElsewhere)
    this.#tellNodes(space, elsewhere.flatMap(({ personId }) => known.scene.avatarOf(personId) ?? []).filter(isShared))
    known.groups.take(written)
  }

  hear({ organizationId, spaceId, what }: SceneNews): void {
    const scene = this.#scenes.get(sceneKey({ organizationId, spaceId }))?.scene
    if (!scene) return
    if (what.kind === 'moved') scene.hear(what.positions)
    const avatar = what.kind === 'shown' && scene.avatarOf(what.personId)
    if (avatar) scene.show(avatar, what.gesture)
  }

  setMap(space: SceneKey, floor: SceneFloor): void {
    const known = this.#scenes.get(sceneKey(space))
    if (!known || floor.rev <= known.scene.rev) return
    const isRedrawn = outlines(known.scene.rooms) !== outlines(floor.rooms)
    known.scene.setFloor(floor)
    if (isRedrawn) for (const seat of this.#seatsIn(space)) seat.room.doubt()
  }

  dismiss(space: SceneKey): void {
    for (const seat of this.#seatsIn(space)) this.#vacate(seat)
  }

  floors(): (SceneKey & { rev: number })[] {
    const floors = new Map<Scene, SceneKey & { rev: number }>()
    for (const { scene, person } of this.#seats.values())
      floors.set(scene, { organizationId: person.organizationId, spaceId: person.spaceId, rev: scene.rev })
    return [...floors.values()]
  }

  async stop(): Promise<void> {
    for (const seat of this.#seats.values().toArray()) this.#sayGone(seat)
    await Promise.all(this.#farewells)
  }

  #seatsIn(space: SceneKey): Seat[] {
    const key = sceneKey(space)
    return [...this.#seats.values()].filter(({ person }) => sceneKey(person) === key)
  }

  #seatIn(person: PersonInSpace): Seat | null {
    const seat = this.#seats.get(personKey(person))
    return seat?.person.spaceId === person.spaceId ? seat : null
  }

  #takeSeat(entry: JoinScene): Seat {
    const { organizationId, spaceId, personId, slot, x, y, hidden, presenceRev } = entry
    const { scene, groups } = this.#sceneOf(entry)
    groups.remember(personId, entry.groupId)
    // Whoever comes from another node stands where they stood for those here.
    const known = scene.avatarOf(personId)
    if (known) scene.setElsewhere(known, false)
    const avatar = known ?? scene.add(personId, { slot, x, y, hidden, isElsewhere: false })
    const person = { organizationId, spaceId, personId }
    const tell = (place: Place) => this.#listeners?.onRoom(person, place) ?? Promise.resolve('entered' as const)
    const room = new RoomReport(scene, avatar, {
      settleMs: this.#roomSettleMs,
      nowMs: this.#sceneOptions.nowMs,
      tell,
      logger: this.#logger,
    })
    avatar.onMoved = () => room.moved()
    const seat: Seat = { person, scene, avatar, room, gone: null, hiddenRev: presenceRev, takenAtMs: this.#sceneOptions.nowMs() }
    this.#seats.set(personKey(person), seat)
    return seat
  }

  #sceneOf({ organizationId, spaceId, ...floor }: JoinScene): NodeScene {
    const key = sceneKey({ organizationId, spaceId })
    const found = this.#scenes.get(key)
    if (found) {
      this.setMap({ organizationId, spaceId }, floor)
      return found
    }
    const scene = new Scene(floor, this.#sceneOptions)
    if (this.#listeners?.onNews) scene.onWalked = (avatars) => this.#tellNodes({ organizationId, spaceId }, avatars)
    const tell = (changes: GroupChange[]) => this.#listeners?.onGroups({ organizationId, spaceId }, changes) ?? Promise.resolve()
    const { nowMs } = this.#sceneOptions
    const groups = new GroupReport(scene, { settleMs: this.#groupSettleMs, nowMs, tell, logger: this.#logger })
    const made: NodeScene = { scene, groups, readAtMs: -Infinity }
    this.#scenes.set(key, made)
    return made
  }

  #tellNodes(space: SceneKey, avatars: readonly Avatar[]): void {
    if (!this.#listeners?.onNews) return
    for (let at = 0; at < avatars.length; at += POSITIONS_A_MESSAGE) {
      const positions = avatars.slice(at, at + POSITIONS_A_MESSAGE).flatMap(({ slot, x, y }) => [slot, x, y])
      this.#listeners.onNews({ ...space, what: { kind: 'moved', positions } })
    }
  }

  #vacate(seat: Seat): Place {
    const place = seat.scene.placeOf(seat.avatar)
    if (seat.gone) clearTimeout(seat.gone)
    seat.room.stop()
    for (const socket of seat.avatar.readers.keys()) this.#seatOfSocket.delete(socket)
    if (seat.scene.isHeldElsewhere(seat.avatar)) seat.scene.setElsewhere(seat.avatar, true)
    else seat.scene.remove(seat.avatar)
    if (seat.scene.empty) this.#dropScene(seat.person)
    if (this.#seats.get(personKey(seat.person)) === seat) this.#seats.delete(personKey(seat.person))
    return place
  }

  #dropScene(person: PersonInSpace): void {
    const dropped = this.#scenes.get(sceneKey(person))
    dropped?.groups.stop()
    dropped?.scene.stop()
    this.#scenes.delete(sceneKey(person))
  }

  #hear(socket: SocketHandle): void {
    if (this.#heard.has(socket)) return
    this.#heard.add(socket)
    socket.onBinary((message) => {
      const seat = this.#seatOfSocket.get(socket)
      if (!seat) return
      const to = decodeMove(message)
      if (to) return seat.scene.walk(seat.avatar, socket, to)
      const interest = decodeInterest(message)
      if (interest) seat.scene.setInterest(socket, interest)
    })
    const closed = (graceMs: number) => {
      if (!this.#closed.has(socket)) this.#closed.set(socket, graceMs)
      this.#leaveOther(null, socket, graceMs)
    }
    socket.onClose(() => closed(this.#graceMs))
    // Who was sent away does not come back: nobody waits for them.
    socket.onEnded(() => closed(0))
  }

  /** Takes a socket out of the seat it was in, unless that is `seat`; who has no socket left is gone after the grace. */
  #leaveOther(seat: Seat | null, socket: SocketHandle, graceMs: number): void {
    const other = this.#seatOfSocket.get(socket)
    if (!other || other === seat) return
    this.#seatOfSocket.delete(socket)
    other.scene.removeSocket(socket)
    if (other.avatar.readers.size > 0) return
    if (graceMs === 0) this.#sayGone(other)
    else other.gone = setTimeout(() => this.#sayGone(other), graceMs)
  }

  #sayGone(seat: Seat): void {
    // Not gone: the other node takes them over.
    const isElsewhere = seat.scene.isHeldElsewhere(seat.avatar)
    const place = this.#vacate(seat)
    if (isElsewhere) return
    const farewell = this.#tellGone(seat.person, place).finally(() => this.#farewells.delete(farewell))
    this.#farewells.add(farewell)
  }

  async #tellGone(person: PersonInSpace, place: Place): Promise<void> {
    for (const retryMs of [0, ...GONE_RETRY_MS]) {
      await sleep(retryMs)
      if (this.#seats.has(personKey(person))) return
      try {
        return await this.#listeners?.onGone(person, place)
      } catch (error) {
        this.#logger.warn({ err: error, personId: person.personId }, 'somebody who left could not be seen off')
      }
    }
  }
}

const sceneKey = (space: { organizationId: OrganizationId; spaceId: SpaceId }) => `${space.organizationId} ${space.spaceId}`
const personKey = (person: PersonInSpace) => `${person.organizationId} ${person.personId}`
const outlines = (rooms: readonly RoomView[]) =>
  rooms
    .map(({ id, x, y, width, height }) => [id, x, y, width, height].join())
    .toSorted()
    .join(' ')
