import { createRoot } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import { newId, type ConversationId, type MemberId } from '@atrium/shared/ids.ts'
import type { Attending } from '@atrium/shared/inbox/attending.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import type { Change } from '@atrium/shared/realtime/change.ts'
import type { Signal } from '@atrium/shared/realtime/signal.ts'
import { attendingWords } from './attending-words.rules.ts'
import { createAttending } from './create-attending.ts'
import { createViewingReporter } from './viewing-reporter.ts'

const [ada, ben, me] = [newId<MemberId>(), newId<MemberId>(), newId<MemberId>()]
const conversationId = newId<ConversationId>()

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function aBrowser() {
  let hear: (signal: Signal) => void = () => {}
  let apply: (change: Change) => void = () => {}
  const attending = createRoot(() =>
    createAttending({
      me: () => me,
      onSignal: (listener) => {
        hear = listener
        return () => {}
      },
      onChange: (listener) => {
        apply = listener
        return () => {}
      },
    }),
  )
  const says = (memberId: MemberId, doing: Attending, isOn = true) =>
    hear({ kind: 'inbox.attending', payload: { conversationId, memberId, doing, isOn } })
  const replies = (id: MemberId) => {
    const message = { conversationId, author: { kind: 'member', id, name: 'x' }, rev: 1 } as ConversationMessageView
    apply({ kind: 'inbox.messageChanged', payload: { message } })
  }
  return { attending, says, replies, of: (doing: Attending) => attending.of(conversationId, doing) }
}

it('[IN7] other agents are shown until they stop or their reply is here; oneself never is', () => {
  const { says, replies, of } = aBrowser()
  says(ada, 'viewing')
  says(ben, 'viewing')
  says(ada, 'viewing')
  says(ada, 'writing')
  says(me, 'viewing')
  expect([of('viewing'), of('writing')]).toEqual([[ada, ben], [ada]])
  replies(ada)
  expect([of('viewing'), of('writing')]).toEqual([[ada, ben], []])
  says(ada, 'viewing', false)
  expect(of('viewing')).toEqual([ben])
})

it('[IN7] whoever was cut off is gone within ten seconds, whoever goes on saying it is not', () => {
  const { says, of } = aBrowser()
  says(ada, 'viewing')
  says(ben, 'viewing')
  for (let time = 0; time < 5; time++) {
    vi.advanceTimersByTime(4_000)
    says(ben, 'viewing')
  }
  expect(of('viewing')).toEqual([ben])
  vi.advanceTimersByTime(10_000)
  expect(of('viewing')).toEqual([])
})

it('[IN7] two who come one after the other both learn of each other at once, and then say no more than before', async () => {
  const told: string[] = []
  const browsers = [ada, ben].map((id) => {
    const browser = createRoot(() => {
      let hear: (signal: Signal) => void = () => {}
      const attending = createAttending({ me: () => id, onChange: () => () => {}, onSignal: (listener) => ((hear = listener), () => {}) })
      return { attending, hear: (signal: Signal) => hear(signal) }
    })
    const reporter = createViewingReporter(async (isOn) => {
      told.push(id)
      for (const other of browsers)
        other.hear({ kind: 'inbox.attending', payload: { conversationId, memberId: id, doing: 'viewing', isOn } })
    })
    browser.attending.onNewcomer(() => reporter.answer())
    return { ...browser, reporter }
  })
  const [first, second] = browsers
  first?.reporter.look(true)
  await vi.advanceTimersByTimeAsync(1_500)
  second?.reporter.look(true)
  await vi.advanceTimersByTimeAsync(1_000)
  expect(browsers.map(({ attending }) => attending.of(conversationId, 'viewing'))).toEqual([[ben], [ada]])
  // Ben heard the answer as news, and answered it once.
  expect(told.length).toBeLessThanOrEqual(4)
  first?.reporter.look(false)
  await vi.advanceTimersByTimeAsync(0)
  expect(second?.attending.of(conversationId, 'viewing')).toEqual([])
  const before = told.length
  await vi.advanceTimersByTimeAsync(40_000)
  expect(told.slice(before)).toEqual(Array.from({ length: 10 }, () => ben))
})

it('[IN7] says who is there in a line', () => {
  expect(attendingWords({ viewing: [], writing: [] })).toBe('')
  expect(attendingWords({ viewing: ['Ada', 'Ben'], writing: ['Ben'] })).toBe('Ben is writing… · Ada is looking at this')
  expect(attendingWords({ viewing: ['Ada', 'Ben', 'Cy', 'Dee'], writing: [] })).toBe('Ada, Ben and 2 more are looking at this')
})
