import { areaKey, type Area } from '@atrium/shared/space/interest.rules.ts'
import type { Reader } from './avatar.ts'

/** All who see the same cells: they get the same bytes. */
export interface Audience {
  readonly area: Area
  readonly readers: Set<Reader>
}

/** The readers of one scene by what they see. */
export class Audiences {
  readonly #byArea = new Map<number, Audience>()

  add(reader: Reader): void {
    const key = areaKey(reader.area)
    const known = this.#byArea.get(key)
    if (known) known.readers.add(reader)
    else this.#byArea.set(key, { area: reader.area, readers: new Set([reader]) })
  }

  remove(reader: Reader): void {
    const key = areaKey(reader.area)
    const audience = this.#byArea.get(key)
    audience?.readers.delete(reader)
    if (audience?.readers.size === 0) this.#byArea.delete(key)
  }

  all(): Iterable<Audience> {
    return this.#byArea.values()
  }
}
