import { createSignal } from 'solid-js'
import type { ConversationMessageId, MemberId } from '@atrium/shared/ids.ts'
import type { ConversationMessageView } from '@atrium/shared/inbox/views.ts'
import type { Draft } from './create-draft.ts'
import { cameSince, seenOf } from './newer-messages.rules.ts'

interface Parts {
  messages: () => readonly ConversationMessageView[]
  /** They have been fetched. */
  isKnown: () => boolean
  me: () => MemberId
}

/** What others say while somebody writes an answer: it is held back once, so that nobody answers over it unseen. */
export function createNewerMessages({ messages, isKnown, me }: Parts, draft: Draft) {
  /** How much had come when it was asked whether to send it all the same. */
  const [askedAt, setAskedAt] = createSignal(0)
  const count = () => {
    const seen = draft.seen()
    return seen && isKnown() ? cameSince(seen, messages(), me()) : 0
  }
  const asksOnceMore = () => count() > 0 && askedAt() >= count()
  return {
    /** The draft; with its first letter it is noted what was there. */
    draft: {
      ...draft,
      setText(text: string) {
        if (text !== '' && draft.seen() === null && isKnown()) draft.keepSeen(seenOf(messages(), me()))
        if (text === '') setAskedAt(0)
        draft.setText(text)
      },
    } satisfies Draft,
    count,
    asksOnceMore,
    /** The newest message of others that the writer has seen; null for none, undefined while that is not known. Asked once more, what had come by then is seen. */
    lastSeenId(): ConversationMessageId | null | undefined {
      const seen = asksOnceMore() ? seenOf(messages(), me()) : draft.seen()
      if (!seen || !isKnown()) return undefined
      return seen.newestId === '' ? null : (seen.newestId as ConversationMessageId)
    },
    /** @returns whether it is not to be sent yet; asked again, it is, unless still more has come. */
    holdsBack(): boolean {
      if (count() === 0 || asksOnceMore()) return false
      setAskedAt(count())
      return true
    },
  }
}
