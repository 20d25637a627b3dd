import { describe, expect, it } from 'vitest'
import { createClock } from './clock.ts'

describe('the clock', () => {
  it('makes tasks due when advanced, and only those', async () => {
    const clock = createClock({ now: () => 1_000 })
    const ran: string[] = []
    clock.schedule(60_000, () => ran.push('soon'))
    clock.schedule(600_000, () => ran.push('later'))
    const cancel = clock.schedule(60_000, () => ran.push('never'))
    cancel()
    clock.advance(61_000)
    await new Promise((resolve) => setTimeout(resolve, 20))
    expect(ran).toEqual(['soon'])
    expect(clock.now()).toBe(62_000)
    clock.reset()
    expect(clock.now()).toBe(1_000)
    clock.close()
  })
})

it('waits for what is due in months', async () => {
  const clock = createClock()
  let done = false
  clock.schedule(90 * 86_400_000, () => (done = true))
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(done).toBe(false)
  clock.advance(90 * 86_400_000)
  await new Promise((resolve) => setTimeout(resolve, 20))
  expect(done).toBe(true)
  clock.close()
})
