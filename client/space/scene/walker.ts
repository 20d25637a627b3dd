import { findPath, slide, WALK_UNITS_PER_SECOND, type Point } from '@atrium/shared/space/movement.rules.ts'
import { encodeMove } from '@atrium/shared/realtime/presence-frames.ts'
import type { SpaceMap } from '@atrium/shared/space/views.ts'

const SEND_EVERY_MS = 100
/** A tab in another state than this one may be the one that walks. */
const OWN_FOR_MS = 1_500
/** A frame may come late; nobody leaps for it. */
const LONGEST_STEP_MS = 100

export type Direction = 'up' | 'down' | 'left' | 'right'

/**
 * One's own avatar: it moves at once by the same rules that the server checks, tells where it is ten times a second, and goes
 * back where the server says.
 */
export class Walker {
  position: Point = { x: 0, y: 0 }
  path: Point[] = []
  /** Called when it stands elsewhere than before: having walked, or put there. Set by whoever wants to know. */
  onMoved: ((by: 'walk' | 'server') => void) | null = null
  /** When it last went on, drawn or not. */
  steppedAtMs = -Infinity
  /** The last step was taken by the pace, since nothing is drawn. */
  isPaced = false
  #map: SpaceMap | null = null
  #held = new Set<Direction>()
  #sent: Point = { x: 0, y: 0 }
  #sentAtMs = 0
  #walkedAtMs = -Infinity
  readonly #send: (frame: Uint8Array<ArrayBuffer>) => void

  constructor(send: (frame: Uint8Array<ArrayBuffer>) => void) {
    this.#send = send
  }

  /** In a space, at a place that the server knows. */
  place(map: SpaceMap, at: Point): void {
    this.#map = map
    this.path = []
    this.position = { x: at.x, y: at.y }
    this.#sent = { ...this.position }
    this.onMoved?.('server')
  }
  /** The map was edited. */
  setMap(map: SpaceMap): void {
    this.#map = map
  }
  /** The server has put this person somewhere. */
  correct(at: Point): void {
    const jumped = Math.hypot(at.x - this.position.x, at.y - this.position.y) > 64
    this.position = { x: at.x, y: at.y }
    this.#sent = { ...this.position }
    const goal = this.path.at(-1)
    this.path = goal && this.#map && !jumped ? findPath(this.#map, this.position, goal) : []
    this.onMoved?.('server')
  }
  /** Where one stands is where one wants to be. */
  halt(): void {
    this.path = []
  }
  /** @returns false when there is no way. */
  walkTo(goal: Point): boolean {
    if (!this.#map) return false
    this.path = findPath(this.#map, this.position, goal)
    return this.path.length > 0
  }
  hold(direction: Direction): void {
    this.#held.add(direction)
    this.path = []
  }
  release(direction: Direction): void {
    this.#held.delete(direction)
  }
  releaseAll(): void {
    this.#held.clear()
  }
  /** This tab moved the avatar just now, so what the server says of it is only an echo. */
  isOwnWalk(nowMs: number): boolean {
    return nowMs - this.#walkedAtMs < OWN_FOR_MS
  }
  get busy(): boolean {
    return this.isWalking || !this.#told
  }
  get isWalking(): boolean {
    return this.#held.size > 0 || this.path.length > 0
  }
  get #told(): boolean {
    return Math.round(this.position.x) === Math.round(this.#sent.x) && Math.round(this.position.y) === Math.round(this.#sent.y)
  }

  /** Goes on for a moment. @returns whether it moved. */
  step(elapsedMs: number, nowMs: number, by: 'drawn' | 'paced' = 'drawn'): boolean {
    this.steppedAtMs = nowMs
    this.isPaced = by === 'paced'
    const before = this.position
    const reach = (Math.min(elapsedMs, LONGEST_STEP_MS) * WALK_UNITS_PER_SECOND) / 1000
    if (this.#held.size > 0) this.#stride(reach)
    else if (this.path.length > 0) this.#follow(reach)
    const moved = before.x !== this.position.x || before.y !== this.position.y
    if (moved) this.#walkedAtMs = nowMs
    if (!this.#told && nowMs - this.#sentAtMs >= SEND_EVERY_MS) {
      this.#sentAtMs = nowMs
      this.#sent = { x: Math.round(this.position.x), y: Math.round(this.position.y) }
      this.#send(encodeMove(this.#sent.x, this.#sent.y))
    }
    if (moved) this.onMoved?.('walk')
    return moved
  }

  #stride(reach: number): void {
    if (!this.#map) return
    const x = Number(this.#held.has('right')) - Number(this.#held.has('left'))
    const y = Number(this.#held.has('down')) - Number(this.#held.has('up'))
    const length = Math.hypot(x, y)
    if (length === 0) return
    this.position = slide(this.#map, this.position, {
      x: this.position.x + (x / length) * reach,
      y: this.position.y + (y / length) * reach,
    })
  }

  #follow(reach: number): void {
    let left = reach
    while (left > 0 && this.path[0]) {
      const next = this.path[0]
      const distance = Math.hypot(next.x - this.position.x, next.y - this.position.y)
      if (distance <= left) {
        this.position = { x: next.x, y: next.y }
        this.path = this.path.slice(1)
      } else {
        const part = left / distance
        this.position = { x: this.position.x + (next.x - this.position.x) * part, y: this.position.y + (next.y - this.position.y) * part }
      }
      left -= distance
    }
  }
}
