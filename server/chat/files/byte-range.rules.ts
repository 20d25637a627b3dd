/** Of a file's bytes, the last one included. */
export interface ByteRange {
  first: number
  last: number
}

/**
 * What a `Range` header asks for. Null: all of it, which is also the answer to several ranges at once and to what makes no sense.
 * @see https://www.rfc-editor.org/rfc/rfc9110#name-range
 */
export function byteRangeOf(header: string | undefined, sizeBytes: number): ByteRange | 'unsatisfiable' | null {
  const [, from = '', to = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header?.trim() ?? '') ?? []
  if (from === '' && to === '') return null
  if (from === '')
    return to === '0' || sizeBytes === 0 ? 'unsatisfiable' : { first: Math.max(0, sizeBytes - Number(to)), last: sizeBytes - 1 }
  const first = Number(from)
  if (first >= sizeBytes) return 'unsatisfiable'
  const last = to === '' ? sizeBytes - 1 : Math.min(Number(to), sizeBytes - 1)
  return last < first ? null : { first, last }
}
