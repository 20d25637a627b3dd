import fc from 'fast-check'
import { expect, it } from 'vitest'
import { decideHeld, type HeldFacts } from './held.rules.ts'

const aHeld = (dueAtMs: number, isRead = false): HeldFacts => ({ dueAtMs, isRead })

it('[BR1] lets a message wait to be read until its time, and not a millisecond longer', () => {
  expect(decideHeld([aHeld(1_000)], { nowMs: 999, isActive: true })).toEqual(['wait'])
  expect(decideHeld([aHeld(1_000)], { nowMs: 1_000, isActive: true })).toEqual(['go'])
})

it('[BR1] sends everything at once when the recipient is gone, and nothing that they have read', () => {
  const held = [aHeld(1_000, true), aHeld(2_000), aHeld(3_000)]
  expect(decideHeld(held, { nowMs: 0, isActive: false })).toEqual(['read', 'go', 'go'])
  expect(decideHeld([aHeld(1_000, true)], { nowMs: 5_000, isActive: true })).toEqual(['read'])
})

it('[BR1] never lets a message overtake an earlier one of the same chat', () => {
  const held = fc.array(fc.record({ dueAtMs: fc.nat(10), isRead: fc.boolean() }), { maxLength: 8 })
  fc.assert(
    fc.property(held, fc.nat(10), fc.boolean(), (facts, nowMs, isActive) => {
      const decided = decideHeld(facts, { nowMs, isActive })
      const firstWaiting = decided.indexOf('wait')
      if (firstWaiting >= 0) expect(decided.slice(firstWaiting)).not.toContain('go')
      decided.forEach((decision, index) => expect(decision === 'read').toBe(facts[index]?.isRead))
    }),
  )
})
