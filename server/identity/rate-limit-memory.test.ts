import { expect, it } from 'vitest'
import { createRateLimitMemory } from './rate-limit-memory.ts'

const rule = { window: 60, max: 2 }

it('[ID1] allows so many in a window, says when it ends, and begins anew after it', async () => {
  let nowMs = 1_000
  const { consume } = createRateLimitMemory(() => nowMs)
  expect([await consume('a', rule), await consume('a', rule)]).toEqual(
    Array.from({ length: 2 }, () => ({ allowed: true, retryAfter: null })),
  )
  nowMs += 10_500
  expect(await consume('a', rule)).toEqual({ allowed: false, retryAfter: 50 })
  expect(await consume('b', rule)).toMatchObject({ allowed: true })
  nowMs += 49_500
  expect(await consume('a', rule)).toMatchObject({ allowed: true })
})

it('[ID1] does not count what another server in the same process has counted', async () => {
  const [one, other] = [createRateLimitMemory(), createRateLimitMemory()]
  for (let count = 0; count < 3; count += 1) await one.consume('a', rule)
  expect(await other.consume('a', rule)).toMatchObject({ allowed: true })
})
