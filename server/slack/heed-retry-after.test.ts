import { expect, it } from 'vitest'
import { heedingRetryAfter, TooEarly } from './heed-retry-after.ts'

const POST = 'https://slack.example/api/chat.postMessage'
const LOOK = 'https://slack.example/api/conversations.history'

/** Answers one call after the other, at a time that the test sets. */
function aSlack(...answers: Response[]) {
  const time = { nowMs: 0 }
  const calls: string[] = []
  const fetching = heedingRetryAfter(
    async (url) => {
      calls.push(String(url))
      return answers.shift() ?? new Response('{"ok":true}')
    },
    () => time.nowMs,
  )
  return { time, calls, fetching }
}
const limited = (seconds: string) => new Response('', { status: 429, headers: { 'retry-after': seconds } })

it('[SL4] stops a method from the moment Slack asked to wait until the time is up, and no other method', async () => {
  const { time, calls, fetching } = aSlack(limited('3'))
  await fetching(POST)
  time.nowMs = 2_999
  await expect(fetching(POST)).rejects.toMatchObject({ name: 'TooEarly', leftMs: 1 })
  await fetching(LOOK)
  time.nowMs = 3_000
  await fetching(POST)
  expect(calls).toEqual([POST, LOOK, POST])
})

it('lets the longer of two waits stand, whichever was heard of last', async () => {
  const { time, fetching } = aSlack(limited('5'), limited('1'))
  await Promise.all([fetching(POST), fetching(POST)])
  time.nowMs = 2_000
  await expect(fetching(POST)).rejects.toBeInstanceOf(TooEarly)
})

it('stops nobody for an answer that names no time', async () => {
  const { calls, fetching } = aSlack(limited('soon'))
  await fetching(POST)
  await fetching(POST)
  expect(calls).toHaveLength(2)
})
