import { parseTs } from '../world/timestamps.ts'
import type { Message } from '../world/types.ts'
import { flag, integer, text, timestamp } from './arguments.ts'
import type { Call } from './method.ts'
import { checkLimit } from './paging.ts'

const RESTRICTED_MAX = 15

export const windowArgs = {
  channel: text,
  cursor: text.optional(),
  limit: integer.optional(),
  oldest: timestamp('invalid_ts_oldest').optional(),
  latest: timestamp('invalid_ts_latest').optional(),
  inclusive: flag.optional(),
  include_all_metadata: flag.optional(),
}

interface Bounds {
  oldest?: string | undefined
  latest?: string | undefined
  inclusive?: boolean | undefined
}

/** Whether a message lies between the bounds; they count themselves only when `inclusive`. */
export function isWithin(message: Message, { oldest, latest, inclusive }: Bounds): boolean {
  const at = parseTs(message.ts)
  const from = oldest === undefined ? -1 : parseTs(oldest)
  const to = latest === undefined ? Infinity : parseTs(latest)
  return inclusive ? at >= from && at <= to : at > from && at < to
}

/** Apps outside the Marketplace get less, however much they ask for. */
export function windowLimit(call: Call, limit: number | undefined): number {
  const checked = checkLimit(limit, { fallback: 100, max: 999 })
  const isRestricted = call.world.limits.restricted_history === true || call.caller.app.restrictedHistory
  return isRestricted ? Math.min(checked, RESTRICTED_MAX) : checked
}
