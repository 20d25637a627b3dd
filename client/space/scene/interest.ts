import { encodeInterest } from '@atrium/shared/realtime/presence-frames.ts'
import { areaOf, NOTHING, stillServes, type Area } from '@atrium/shared/space/interest.rules.ts'
import type { Rectangle } from '@atrium/shared/space/views.ts'

/** What the server is asked to tell of: no more than what is on the screen, and whom one walks after. */
export interface Interest {
  /** What is drawn of the map; null while none of it is. */
  see(shown: Rectangle | null): void
  /** Whom one wants to hear of wherever they are, by their slot. */
  watch(slot: number | null): void
  /** Says all of it to a server that has just let one in. */
  repeat(): void
}

export function createInterest(send: (frame: Uint8Array<ArrayBuffer>) => void): Interest {
  let area: Area = NOTHING
  let watched: number | null = null
  const tell = () => send(encodeInterest({ area, watched }))
  return {
    see(shown) {
      const needed = shown ? areaOf(shown) : NOTHING
      if (stillServes(area, needed)) return
      area = needed
      tell()
    },
    watch(slot) {
      if (slot === watched) return
      watched = slot
      tell()
    },
    repeat: tell,
  }
}
