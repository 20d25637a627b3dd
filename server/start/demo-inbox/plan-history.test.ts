import { expect, it } from 'vitest'
import { parseId, type SlaPolicyId } from '@atrium/shared/ids.ts'
import { POLICIES } from './cases.ts'
import { planHistory } from './plan-history.rules.ts'

const policies = POLICIES.map((policy, index) => ({
  ...policy,
  id: parseId<SlaPolicyId>(`00000000-0000-7000-8000-00000000000${index}`),
  rev: 1,
}))

it('[OP1, IN13] the demo has six weeks behind it whenever it is started, in order, and nothing of the future', () => {
  for (const nowMs of [Date.UTC(2026, 0, 1, 0, 0, 1), Date.UTC(2026, 5, 14, 12), Date.UTC(2028, 1, 29, 23, 59)]) {
    const history = planHistory({ nowMs, policies })
    const openedMs = history.map(({ messages }) => messages[0]!.atMs)
    expect(history.length).toBeGreaterThan(120)
    expect(openedMs).toEqual(openedMs.toSorted((one, other) => one - other))
    expect(nowMs - openedMs[0]!).toBeLessThan(43 * 24 * 3_600_000)
    for (const { messages, closedAtMs, rating } of history) {
      const moments = [...messages.map(({ atMs }) => atMs), closedAtMs, ...(rating ? [rating.atMs] : [])]
      expect(moments).toEqual(moments.toSorted((one, other) => one - other))
      expect(moments.at(-1)).toBeLessThan(nowMs)
      expect(messages.map(({ by }) => by).slice(0, 2)).toEqual(['contact', 'agent'])
    }
    expect(planHistory({ nowMs, policies })).toEqual(history)
  }
})

it('[OP1, IN13] of the demo’s promises some are kept and some are not, and so it is with its ratings', () => {
  const history = planHistory({ nowMs: Date.UTC(2026, 10, 30, 18), policies })
  const kept = history.filter(({ sla }) => sla?.timers.firstReply?.state === 'met').length / history.length
  const scores = history.flatMap(({ rating }) => rating?.score ?? [])
  expect(kept).toBeGreaterThan(0.75)
  expect(kept).toBeLessThan(0.97)
  expect(history.every(({ sla }) => sla?.timers.firstReply?.ended && sla.timers.resolution?.ended)).toBe(true)
  expect(new Set(scores).size).toBeGreaterThan(3)
  expect(scores.filter((score) => score >= 4).length / scores.length).toBeGreaterThan(0.7)
})
