import type { Channel } from './types.ts'
import type { World } from './world.ts'

/** Seconds and microseconds, as Slack writes them. */
export const formatTs = (micros: number): string => `${Math.floor(micros / 1e6)}.${String(micros % 1e6).padStart(6, '0')}`

export const parseTs = (ts: string): number => {
  const [seconds = '0', micros = '0'] = ts.split('.')
  return Number(seconds) * 1e6 + Number(micros.padEnd(6, '0').slice(0, 6))
}

export const isTs = (value: string): boolean => /^\d{1,12}(\.\d{1,6})?$/.test(value)

/** A `ts` no other message of the channel has or had, later than all of them. */
export function nextMessageTs(world: World, channel: Channel): string {
  const latest = channel.latestTs
  const now = world.clock.now() * 1000
  const ts = formatTs(Math.max(Math.floor(now), latest ? parseTs(latest) + 1 : 0))
  channel.latestTs = ts
  return ts
}

/** A strictly growing `event_ts`. */
export function nextEventTs(world: World): string {
  world.lastEventMicros = Math.max(Math.floor(world.clock.now() * 1000), world.lastEventMicros + 1)
  return formatTs(world.lastEventMicros)
}
