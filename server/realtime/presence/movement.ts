import { encodeGone, POSITION_BYTES, positionsLength, POSITIONS, putPosition } from '@atrium/shared/realtime/presence-frames.ts'
import { seesCell, type Area } from '@atrium/shared/space/interest.rules.ts'
import { binaryFrame } from '../frame-bytes.ts'
import type { Avatar } from './avatar.ts'

/** Somebody is no longer in a cell; `to`: the one they are in now, null when they have left. */
export interface Departure {
  slot: number
  from: number
  to: number | null
}

/** What has happened in a scene within one tick: put into bytes once for each cell, and into one frame for all who see the same cells. */
export class Movement {
  readonly #departures: readonly Departure[]
  readonly #positions = new Map<number, Uint8Array>()

  constructor(moved: readonly Avatar[], departures: readonly Departure[]) {
    this.#departures = departures
    for (const [cell, avatars] of Map.groupBy(moved, (avatar) => avatar.cell)) this.#positions.set(cell, positionsFrame(POSITIONS, avatars))
  }

  /** Whole WebSocket frames, who has gone before who has come, so that a slot may change hands; null when nothing has happened there. */
  frameFor(area: Area): Uint8Array | null {
    const gone = this.#departures
      .filter(({ from, to }) => seesCell(area, from) && (to === null || !seesCell(area, to)))
      .map(({ slot }) => slot)
    const cells = this.#cellsIn(area)
    const count = cells.reduce((sum, { length }) => sum + length - 1, 0) / POSITION_BYTES
    const positions = count > 0 ? binaryFrame(joined(cells, count)) : null
    if (gone.length === 0) return positions
    const frames = [binaryFrame(encodeGone(gone))]
    if (positions) frames.push(positions)
    return Buffer.concat(frames)
  }

  #cellsIn(area: Area): Uint8Array[] {
    const cells: Uint8Array[] = []
    for (const [cell, positions] of this.#positions) if (seesCell(area, cell)) cells.push(positions)
    return cells
  }
}

export function positionsFrame(kind: number, avatars: readonly Avatar[]): Uint8Array {
  const payload = new Uint8Array(positionsLength(avatars.length))
  payload[0] = kind
  avatars.forEach((avatar, index) => putPosition(payload, index, avatar))
  return payload
}

function joined(cells: readonly Uint8Array[], count: number): Uint8Array {
  if (cells.length === 1 && cells[0]) return cells[0]
  const payload = new Uint8Array(positionsLength(count))
  payload[0] = POSITIONS
  let at = 1
  for (const cell of cells) {
    payload.set(cell.subarray(1), at)
    at += cell.length - 1
  }
  return payload
}
