import type { RoomId } from '@atrium/shared/ids.ts'
import type { Place } from '../../infra/live.ts'
import type { Logger } from '../../infra/logger.ts'
import type { Avatar } from './avatar.ts'
import type { Scene } from './scene.ts'

export interface RoomReportOptions {
  settleMs: number
  tell: (place: Place) => Promise<'entered' | 'refused'>
  logger: Logger
}

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

  constructor(scene: Scene, avatar: Avatar, options: RoomReportOptions) {
    this.#scene = scene
    this.#avatar = avatar
    this.#options = options
    this.#told = avatar.roomId
    this.#settled = { x: avatar.x, y: avatar.y }
  }

  moved(): void {
    const { roomId, x, y } = this.#avatar
    if (roomId === this.#told) this.#settled = { x, y }
    else if (!this.#timer && !this.#telling && !this.#stopped) this.#timer = setTimeout(() => void this.#tell(), this.#options.settleMs)
  }

  stop(): void {
    this.#stopped = true
    if (this.#timer) clearTimeout(this.#timer)
  }

  async #tell(): Promise<void> {
    this.#timer = null
    const place = this.#scene.placeOf(this.#avatar)
    if (place.roomId === this.#told) return
    this.#telling = true
    try {
      const answer = await this.#options.tell(place)
      if (this.#stopped) return
      if (answer === 'entered') {
        this.#told = place.roomId
        this.#scene.entered(this.#avatar, place.roomId)
      } else if (this.#avatar.roomId === place.roomId) this.#scene.place(this.#avatar, this.#settled)
    } catch (error) {
      this.#options.logger.warn({ err: error }, 'a change of rooms was not written; it is tried again')
    } finally {
      this.#telling = false
      this.moved()
    }
  }
}
