import { expect, it } from 'vitest'
import { countOfReplies, excerptOf, newsOfThreads } from './thread-words.rules.ts'

it('counts in words', () => {
  expect([countOfReplies(1), countOfReplies(2)]).toEqual(['1 reply', '2 replies'])
  expect(newsOfThreads({ replies: 1, threads: 1 })).toBe('1 new reply in a thread')
  expect(newsOfThreads({ replies: 3, threads: 1 })).toBe('3 new replies in a thread')
  expect(newsOfThreads({ replies: 3, threads: 2 })).toBe('3 new replies in 2 threads')
})

it('cuts what is long', () => {
  expect(excerptOf('short')).toBe('short')
  expect(excerptOf('word '.repeat(30))).toBe(`${'word '.repeat(12).trimEnd()}…`)
})
