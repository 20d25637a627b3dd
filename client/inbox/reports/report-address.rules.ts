import { isId, type CustomerId, type MemberId } from '@atrium/shared/ids.ts'
import type { ReportGroup, ReportScope } from '@atrium/shared/inbox/reports.ts'
import { lastDays, RANGES } from './report-words.rules.ts'

export const BUCKETS = ['day', 'week'] as const satisfies readonly ReportGroup[]
export const PARTS = ['customer', 'agent', 'channel'] as const satisfies readonly ReportGroup[]
const DEFAULT_RANGE = '30'

/** What the page of the reports shows, as its address says it. */
export interface ReportWish extends Omit<ReportScope, 'timeZone'> {
  /** One of `RANGES`, up to today; empty where the days were chosen themselves. */
  range: string
  buckets: (typeof BUCKETS)[number]
  parts: (typeof PARTS)[number]
}

type Params = Record<string, string | string[] | undefined>

/** What an address cannot mean is left out. */
export function wishInAddress(params: Params, now: Date): ReportWish {
  const one = (name: string) => (typeof params[name] === 'string' && params[name] !== '' ? params[name] : undefined)
  const id = <T extends string>(name: string) => {
    const value = one(name)
    return value !== undefined && isId(value) ? (value as string as T) : undefined
  }
  const [from, until] = [one('from'), one('until')]
  const named = isDay(from) && isDay(until) ? { from, until } : undefined
  const range = named ? '' : (RANGES.find(({ value }) => value === one('days'))?.value ?? DEFAULT_RANGE)
  return {
    range,
    ...(named ?? lastDays(Number(range), now)),
    buckets: BUCKETS.find((known) => known === one('per')) ?? 'day',
    parts: PARTS.find((known) => known === one('by')) ?? 'customer',
    customerId: id<CustomerId>('customer'),
    assigneeId: id<MemberId>('agent'),
    place: one('channel'),
  }
}

/** What comes after the path; nothing of what goes without saying. */
export function reportQuery({ range, from, until, buckets, parts, customerId, assigneeId, place }: ReportWish): string {
  const given: Record<string, string | undefined> = {
    ...(range === '' ? { from, until } : { days: range === DEFAULT_RANGE ? undefined : range }),
    ...{ per: buckets === 'day' ? undefined : buckets, by: parts === 'customer' ? undefined : parts },
    ...{ customer: customerId, agent: assigneeId, channel: place },
  }
  const query = new URLSearchParams(
    Object.entries(given).flatMap(([name, value]) => (value === undefined ? [] : [[name, value]])),
  ).toString()
  return query === '' ? '' : `?${query}`
}

function isDay(text: string | undefined): text is string {
  return text !== undefined && /^\d{4}-\d{2}-\d{2}$/.test(text) && !Number.isNaN(Date.parse(text))
}
