import { createHash, randomBytes } from 'node:crypto'

export type IdPrefix = 'T' | 'U' | 'C' | 'D' | 'G' | 'B' | 'A' | 'F' | 'V' | 'Ev' | 'Rx'

/** Ids are a pure function of the order in which things are made, so that a seeded workspace is the same every time. */
export interface IdFactory {
  next(prefix: IdPrefix): string
  /** How many of each were made; a factory that starts with them goes on from there. */
  counts(): Map<IdPrefix, number>
}

export function createIdFactory(counts: ReadonlyMap<IdPrefix, number> = new Map()): IdFactory {
  const counters = new Map(counts)
  return {
    counts: () => new Map(counters),
    next(prefix) {
      const count = (counters.get(prefix) ?? 0) + 1
      counters.set(prefix, count)
      const digest = createHash('sha256').update(`${prefix}:${count}`).digest()
      const body = BigInt(`0x${digest.toString('hex').slice(0, 24)}`)
        .toString(36)
        .toUpperCase()
        .padStart(12, '0')
      return `${prefix}0${body.slice(-9)}`
    },
  }
}

/** Secrets are random even where ids are not: nothing may be able to guess a token of another sandbox. */
export const makeSecret = (bytes = 16): string => randomBytes(bytes).toString('hex')

export const makeBotToken = (rotating: boolean): string => `${rotating ? 'xoxe.' : ''}xoxb-${makeSecret(18)}`
export const makeUserToken = (rotating: boolean): string => `${rotating ? 'xoxe.' : ''}xoxp-${makeSecret(18)}`
export const makeAppToken = (appId: string): string => `xapp-1-${appId}-${makeSecret(18)}`
export const makeRefreshToken = (): string => `xoxe-1-${makeSecret(24)}`
