import { createSignal } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { readStored, writeStored } from '../../ui/stored.ts'
import type { Writing } from '../inbox-context.tsx'

/** What was begun and not sent: a reply and a note each have their own, kept on this device. */
export function createDraft(conversationId: ConversationId, kind: Writing) {
  const key = `draft.${kind}.${conversationId}`
  const [text, setText] = createSignal(readStored(key) ?? '')
  return {
    text,
    setText(next: string) {
      setText(next)
      writeStored(key, next === '' ? null : next)
    },
  }
}
export type Draft = ReturnType<typeof createDraft>
