import type { RoomId } from '@atrium/shared/ids.ts'
import { nearestFree } from '@atrium/shared/space/free-place.rules.ts'
import { roomAt } from '@atrium/shared/space/movement.rules.ts'
import type { Place } from '../../infra/live.ts'
import type { Logger } from '../../infra/logger.ts'
import type { Avatar } from './avatar.ts'
import type { Scene } from './scene.ts'

export interface RoomReportOptions {
  settleMs: number
  /** Monotonic, as the scene's. */
  nowMs: () => number
  tell: (place: Place) => Promise<'entered' | 'refused'>
  logger: Logger
}

/** Longer than positions take to be written. */
const RECENT_MS = 5_000

/** Tells, once somebody has stayed in another room for a moment, that they are there; walks them back when they may not be. */
export class RoomReport {
  readonly #scene: Scene
  readonly #avatar: Avatar
  readonly #options: RoomReportOptions
  #told: RoomId | null
  /** Where they last stood in the room that was told. */
  #settled: { x: number; y: number }
  #timer: NodeJS.Timeout | null = null
  #telling = false
  #stopped = false
  /** What was written of them may differ from what was told. */
  #doubted = false

  constructor(scene: Scene, avatar: Avatar, options: RoomReportOptions) {
    this.#scene = scene
    this.#avatar = avatar
    this.#options = options
    this.#told = avatar.roomId
    this.#settled = { x: avatar.x, y: avatar.y }
  }

  moved(): void {
    const { roomId, x, y } = this.#avatar
    if (roomId === this.#told && !this.#doubted) this.#settled = { x, y }
    else if (!this.#timer && !this.#telling && !this.#stopped) this.#timer = setTimeout(() => void this.#tell(), this.#options.settleMs)
  }

  /** The map was edited, by what was known elsewhere of where they stood: whoever has just walked, or is in another room now, tells it anew. */
  doubt(): void {
    this.#doubted ||= this.#avatar.movedAtMs > this.#options.nowMs() - RECENT_MS
    this.moved()
  }

  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  /** Where they last stood in the room that was told, or the nearest place to it that the map, edited since, leaves outside of where they may not be. */
  #wayBack(refused: RoomId | null): { x: number; y: number } {
    const { map, rooms } = this.#scene
    if (roomAt(rooms, this.#settled) !== refused) return this.#settled
    const back = nearestFree(map, this.#settled, (at) => roomAt(rooms, at) === this.#told && this.#told !== refused)
    return back ?? nearestFree(map, this.#settled, (at) => roomAt(rooms, at) !== refused) ?? this.#settled
  }

  async #tell(): Promise<void> {
    this.#timer = null
    const place = this.#scene.placeOf(this.#avatar)
    if (place.roomId === this.#told && !this.#doubted) return
    this.#doubted = false
    this.#telling = true
    try {
      const answer = await this.#options.tell(place)
      if (this.#stopped) return
      if (answer === 'entered') {
        this.#told = place.roomId
        this.#scene.entered(this.#avatar, place.roomId)
      } else if (this.#avatar.roomId === place.roomId) this.#scene.place(this.#avatar, this.#wayBack(place.roomId))
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'a change of rooms was not written; it is tried again')
    } finally {
      this.#telling = false
      this.moved()
    }
  }
}
