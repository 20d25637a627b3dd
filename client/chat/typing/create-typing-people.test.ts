import { createRoot } from 'solid-js'
import { afterEach, beforeEach, expect, it, vi } from 'vitest'
import type { MessageView } from '@atrium/shared/chat/views.ts'
import { newId, type ChannelId, type MessageId, type PersonId } from '@atrium/shared/ids.ts'
import type { Change } from '@atrium/shared/realtime/change.ts'
import type { Signal } from '@atrium/shared/realtime/signal.ts'
import { createTypingPeople } from './create-typing-people.ts'

const [ada, ben, me] = [newId() as string as PersonId, newId() as string as PersonId, newId() as string as PersonId]
const channelId = newId<ChannelId>()
const [history, thread] = [
  { channelId, threadRootId: null },
  { channelId, threadRootId: newId<MessageId>() },
]

beforeEach(() => void vi.useFakeTimers())
afterEach(() => void vi.useRealTimers())

function aBrowser() {
  let hear: (signal: Signal) => void = () => {}
  let apply: (change: Change) => void = () => {}
  const { people, leave } = createRoot((dispose) => ({
    leave: dispose,
    people: createTypingPeople({
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
  }))
  const types = (personId: PersonId, isTyping = true, spot: typeof history | typeof thread = history) =>
    hear({ kind: 'chat.typing', payload: { ...spot, personId, name: personId === ada ? 'Ada' : 'Ben', isTyping } })
  const message = (authorId: PersonId, rev = 1) =>
    apply({ kind: 'chat.messageChanged', payload: { message: { channelId, threadRootId: null, authorId, rev } as MessageView } })
  const names = (spot: typeof history | typeof thread = history) => people(spot).map(({ name }) => name)
  return { types, message, names, leave }
}

it('[CH1] others type where they do, oneself not, until they are said to have stopped', () => {
  const { types, names } = aBrowser()
  types(ada)
  types(ben)
  types(ada)
  types(ben, true, thread)
  types(me)
  expect([names(), names(thread)]).toEqual([['Ada', 'Ben'], ['Ben']])
  types(ada, false)
  expect([names(), names(thread)]).toEqual([['Ben'], ['Ben']])
})

it('[CH1] nobody types any more whose message has come; an edit of an old one is no news', () => {
  const { types, names, message } = aBrowser()
  types(ada)
  types(ada, true, thread)
  message(ada, 2)
  expect(names()).toEqual(['Ada'])
  message(ada)
  expect([names(), names(thread)]).toEqual([[], ['Ada']])
})

it('[CH1] whoever was cut off and is heard of no more is gone within seconds', () => {
  const { types, names } = aBrowser()
  types(ada)
  vi.advanceTimersByTime(4_000)
  types(ada)
  vi.advanceTimersByTime(4_000)
  expect(names()).toEqual(['Ada'])
  vi.advanceTimersByTime(4_000)
  expect(names()).toEqual([])
})
