/** The frames of the measurement, which are Atrium's own: a move is [1][x u16][y u16], a tick is [2] and 6 bytes for each who moved. */
export const MOVE = 1
export const TICK = 2
export const BYTES_PER_UPDATE = 6

/** As JSON has it: slot, x, y. The shortest that is still readable; objects with names would be nearly twice as long. */
export type MoveOf = [slot: number, x: number, y: number]

/** Positions of one room between two ticks: the last of each who moved. */
export class MovedSinceTick {
  readonly #moved = new Map<number, { x: number; y: number }>()

  moved(slot: number, frame: Uint8Array): void {
    const view = new DataView(frame.buffer, frame.byteOffset, frame.byteLength)
    this.put(slot, view.getUint16(1, true), view.getUint16(3, true))
  }
  put(slot: number, x: number, y: number): void {
    this.#moved.set(slot, { x, y })
  }

  /** The frame of this tick, or null when nobody moved. */
  take(): Buffer | null {
    if (this.#moved.size === 0) return null
    const frame = Buffer.allocUnsafe(1 + this.#moved.size * BYTES_PER_UPDATE)
    frame.writeUInt8(TICK, 0)
    let at = 1
    for (const [slot, { x, y }] of this.#moved) {
      frame.writeUInt16LE(slot, at)
      frame.writeUInt16LE(x, at + 2)
      frame.writeUInt16LE(y, at + 4)
      at += BYTES_PER_UPDATE
    }
    this.#moved.clear()
    return frame
  }

  takeMoves(): MoveOf[] {
    const moves = Array.from(this.#moved, ([slot, { x, y }]): MoveOf => [slot, x, y])
    this.#moved.clear()
    return moves
  }
}
