import { expect, it } from 'vitest'
import { pagePart } from './page-part.ts'

/** A server that is away, or back, as often as it is asked; and a part that can be had or not, as often as it is fetched. */
function aPage({ answers, parts }: { answers: boolean[]; parts: boolean[] }) {
  const done: string[] = []
  const load = async () => {
    done.push('fetched')
    if (!parts.shift()) throw new Error('not there')
    return 'the part'
  }
  const around = {
    serverAnswers: async () => answers.shift() ?? false,
    pause: async () => void done.push('waited'),
    reload: () => void done.push('loaded anew'),
  }
  return { done, part: pagePart(load, around) }
}

it('[SP11] waits for a part while the server is away, and leaves the page as it is', async () => {
  const { done, part } = aPage({ answers: [false, false], parts: [false, false, true] })
  expect(await part()).toBe('the part')
  expect(done).toEqual(['fetched', 'waited', 'fetched', 'waited', 'fetched'])
})

it('[SP11] does not take a server that has just come back for one that was updated', async () => {
  const { done, part } = aPage({ answers: [false, true], parts: [false, false, true] })
  expect(await part()).toBe('the part')
  expect(done).toEqual(['fetched', 'waited', 'fetched', 'fetched'])
})

it('fetches a part once for all who ask meanwhile', async () => {
  const { done, part } = aPage({ answers: [], parts: [true, true] })
  await Promise.all([part(), part()])
  expect(done).toEqual(['fetched'])
})

it('loads the page anew when the server answers and has the part no more', async () => {
  const { done, part } = aPage({ answers: [true, true], parts: [false, false] })
  await expect(part()).rejects.toThrow('not there')
  expect(done).toEqual(['fetched', 'fetched', 'loaded anew'])
})
