import { POSITIONS, SIGHT, type Interest } from '@atrium/shared/realtime/presence-frames.ts'
import { areaKey, EVERYTHING, seesCell } from '@atrium/shared/space/interest.rules.ts'
import type { SocketHandle } from '../../infra/live.ts'
import { binaryFrame } from '../frame-bytes.ts'
import { Audiences } from './audiences.ts'
import { sees, type Avatar, type Reader } from './avatar.ts'
import { positionsFrame, type Movement } from './movement.ts'

/**
 * The tabs that look into one scene, and what each has heard: what it sees, its own person, and whom it looks after. A tab that
 * sees something else than before, or has not read for a while, is owed its whole sight, and hears nothing until it has got that.
 */
export class Readers {
  readonly #avatars: () => Iterable<Avatar>
  readonly #skipAtBytes: number
  readonly #bySocket = new Map<SocketHandle, Reader>()
  readonly #audiences = new Audiences()
  /** By the slot of whom they look after. */
  readonly #watchers = new Map<number, Set<Reader>>()
  /** What has been asked for since the last tick. */
  readonly #asked = new Map<Reader, Interest>()
  readonly #owed = new Set<Reader>()

  constructor(avatars: () => Iterable<Avatar>, skipAtBytes: number) {
    this.#avatars = avatars
    this.#skipAtBytes = skipAtBytes
  }

  /** Sees everything until it says otherwise, and at once; one that is there already sees what it has said. */
  add(avatar: Avatar, socket: SocketHandle): void {
    const reader = this.#bySocket.get(socket) ?? { socket, avatar, area: EVERYTHING, watched: null, isOwedSight: false }
    if (!this.#bySocket.has(socket)) {
      avatar.readers.set(socket, reader)
      this.#bySocket.set(socket, reader)
      this.#audiences.add(reader)
    }
    socket.write(this.#sightOf(reader))
  }

  remove(socket: SocketHandle): void {
    const reader = this.#bySocket.get(socket)
    if (!reader) return
    reader.avatar.readers.delete(socket)
    this.#bySocket.delete(socket)
    this.#audiences.remove(reader)
    this.#watch(reader, null)
    this.#asked.delete(reader)
    this.#owed.delete(reader)
  }

  /** Counts from the next tick on. */
  ask(socket: SocketHandle, interest: Interest): void {
    const reader = this.#bySocket.get(socket)
    if (reader) this.#asked.set(reader, interest)
  }

  /** @returns whether somebody has yet to read before they can be told. */
  tell(movement: Movement, { shown, hiding }: { shown: readonly Avatar[]; hiding: readonly Avatar[] }): boolean {
    this.#takeInterests()
    for (const { area, readers } of this.#audiences.all()) {
      const frame = movement.frameFor(area)
      if (frame) for (const reader of readers) this.#send(reader, frame)
    }
    for (const avatar of shown) this.#tellFarReaders(avatar)
    for (const avatar of hiding) this.#tellRoom(avatar)
    this.#payOwed()
    return this.#owed.size > 0
  }

  /** What is for this moment only, to those who may see it. */
  show(frame: Uint8Array, maySee: (viewer: Avatar) => boolean): void {
    for (const [socket, { avatar }] of this.#bySocket)
      if (maySee(avatar) && socket.bufferedBytes() <= this.#skipAtBytes) socket.write(frame)
  }

  /** They see somebody whom they did not see before, or no more. */
  oweSight(viewers: readonly Avatar[]): void {
    for (const { readers } of viewers) for (const reader of readers.values()) this.#owe(reader)
  }

  /** Nobody stands under this number any more; who sees the place where they stood is told by the movement. */
  forget(slot: number): void {
    for (const reader of this.#watchers.get(slot) ?? []) this.#owe(reader)
  }

  #takeInterests(): void {
    for (const [reader, { area, watched }] of this.#asked) {
      if (areaKey(area) === areaKey(reader.area) && watched === reader.watched) continue
      this.#audiences.remove(reader)
      reader.area = area
      this.#audiences.add(reader)
      this.#watch(reader, watched)
      this.#owe(reader)
    }
    this.#asked.clear()
  }

  #send(reader: Reader, frame: Uint8Array): void {
    if (reader.isOwedSight) return
    if (reader.socket.bufferedBytes() > this.#skipAtBytes) this.#owe(reader)
    else reader.socket.write(frame)
  }

  #tellFarReaders(avatar: Avatar): void {
    let frame: Uint8Array | null = null
    const tell = (reader: Reader) => {
      if (!seesCell(reader.area, avatar.cell)) this.#send(reader, (frame ??= binaryFrame(positionsFrame(POSITIONS, [avatar]))))
    }
    avatar.readers.forEach(tell)
    if (this.#watchers.size > 0) this.#watchers.get(avatar.slot)?.forEach(tell)
  }

  /** Of one who hides: to who is in the same room, as far as they look there. */
  #tellRoom(avatar: Avatar): void {
    const frame = binaryFrame(positionsFrame(POSITIONS, [avatar]))
    for (const reader of this.#bySocket.values()) {
      const looks = seesCell(reader.area, avatar.cell) || reader.avatar === avatar || reader.watched === avatar.slot
      if (looks && sees(reader.avatar, avatar)) this.#send(reader, frame)
    }
  }

  #owe(reader: Reader): void {
    reader.isOwedSight = true
    this.#owed.add(reader)
  }

  #payOwed(): void {
    for (const reader of this.#owed) {
      if (reader.socket.bufferedBytes() > this.#skipAtBytes) continue
      reader.isOwedSight = false
      this.#owed.delete(reader)
      reader.socket.write(this.#sightOf(reader))
    }
  }

  #sightOf({ area, watched, avatar: own }: Reader): Uint8Array {
    const seen: Avatar[] = []
    for (const avatar of this.#avatars())
      if (sees(own, avatar) && (seesCell(area, avatar.cell) || avatar === own || avatar.slot === watched)) seen.push(avatar)
    return binaryFrame(positionsFrame(SIGHT, seen))
  }

  #watch(reader: Reader, slot: number | null): void {
    if (reader.watched !== null) {
      const watchers = this.#watchers.get(reader.watched)
      watchers?.delete(reader)
      if (watchers?.size === 0) this.#watchers.delete(reader.watched)
    }
    reader.watched = slot
    if (slot === null) return
    const watchers = this.#watchers.get(slot)
    if (watchers) watchers.add(reader)
    else this.#watchers.set(slot, new Set([reader]))
  }
}
