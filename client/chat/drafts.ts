import { createSignal } from 'solid-js'
import type { ChannelId } from '@atrium/shared/ids.ts'
import { readStored, writeStored } from '../ui/stored.ts'

export interface Draft {
  text: () => string
  setText: (text: string) => void
}

/** What was begun in a chat and not sent; it survives a reload on this device. */
export function createDraft(channelId: ChannelId): Draft {
  const key = `draft.${channelId}`
  const [text, setText] = createSignal(readStored(key) ?? '')
  return {
    text,
    setText(next) {
      setText(next)
      writeStored(key, next === '' ? null : next)
    },
  }
}
