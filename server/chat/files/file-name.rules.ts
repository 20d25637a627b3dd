import { LONGEST_FILE_NAME, SHOWN_IMAGES } from '@atrium/shared/chat/file-limits.ts'
import { storableText } from '@atrium/shared/chat/storable-text.ts'

/** Of what no more is known. */
export const UNKNOWN_TYPE = 'application/octet-stream'

/** Neither a path nor characters that hide how a name ends; what is too long is cut before its extension. */
export function keptName(name: string): string {
  const last = storableText(name).split(/[/\\]/).at(-1) ?? ''
  // Control characters, and those that turn the direction of writing.
  const shown = last.replaceAll(/[\p{Cc}\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '').trim()
  if (shown === '' || /^\.+$/.test(shown)) return 'file'
  if (shown.length <= LONGEST_FILE_NAME) return shown
  const extension = /\.[\p{L}\p{N}]{1,12}$/u.exec(shown)?.[0] ?? ''
  return shown.slice(0, LONGEST_FILE_NAME - extension.length).replace(/[\ud800-\udbff]$/, '') + extension
}

/** A media type as somebody declared it, without its parameters. An image is one only when it was looked at. */
export function declaredType(type: string | undefined): string {
  const [essence = ''] = (type ?? '').split(';')
  const known = essence.trim().toLowerCase()
  return /^[a-z0-9][a-z0-9.+-]{0,60}\/[a-z0-9][a-z0-9.+-]{0,100}$/.test(known) && !SHOWN_IMAGES.includes(known) ? known : UNKNOWN_TYPE
}
