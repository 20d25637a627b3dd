import { AtriumError } from '@atrium/shared/errors.ts'
import { isId } from '@atrium/shared/ids.ts'

/** Where a list by name goes on: after that name in small letters, and of those who share it after that id. */
export interface NameCursor {
  name: string
  id: string
}

/** A uuid and the name, which may hold anything. Null for the end of an empty page. */
export function cursorAfter(last: { id: string; sorted_by: string } | undefined): string | null {
  return last ? `${last.id} ${last.sorted_by}` : null
}

/** @throws bad_input for one that no list gave */
export function parseNameCursor(cursor: string): NameCursor {
  const [id, name] = [cursor.slice(0, 36), cursor.slice(37)]
  if (!isId(id) || cursor[36] !== ' ') throw new AtriumError('bad_input', 'That page of the list does not exist. Load the list again.')
  return { id, name }
}

/** For `like`: what somebody typed, anywhere in a text; null when they typed nothing. */
export function likePattern(words: string): string | null {
  const typed = words.trim()
  return typed === '' ? null : `%${typed.replace(/[\\%_]/g, (sign) => `\\${sign}`)}%`
}
