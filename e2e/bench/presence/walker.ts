const SIDE = 16
const ROUND = SIDE * 4

/** Somebody who walks round a small square of their own, one unit a step: 64 places, none twice in a row, so that a place tells which step it was. */
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
    this.#step = (this.#step + 1) % ROUND
    const along = this.#step % SIDE
    const [column, row] = [
      [along, 0],
      [SIDE, along],
      [SIDE - along, SIDE],
      [0, SIDE - along],
    ][Math.floor(this.#step / SIDE)] ?? [0, 0]
    const place = { x: this.#originX + (column ?? 0), y: this.#originY + (row ?? 0) }
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
