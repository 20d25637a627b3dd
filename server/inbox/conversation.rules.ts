import { plainText } from '@atrium/shared/chat/message-text.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'
import type { ConversationStatus } from '@atrium/shared/inbox/views.ts'

export const LONGEST_REPLY = 12_000
const LONGEST_SUBJECT = 120
const LONGEST_PREVIEW = 200

/** @throws bad_input when it is empty or too long. */
export function writableText(text: string): string {
  const storable = storableText(text).trim()
  if (storable === '') throw new AtriumError('bad_input', 'There is nothing in it yet.')
  if (storable.length > LONGEST_REPLY)
    throw new AtriumError('bad_input', `It holds at most ${LONGEST_REPLY.toLocaleString('en')} characters.`)
  return storable
}

/** The first line that says something. */
export function subjectOf(text: string): string {
  const lines = text.split('\n').map((line) => readable(line))
  return shortened(lines.find((line) => line !== '') ?? '', LONGEST_SUBJECT) || 'No text'
}

export function previewOf(text: string): string {
  return shortened(readable(text), LONGEST_PREVIEW)
}

/** A customer who writes wakes what was snoozed and reopens what was closed. */
export function statusAfterContactMessage(status: ConversationStatus): ConversationStatus {
  return status === 'closed' || status === 'snoozed' ? 'open' : status
}

function readable(text: string): string {
  return plainText(text, () => undefined)
}

function shortened(text: string, longest: number): string {
  return text.length <= longest
    ? text
    : `${text
        .slice(0, longest - 1)
        .toWellFormed()
        .trimEnd()}…`
}
