import { describe, expect, it } from 'vitest'
import { createRandom, describeCopies, planCopies } from './event-faults.ts'

const plans = (seed: number, faults = {}) => {
  const random = createRandom(seed)
  return Array.from({ length: 200 }, () => planCopies({ seed, ...faults }, random))
}

describe('event faults', () => {
  it('are the same for the same seed', () => {
    expect(plans(7, { drop: 0.5, reorder: true })).toEqual(plans(7, { drop: 0.5, reorder: true }))
    expect(plans(7, { drop: 0.5, reorder: true })).not.toEqual(plans(8, { drop: 0.5, reorder: true }))
  })

  it('drop about as many as asked', () => {
    const dropped = plans(1, { drop: 0.3 }).filter((copies) => copies.length === 0).length
    expect(dropped).toBeGreaterThan(35)
    expect(dropped).toBeLessThan(85)
  })

  it('can be told in words', () => {
    expect([[], [0], [0, 0], [50, 20]].map(describeCopies)).toEqual([
      'never sent',
      undefined,
      'sent 2 times',
      'sent 2 times, held back for up to 50 ms',
    ])
  })

  it('send copies, later', () => {
    expect(plans(1, { duplicate: 2, delay_ms: 50 })[0]).toEqual([50, 50, 50])
    expect(planCopies(undefined, createRandom(1))).toEqual([0])
  })
})
