/** Time as an argument, so that tests can hold it still. */
export interface Clock {
  /** ms since the epoch. */
  now(): number
}
export const systemClock: Clock = { now: () => Date.now() }
