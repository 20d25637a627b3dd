import { storableText } from '@atrium/shared/chat/storable-text.ts'
import { AtriumError } from '@atrium/shared/errors.ts'

/** As it is kept: without what a database refuses, and in one line. @param what for the text of the error: "tag". @throws bad_input */
export function givenName(what: string, text: string, longest: number): string {
  const name = storableText(text).replace(/\s+/g, ' ').trim()
  if (name === '' || name.length > longest)
    throw new AtriumError('bad_input', `Give the ${what} a name of up to ${longest} characters.`).at('name')
  return name
}
