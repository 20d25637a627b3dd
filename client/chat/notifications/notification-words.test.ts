import { expect, it } from 'vitest'
import { summaryOf, wordsOf, type Told } from './notification-words.rules.ts'

const hello: Told = { authorName: 'Ada', text: 'Hello', where: null }
const inLibrary: Told = { authorName: 'Cy', text: 'Lunch?', where: 'Library' }

it('[CH6] a notification says who writes what, and where unless it is to oneself alone', () => {
  expect(wordsOf([hello])).toEqual({ title: 'Ada', body: 'Hello' })
  expect(wordsOf([inLibrary])).toEqual({ title: 'Cy · Library', body: 'Lunch?' })
  expect(wordsOf([hello, { ...hello, text: 'Are you there?' }])).toEqual({ title: '2 new messages · Ada', body: 'Are you there?' })
  expect(wordsOf([{ ...inLibrary, authorName: 'Ada' }, inLibrary])).toEqual({ title: '2 new messages · Library', body: 'Cy: Lunch?' })
  expect(summaryOf({ messages: 12, chats: 4 })).toEqual({ title: '12 new messages', body: 'In 4 chats and threads.' })
})

it('[CH6] a long message is cut between its characters', () => {
  const { body } = wordsOf([{ ...hello, text: '👩‍🌾'.repeat(200) }])
  expect(body).toBe(`${'👩‍🌾'.repeat(140)}…`)
})
