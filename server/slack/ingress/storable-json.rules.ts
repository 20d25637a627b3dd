/** What Postgres keeps in no text and no JSON: NUL, and halves of surrogate pairs. */
const UNSTORABLE = /\\u(?:0000|d[89a-f])/i

/** Parses what came over the wire into something that can be kept. Undefined when it is no JSON. */
export function parseStorableJson(text: string): unknown {
  try {
    return UNSTORABLE.test(text) ? storable(JSON.parse(text)) : (JSON.parse(text) as unknown)
  } catch {
    return undefined
  }
}

/** The same value without them; a cut emoji becomes the replacement character. */
export function storable(value: unknown): unknown {
  if (typeof value === 'string') return value.replaceAll('\0', '').toWellFormed()
  if (Array.isArray(value)) return value.map(storable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(Object.entries(value).map(([key, field]) => [String(storable(key)), storable(field)]))
}
