import { onCleanup } from 'solid-js'
import { spotKey, type ChatSpot } from './chat-spot.ts'

/** Which chats and threads stand on the screen of this tab. */
export interface ShownSpots {
  /** For as long as the owner lives. */
  add(spot: ChatSpot): void
  has(spot: ChatSpot): boolean
}

export function createShownSpots(): ShownSpots {
  const shown = new Map<string, number>()
  const count = (spot: ChatSpot) => shown.get(spotKey(spot)) ?? 0
  return {
    add(spot) {
      shown.set(spotKey(spot), count(spot) + 1)
      onCleanup(() => void shown.set(spotKey(spot), count(spot) - 1))
    },
    has: (spot) => count(spot) > 0,
  }
}
