import { expect, it } from 'vitest'
import { createLogger } from '../logger.ts'
import { createLookAhead } from './look-ahead.ts'

interface Answer {
  resolve(ms: number | null): void
  reject(error: Error): void
}

function aLookAhead() {
  const looks: Answer[] = []
  const told: number[] = []
  let looked = Promise.withResolvers<void>()
  const look = () => {
    const { promise, resolve, reject } = Promise.withResolvers<number | null>()
    looks.push({ resolve, reject })
    looked.resolve()
    looked = Promise.withResolvers<void>()
    return promise
  }
  const ahead = createLookAhead({ look, within: (ms) => told.push(ms), everyMs: 0, logger: createLogger('silent') })
  return { ahead, looks, told, nextLook: () => looked.promise }
}

it('looks once for all who ask before and once for all who ask while it looks, and tells what it saw', async () => {
  const { ahead, looks, told, nextLook } = aLookAhead()
  const first = nextLook()
  for (let time = 0; time < 10; time++) ahead.soon()
  await first
  const second = nextLook()
  for (let time = 0; time < 10; time++) ahead.soon()
  looks[0]?.resolve(300)
  await second
  looks[1]?.resolve(null)
  await ahead.stop()
  expect(looks).toHaveLength(2)
  expect(told).toEqual([300])
})

it('looks again after one that failed', async () => {
  const { ahead, looks, told, nextLook } = aLookAhead()
  const first = nextLook()
  ahead.soon()
  await first
  const second = nextLook()
  ahead.soon()
  looks[0]?.reject(new Error('the database is away'))
  await second
  looks[1]?.resolve(5)
  await ahead.stop()
  expect(told).toEqual([5])
})

it('stops once the look at hand is over, and begins none', async () => {
  const { ahead, looks, nextLook } = aLookAhead()
  const first = nextLook()
  ahead.soon()
  await first
  let stopped = false
  const stopping = ahead.stop().then(() => (stopped = true))
  await new Promise((resolve) => setImmediate(resolve))
  expect(stopped).toBe(false)
  looks[0]?.resolve(null)
  await stopping
  expect(looks).toHaveLength(1)
})
