import { createRoot, createSignal } from 'solid-js'
import { expect, it } from 'vitest'
import { newId, type ContactId, type ConversationId, type ConversationMessageId, type MemberId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import { createDraft } from './create-draft.ts'
import { createNewerMessages } from './create-newer-messages.ts'

const me = newId<MemberId>()
const aMessage = (atMs: number, author: 'me' | 'customer' = 'customer') =>
  ({
    id: newId<ConversationMessageId>(atMs),
    author:
      author === 'me' ? { kind: 'member', id: me, name: 'Me' } : { kind: 'contact', id: newId<ContactId>(), name: 'Zoe', avatarUrl: null },
  }) as ConversationMessageView

function aReply(known: ConversationMessageView[]) {
  return createRoot(() => {
    const [messages, setMessages] = createSignal(known)
    const [isKnown, setKnown] = createSignal(true)
    const newer = createNewerMessages({ messages, isKnown, me: () => me }, createDraft(newId<ConversationId>(), 'reply'))
    const come = (...more: ConversationMessageView[]) =>
      setMessages([...messages(), ...more].toSorted((one, other) => (one.id < other.id ? -1 : 1)))
    return { newer, come, setKnown }
  })
}

it('[IN7] a reply over what came since it was begun is held back once, and again when still more comes', () => {
  const { newer, come } = aReply([aMessage(1_000)])
  newer.draft.setText('We')
  expect(newer.holdsBack()).toBe(false)
  come(aMessage(2_000))
  expect(newer.count()).toBe(1)
  expect([newer.holdsBack(), newer.holdsBack()]).toEqual([true, false])
  come(aMessage(3_000))
  expect([newer.asksOnceMore(), newer.holdsBack(), newer.holdsBack()]).toEqual([false, true, false])
  newer.draft.setText('')
  newer.draft.setText('Next')
  expect(newer.holdsBack()).toBe(false)
})

it('[IN7] the server is told which message was seen last: the newest when it was begun, or when it was asked about', () => {
  const [first, second] = [aMessage(1_000), aMessage(2_000)]
  const { newer, come } = aReply([first])
  expect(newer.lastSeenId()).toBeUndefined()
  newer.draft.setText('We')
  expect(newer.lastSeenId()).toBe(first.id)
  come(second)
  expect(newer.lastSeenId()).toBe(first.id)
  newer.holdsBack()
  expect(newer.lastSeenId()).toBe(second.id)
  const alone = aReply([])
  alone.newer.draft.setText('Hello')
  expect(alone.newer.lastSeenId()).toBeNull()
})

it('[IN7] an older message that Slack hands on later counts, one’s own does not', () => {
  const { newer, come } = aReply([aMessage(1_000), aMessage(5_000)])
  newer.draft.setText('We')
  come(aMessage(6_000, 'me'))
  expect(newer.count()).toBe(0)
  come(aMessage(3_000))
  expect(newer.count()).toBe(1)
})

it('[IN7] what was there before it was fetched is nothing new', () => {
  const { newer, come, setKnown } = aReply([])
  setKnown(false)
  newer.draft.setText('W')
  come(aMessage(1_000))
  setKnown(true)
  newer.draft.setText('We')
  expect(newer.count()).toBe(0)
})
