import { createSignal } from 'solid-js'
import type { ConversationId } from '@atrium/shared/ids.ts'
import { readStored, writeStored } from '../../ui/stored.ts'
import type { Writing } from '../inbox-context.tsx'
import type { Seen } from './newer-messages.rules.ts'

/** What was begun and not sent: a reply and a note each have their own, kept on this device. */
export function createDraft(conversationId: ConversationId, kind: Writing) {
  const key = `draft.${kind}.${conversationId}`
  const [text, setText] = createSignal(readStored(key) ?? '')
  const [seen, setSeen] = createSignal(parseSeen(readStored(`${key}.seen`)))
  const keepSeen = (next: Seen | null) => {
    setSeen(next)
    writeStored(`${key}.seen`, next && JSON.stringify(next))
  }
  return {
    text,
    setText(next: string) {
      setText(next)
      writeStored(key, next === '' ? null : next)
      if (next === '') keepSeen(null)
    },
    /** What others had written when it was begun; null while that is not known. */
    seen,
    keepSeen,
  }
}
export type Draft = ReturnType<typeof createDraft>

function parseSeen(stored: string | null): Seen | null {
  if (stored === null) return null
  try {
    const { count, newestId } = JSON.parse(stored) as Partial<Seen>
    return typeof count === 'number' && typeof newestId === 'string' ? { count, newestId } : null
  } catch {
    return null
  }
}
