import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newId, type ChannelId } from '@atrium/shared/ids.ts'
import { isSameSpot, type ChatSpot } from '../chat-spot.ts'
import { createTypingReporter } from './typing-reporter.ts'

const here: ChatSpot = { channelId: newId<ChannelId>(), threadRootId: null }
const elsewhere: ChatSpot = { channelId: newId<ChannelId>(), threadRootId: null }

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function aReporter() {
  const told: [ChatSpot, boolean][] = []
  const reporter = createTypingReporter<ChatSpot>({
    tell: async (spot, isTyping) => told.push([spot, isTyping]),
    nowMs: () => Date.now(),
    isSame: isSameSpot,
  })
  const typeFor = async (ms: number, spot: ChatSpot | null = here) => {
    for (let passed = 0; passed < ms; passed += 100) {
      reporter.typed(spot)
      await vi.advanceTimersByTimeAsync(100)
    }
  }
  return { told, reporter, typeFor }
}

it('[CH1] typing is told with the first key, seldom while it goes on, and as over a moment after the last', async () => {
  const { told, typeFor } = aReporter()
  await typeFor(10_000)
  expect(told).toEqual(Array.from({ length: 4 }, () => [here, true]))
  await vi.advanceTimersByTimeAsync(2_800)
  expect(told).toHaveLength(4)
  await vi.advanceTimersByTimeAsync(200)
  expect(told.slice(4)).toEqual([[here, false]])
  await vi.advanceTimersByTimeAsync(60_000)
  expect(told).toHaveLength(5)
})

it('[CH1] what was sent is typed no more, at once', async () => {
  const { told, reporter, typeFor } = aReporter()
  await typeFor(200)
  reporter.stop()
  reporter.stop()
  await vi.advanceTimersByTimeAsync(10_000)
  expect(told).toEqual([
    [here, true],
    [here, false],
  ])
})

it('[CH1] [CH3] what becomes a word to one person is typed there, or for nobody', async () => {
  const { told, typeFor } = aReporter()
  await typeFor(100)
  await typeFor(100, elsewhere)
  await typeFor(100, null)
  await vi.advanceTimersByTimeAsync(10_000)
  expect(told).toEqual([
    [here, true],
    [here, false],
    [elsewhere, true],
    [elsewhere, false],
  ])
})

it('[CH1] what is told last is what stands: one word waits for the answer to the one before', async () => {
  const told: boolean[] = []
  let answer = () => {}
  const reporter = createTypingReporter<ChatSpot>({
    isSame: isSameSpot,
    tell: (_, isTyping) => {
      told.push(isTyping)
      return new Promise<void>((resolve) => (answer = resolve))
    },
    nowMs: () => Date.now(),
  })
  reporter.typed(here)
  reporter.stop()
  await vi.advanceTimersByTimeAsync(1_000)
  expect(told).toEqual([true])
  answer()
  await vi.advanceTimersByTimeAsync(0)
  expect(told).toEqual([true, false])
})
