/** Somebody who walks a small square of their own, one unit a step: 64 places, so that a place tells which step it was. */
export class Walker {
  #step = 0
  readonly #originX: number
  readonly #originY: number
  readonly #sentAt = new Map<number, number>()
  sent = 0

  constructor(originX: number, originY: number) {
    this.#originX = originX
    this.#originY = originY
  }

  next(): { x: number; y: number } {
    const step = this.#step++ % 64
    const row = Math.floor(step / 8)
    // Boustrophedon, so that no step is longer than one unit; back up along the left edge would be longer, so the walk turns round.
    const phase = Math.floor((this.#step - 1) / 64) % 2 === 0 ? row : 7 - row
    const column = row % 2 === 0 ? step % 8 : 7 - (step % 8)
    const place = { x: this.#originX + column, y: this.#originY + phase }
    this.#sentAt.set(place.x * 65536 + place.y, performance.now())
    this.sent += 1
    return place
  }

  /** ms since this place was sent, or null when it was not (any more). */
  arrived(x: number, y: number): number | null {
    const key = x * 65536 + y
    const at = this.#sentAt.get(key)
    if (at === undefined) return null
    this.#sentAt.delete(key)
    return performance.now() - at
  }
}
