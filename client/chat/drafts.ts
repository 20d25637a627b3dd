import { createSignal } from 'solid-js'
import { readStored, writeStored } from '../ui/stored.ts'
import { spotKey, type ChatSpot } from './chat-spot.ts'

export interface Draft {
  text: () => string
  setText: (text: string) => void
}

/** What was begun in a chat or a thread and not sent; it survives a reload on this device. */
export function createDraft(spot: ChatSpot): Draft {
  const key = `draft.${spotKey(spot)}`
  const [text, setText] = createSignal(readStored(key) ?? '')
  return {
    text,
    setText(next) {
      setText(next)
      writeStored(key, next === '' ? null : next)
    },
  }
}
