import { setTimeout as pause } from 'node:timers/promises'

const LOOKS = 6
const PAUSE_MS = 200

/**
 * What we post may be pressed before it is written down that it is ours. So it is looked for again, a little more than a second: what was
 * pressed opens a form for three. Null: it is not ours.
 */
export async function patiently<T>(look: () => Promise<T | null>): Promise<T | null> {
  for (let looks = 1; looks < LOOKS; looks += 1) {
    const found = await look()
    if (found !== null) return found
    await pause(PAUSE_MS)
  }
  return look()
}
