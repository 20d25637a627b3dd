import { expect, it } from 'vitest'
import { newId, type CustomerId, type MemberId } from '@atrium/shared/ids.ts'
import { BUCKETS, PARTS, reportQuery, wishInAddress, type ReportWish } from './report-address.rules.ts'
import { lastDays } from './report-words.rules.ts'

const now = new Date(2026, 10, 30, 12)
const paramsOf = (query: string) => Object.fromEntries(new URLSearchParams(query))

it('[IN13] an address holds whatever a report shows, so that it can be sent to somebody', () => {
  const spans = [
    ...['7', '30', '90'].map((range) => ({ range, ...lastDays(Number(range), now) })),
    { range: '', from: '2026-03-01', until: '2026-03-31' },
  ]
  const whom = [
    { customerId: undefined, assigneeId: undefined, place: undefined },
    { customerId: newId<CustomerId>(), assigneeId: newId<MemberId>(), place: '#support & more' },
  ]
  const wishes: ReportWish[] = spans.flatMap((span) =>
    whom.flatMap((of) => BUCKETS.flatMap((buckets) => PARTS.map((parts) => ({ ...span, ...of, buckets, parts })))),
  )
  for (const wish of wishes) expect(wishInAddress(paramsOf(reportQuery(wish)), now)).toEqual(wish)
  expect(reportQuery(wishInAddress({}, now))).toBe('')
})

it('[IN13] what an address cannot mean is left out', () => {
  const odd = {
    days: '12',
    from: '2026-13-41',
    until: '2026-11-30',
    per: 'hour',
    by: 'mood',
    customer: 'x',
    agent: ['a', 'b'],
    channel: '',
  }
  expect(wishInAddress(odd, now)).toEqual(wishInAddress({}, now))
})
