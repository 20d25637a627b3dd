import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'

/** What a person may send at once, in UTF-16 code units. */
export const LONGEST_MESSAGE = 12_000

/** `mayBeEmpty`: of a message that has files. @throws bad_input when it is empty or too long. */
export function sendableText(text: string, { mayBeEmpty = false }: { mayBeEmpty?: boolean } = {}): string {
  const storable = storableText(text).trim()
  if (storable === '' && !mayBeEmpty) throw new AtriumError('bad_input', 'The message is empty.')
  if (storable.length > LONGEST_MESSAGE)
    throw new AtriumError('bad_input', `A message holds at most ${LONGEST_MESSAGE.toLocaleString('en')} characters.`)
  return storable
}

/** Whether somebody may be called by a name that was typed: an `@` that does not begin a token. Cheap, and true too often. */
export function mayHoldTypedMention(text: string): boolean {
  return /(?<!<)@|＠/.test(text)
}
