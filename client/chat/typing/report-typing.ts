import { onCleanup } from 'solid-js'
import type { Chat } from '../chat-context.tsx'
import { isSameSpot, type ChatSpot } from '../chat-spot.ts'
import type { Draft } from '../drafts.ts'
import { createTypingReporter } from './typing-reporter.ts'

/** The draft, of which others are told that it is being written, for as long as the owner lives. `spot`: where the words would go. */
export function reportTyping(chat: Chat, draft: Draft, spot: () => ChatSpot | null): Draft {
  const reporter = createTypingReporter({ tell: chat.tellTyping, nowMs: () => Date.now(), isSame: isSameSpot })
  onCleanup(reporter.stop)
  return {
    text: draft.text,
    setText(text) {
      draft.setText(text)
      if (text === '') reporter.stop()
      else reporter.typed(spot())
    },
  }
}
