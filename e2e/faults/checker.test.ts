import { describe, expect, it } from 'vitest'
import { checkHistory, type Broken, type History } from './checker.ts'

/** Two lanes, three messages each, an edit, and a 429 that was heeded: a run in which everything went well. */
function aGoodHistory(): History {
  const numbers = [1, 2, 3, 4, 5, 6]
  const laneOf = (number: number) => (number % 2 === 0 ? 'C2' : 'C1')
  const message = (number: number, rev = 1, text = `line ${number}`) => ({ id: `m${number}`, text, rev, deleted: false })
  const startMs = 1_800_000_000_000
  const atMs = (number: number) => startMs + number * 1_500
  return {
    promised: [...numbers.filter((number) => number !== 6).map((number) => `line ${number}`), 'line 6, edited'],
    stored: numbers.map((number) => (number === 6 ? message(6, 2, 'line 6, edited') : message(number))),
    feed: {
      head: 8,
      entries: [
        ...numbers.map((number, index) => ({ seq: index + 1, message: message(number) })),
        { seq: 7, message: null },
        { seq: 8, message: message(6, 2, 'line 6, edited') },
      ],
    },
    owed: numbers.map((number) => ({ id: `d${number}`, lane: laneOf(number), ordinal: number, state: 'sent' })),
    posts: numbers.map((number) => ({ channel: laneOf(number), ts: `${atMs(number) / 1000}`, deliveryId: `d${number}` })),
    calls: [
      { atMs: startMs - 2_000, method: 'chat.postMessage', owner: 'A1 T1', channel: 'C1', status: 429, retryAfterMs: 3_000 },
      ...numbers.map((number) => ({
        ...{ atMs: atMs(number), method: 'chat.postMessage', owner: 'A1 T1', channel: laneOf(number), status: 200, retryAfterMs: null },
      })),
    ],
    made: numbers.map((number) => ({
      method: 'chat.postMessage',
      owner: 'token',
      beganMs: number * 1_500,
      answeredMs: number * 1_500 + 20,
      retryAfterMs: null,
    })),
  }
}

const brokenBy = (doctor: (history: History) => void): Broken[] => {
  const history = aGoodHistory()
  doctor(history)
  return [...new Set(checkHistory(history).map(({ broken }) => broken))]
}
const third = <T>(items: T[]): T => {
  const item = items[2]
  if (item === undefined) throw new Error('the history is shorter than that')
  return item
}

it('[BR7, CH6] finds nothing wrong where nothing is', () => {
  expect(checkHistory(aGoodHistory())).toEqual([])
})

describe('refuses a history in which', () => {
  it('a promised message is not in the database', () => {
    expect(brokenBy(({ stored }) => stored.splice(2, 1))).toEqual(['lost'])
  })

  it('a message that is said to be sent is not in Slack', () => {
    expect(brokenBy(({ posts }) => posts.splice(2, 1))).toEqual(['lost'])
  })

  it('a message stands in the database twice', () => {
    const found = brokenBy(({ stored, feed }) => {
      stored.push({ ...third(stored), id: 'm7' })
      feed.entries.push({ seq: 9, message: { ...third(stored), id: 'm7' } })
      feed.head = 9
    })
    expect(found).toEqual(['doubled'])
  })

  it('a post stands in Slack twice', () => {
    expect(brokenBy(({ posts }) => posts.push({ ...third(posts), ts: '1800000100.000000' }))).toContain('doubled')
  })

  it('the feed leaves a number out', () => {
    expect(brokenBy(({ feed }) => feed.entries.splice(2, 1))).toContain('feed')
  })

  it('the feed tells a revision twice', () => {
    const found = brokenBy(({ feed }) => {
      feed.entries.push({ ...third(feed.entries), seq: 9 })
      feed.head = 9
    })
    expect(found).toEqual(['feed'])
  })

  it('the feed never told of a message', () => {
    expect(brokenBy(({ feed }) => (third(feed.entries).message = null))).toEqual(['feed'])
  })

  it('the database says something else than the feed', () => {
    expect(brokenBy(({ stored, promised }) => (third(stored).text = promised[2] = 'line 3, but other'))).toEqual(['changed'])
  })

  it('a post is still undecided', () => {
    expect(brokenBy(({ owed }) => (third(owed).state = 'unknown'))).toEqual(['unsettled'])
  })

  it('a lane goes out in another order', () => {
    const found = brokenBy(({ posts }) => {
      const [first] = posts
      const last = third(posts)
      if (first) [first.ts, last.ts] = [last.ts, first.ts]
    })
    expect(found).toEqual(['order'])
  })

  it('a lane is faster than one post a second', () => {
    expect(brokenBy(({ calls }) => calls.push({ ...third(calls), atMs: third(calls).atMs + 999 }))).toEqual(['pace'])
  })

  it('a call begins after Slack’s 429 has reached us', () => {
    expect(brokenBy(({ made }) => (third(made).retryAfterMs = 2_000))).toEqual(['retry-after'])
  })

  it('Slack is called before the time it asked for is up', () => {
    expect(brokenBy(({ calls }) => (third(calls).retryAfterMs = 5_000))).toEqual(['retry-after'])
  })
})

it('lets a call pass that was on its way already, and the next one not', () => {
  const history = aGoodHistory()
  history.calls = [0, 40, 200].map((atMs) => ({
    ...{ atMs, method: 'chat.postMessage', owner: 'A1 T1', channel: `C${atMs}`, status: 200, retryAfterMs: atMs === 0 ? 1_000 : null },
  }))
  expect(checkHistory(history, { onItsWayMs: 100 }).map(({ text }) => text)).toEqual([
    'chat.postMessage of A1 T1 was called 800 ms too early',
  ])
})
