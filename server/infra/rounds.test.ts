import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { startRounds } from './rounds.ts'

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

/** Rounds that end when they are told to. */
function rounds(options: { atOnce?: boolean } = {}) {
  const begun: PromiseWithResolvers<void>[] = []
  const failed = vi.fn()
  const round = () => {
    const one = Promise.withResolvers<void>()
    begun.push(one)
    return one.promise
  }
  return { begun, failed, ...startRounds(round, { everyMs: 1_000, failed, ...options }) }
}

it('begins no round while one goes on, and goes on after one that failed', async () => {
  const { begun, failed, stop } = rounds()
  await vi.advanceTimersByTimeAsync(3_500)
  expect(begun).toHaveLength(1)
  begun[0]?.reject(new Error('no database'))
  await vi.advanceTimersByTimeAsync(1_000)
  expect([failed.mock.calls.length, begun.length]).toEqual([1, 2])
  begun[1]?.resolve()
  await stop()
})

it('waits for the round that goes on when it is told to stop, and begins no other', async () => {
  const { begun, stop } = rounds({ atOnce: true })
  let stopped = false
  const stopping = stop().then(() => (stopped = true))
  await vi.advanceTimersByTimeAsync(5_000)
  expect([begun.length, stopped]).toEqual([1, false])
  begun[0]?.resolve()
  await stopping
  expect(stopped).toBe(true)
})
