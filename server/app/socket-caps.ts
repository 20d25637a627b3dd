export interface CapLimits {
  /** Open sockets of one person: tabs, on all their devices. */
  perPerson: number
  /** Of one address: an office behind one. */
  perAddress: number
}

/** Counts who holds how many sockets here. */
export class Caps {
  readonly #limits: CapLimits
  readonly #people = new Map<string, number>()
  readonly #addresses = new Map<string, number>()

  constructor(limits: CapLimits) {
    this.#limits = limits
  }

  mayConnect(address: string): boolean {
    return (this.#addresses.get(address) ?? 0) < this.#limits.perAddress
  }
  mayOpen(person: string): boolean {
    return (this.#people.get(person) ?? 0) < this.#limits.perPerson
  }
  /** @returns what to call when it closes. */
  connected(address: string): () => void {
    return hold(this.#addresses, address)
  }
  opened(person: string): () => void {
    return hold(this.#people, person)
  }
}

function hold(counts: Map<string, number>, key: string): () => void {
  counts.set(key, (counts.get(key) ?? 0) + 1)
  let held = true
  return () => {
    if (!held) return
    held = false
    const left = (counts.get(key) ?? 1) - 1
    if (left > 0) counts.set(key, left)
    else counts.delete(key)
  }
}
