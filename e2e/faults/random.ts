/** Chance that can be had again: the same seed, the same sequence. */
export interface Random {
  /** From 0 up to, not including, 1. */
  next(): number
  /** A whole number from 0 up to, not including, `end`. */
  below(end: number): number
  chance(probability: number): boolean
  /** @throws Error when there is nothing to pick from */
  pick<T>(from: readonly T[]): T
  /** A chance of its own, so that what one part draws changes nothing for the others. */
  fork(): Random
}

/** mulberry32. */
export function createRandom(seed: number): Random {
  let state = seed >>> 0
  const next = () => {
    state = (state + 0x6d2b79f5) >>> 0
    let mixed = Math.imul(state ^ (state >>> 15), state | 1)
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61)
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4_294_967_296
  }
  const below = (end: number) => Math.floor(next() * end)
  return {
    next,
    below,
    chance: (probability) => next() < probability,
    pick(from) {
      const picked = from[below(from.length)]
      if (picked === undefined) throw new Error('nothing to pick from')
      return picked
    },
    fork: () => createRandom(below(4_294_967_296)),
  }
}

/** Each moved back by up to `reach` places: an order in which nothing comes endlessly late. */
export function jumbled<T>(items: readonly T[], random: Random, reach: number): T[] {
  return items
    .map((item, index) => ({ item, at: index + random.next() * reach }))
    .toSorted((one, other) => one.at - other.at)
    .map(({ item }) => item)
}
