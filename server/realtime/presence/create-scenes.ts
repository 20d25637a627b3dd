import { setTimeout as sleep } from 'node:timers/promises'
import type { OrganizationId, SpaceId } from '@atrium/shared/ids.ts'
import { decodeMove } from '@atrium/shared/realtime/presence-frames.ts'
import { checkMove } from '@atrium/shared/space/movement.rules.ts'
import type { JoinScene, PersonInSpace, Place, SceneListeners, Scenes, SocketHandle } from '../../infra/live.ts'
import type { Logger } from '../../infra/logger.ts'
import { Scene, type Avatar } from './scene.ts'
import { RoomReport } from './room-report.ts'

export interface ScenesOptions {
  tickMs?: number
  skipAtBytes?: number
  nowMs?: () => number
  /** How long someone is still there after their last socket has closed: a reload is no leaving. */
  graceMs?: number
  /** How long someone has to stay in a room before it is told. */
  roomSettleMs?: number
  checkMove?: typeof checkMove
}
export interface RunningScenes extends Scenes {
  /** Everybody leaves: their places are kept. */
  stop(): Promise<void>
}

/** Where one person stands, and through what. */
interface Seat {
  person: PersonInSpace
  scene: Scene
  avatar: Avatar
  room: RoomReport
  gone: NodeJS.Timeout | null
}

const GONE_RETRY_MS = [200, 1_000, 5_000]

/** The scenes of one node. */
export function createScenes(logger: Logger, options: ScenesOptions = {}): RunningScenes {
  const { graceMs = 3_000, roomSettleMs = 250 } = options
  const scenes = new Map<string, Scene>()
  const seats = new Map<string, Seat>()
  const seatOfAvatar = new WeakMap<Avatar, Seat>()
  const seatOfSocket = new Map<SocketHandle, Seat>()
  const known = new WeakSet<SocketHandle>()
  const farewells = new Set<Promise<void>>()
  let listeners: SceneListeners | null = null
  const sceneOptions = {
    tickMs: options.tickMs ?? 50,
    skipAtBytes: options.skipAtBytes ?? 64 << 10,
    nowMs: options.nowMs ?? (() => performance.now()),
    checkMove: options.checkMove ?? checkMove,
    onMoved: (avatar: Avatar) => seatOfAvatar.get(avatar)?.room.moved(),
  }

  function sceneOf(entry: JoinScene): Scene {
    const key = sceneKey(entry)
    const found = scenes.get(key)
    if (found) return found
    const made = new Scene(entry.map, entry.rooms, sceneOptions)
    scenes.set(key, made)
    return made
  }

  function takeSeat(entry: JoinScene): Seat {
    const { organizationId, spaceId, personId, slot, x, y } = entry
    const scene = sceneOf(entry)
    const avatar = scene.add(personId, slot, { x, y })
    const person = { organizationId, spaceId, personId }
    const tell = (place: Place) => listeners?.onRoom(person, place) ?? Promise.resolve('entered' as const)
    const room = new RoomReport(scene, avatar, { settleMs: roomSettleMs, tell, logger })
    const seat: Seat = { person, scene, avatar, room, gone: null }
    seats.set(personKey(person), seat)
    seatOfAvatar.set(avatar, seat)
    return seat
  }

  function vacate(seat: Seat): Place {
    const place = seat.scene.placeOf(seat.avatar)
    if (seat.gone) clearTimeout(seat.gone)
    seat.room.stop()
    for (const socket of seat.avatar.sockets) seatOfSocket.delete(socket)
    seat.scene.remove(seat.avatar)
    if (seat.scene.empty) scenes.delete(sceneKey(seat.person))
    if (seats.get(personKey(seat.person)) === seat) seats.delete(personKey(seat.person))
    return place
  }

  function leaveSocket(socket: SocketHandle): void {
    const seat = seatOfSocket.get(socket)
    if (!seat) return
    seatOfSocket.delete(socket)
    seat.scene.removeSocket(seat.avatar, socket)
    if (seat.avatar.sockets.size === 0) seat.gone = setTimeout(() => sayGone(seat), graceMs)
  }

  function sayGone(seat: Seat): void {
    const place = vacate(seat)
    const farewell = tellGone(seat.person, place).finally(() => farewells.delete(farewell))
    farewells.add(farewell)
  }

  async function tellGone(person: PersonInSpace, place: Place): Promise<void> {
    for (const retryMs of [0, ...GONE_RETRY_MS]) {
      await sleep(retryMs)
      if (seats.has(personKey(person))) return
      try {
        return await listeners?.onGone(person, place)
      } catch (error) {
        logger.warn({ err: error, personId: person.personId }, 'somebody who left could not be seen off')
      }
    }
  }

  function listenTo(socket: SocketHandle): void {
    if (known.has(socket)) return
    known.add(socket)
    socket.onClose(() => leaveSocket(socket))
    socket.onBinary((message) => {
      const seat = seatOfSocket.get(socket)
      const to = seat && decodeMove(message)
      if (to) seat.scene.walk(seat.avatar, socket, to)
    })
  }

  const seatIn = (person: PersonInSpace): Seat | null => {
    const seat = seats.get(personKey(person))
    return seat?.person.spaceId === person.spaceId ? seat : null
  }

  return {
    join(entry) {
      const before = seats.get(personKey(entry))
      if (before && before.person.spaceId !== entry.spaceId) vacate(before)
      const seat = seatIn(entry) ?? takeSeat(entry)
      if (seat.gone) clearTimeout(seat.gone)
      seat.gone = null
      seat.avatar.slot = entry.slot
      seatOfSocket.set(entry.socket, seat)
      seat.scene.addSocket(seat.avatar, entry.socket)
      listenTo(entry.socket)
      return seat.scene.placeOf(seat.avatar)
    },
    leave(person) {
      const seat = seatIn(person)
      return seat ? vacate(seat) : null
    },
    place(person, x, y) {
      const seat = seatIn(person)
      if (!seat) return false
      seat.scene.place(seat.avatar, { x, y })
      return true
    },
    positionOf(person) {
      const seat = seatIn(person)
      return seat ? seat.scene.placeOf(seat.avatar) : null
    },
    setMap(space, map, rooms) {
      const scene = scenes.get(sceneKey(space))
      if (!scene) return
      scene.map = map
      scene.rooms = rooms
    },
    listen(given) {
      listeners = given
    },
    async stop() {
      for (const seat of seats.values().toArray()) sayGone(seat)
      await Promise.all(farewells)
    },
  }
}

const sceneKey = (space: { organizationId: OrganizationId; spaceId: SpaceId }) => `${space.organizationId} ${space.spaceId}`
const personKey = (person: PersonInSpace) => `${person.organizationId} ${person.personId}`
